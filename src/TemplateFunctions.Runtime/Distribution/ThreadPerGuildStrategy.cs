using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// One new thread for each new guild, up to a maximum; from then on guilds share. Kept for compatibility: it is the pool with
/// another placement.
/// </summary>
internal sealed class ThreadPerGuildStrategy(int maxThreads, VmServices services) : IVmDistributionStrategy
{
    private readonly VmThreads _threads = new(services, 0);
    private readonly GuildPlacement _shared = new(maxThreads);
    private readonly ConcurrentDictionary<GuildId, int> _slots = new();
    private readonly Lock _growing = new();

    public string Name => "thread-per-guild";

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null) => _threads.Post(SlotOf(guild), guild, action);

    public int SlotOf(GuildId guild)
    {
        if (_slots.TryGetValue(guild, out var slot))
        {
            return slot;
        }

        lock (_growing)
        {
            return _slots.GetOrAdd(guild, g => _threads.Count < maxThreads ? _threads.Add() : _shared.SlotOf(g));
        }
    }

    public GuildCpu CpuOf(GuildId guild) => _threads.CpuOf(guild);

    public IReadOnlyList<VmThreadInfo> Threads() => _threads.Infos();

    public IReadOnlyList<VmInfo> Vms() => _threads.Vms();

    public VmMemory Memory() => _threads.Memory();

    public ValueTask DisposeAsync() => _threads.DisposeAsync();
}
