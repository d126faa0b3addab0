using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// A fixed number of VM threads; a guild's id decides its slot, unless it was pinned to another. A thread that is lost is
/// replaced in its slot, so that its guilds go to a fresh thread with their next event and nobody else moves.
/// </summary>
internal sealed class ThreadPoolStrategy : IVmDistributionStrategy
{
    private readonly VmThreads _threads;
    private readonly GuildPlacement _placement;

    public ThreadPoolStrategy(int threads, VmServices services)
    {
        _threads = new VmThreads(services, threads);
        _placement = new GuildPlacement(threads);
    }

    public string Name => "thread-pool";

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null) => _threads.Post(_placement.Place(guild, slot), guild, action);

    public int SlotOf(GuildId guild) => _placement.SlotOf(guild);

    public GuildCpu CpuOf(GuildId guild) => _threads.CpuOf(guild);

    public IReadOnlyList<VmThreadInfo> Threads() => _threads.Infos();

    public IReadOnlyList<VmInfo> Vms() => _threads.Vms();

    public VmMemory Memory() => _threads.Memory();

    public ValueTask DisposeAsync() => _threads.DisposeAsync();
}
