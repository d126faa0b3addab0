using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// How guilds are spread over threads or processes. Every dispatched action completes exactly once, whatever happens to
/// the VM, its thread or the process's shutdown.
/// </summary>
public interface IVmDistributionStrategy : IAsyncDisposable
{
    /// <summary>The configured name: <c>thread-pool</c>, <c>thread-per-guild</c>, ...</summary>
    string Name { get; }

    /// <summary>Hands an action to the thread that owns the guild's VM. Never blocks; the action's own completion tells the outcome.</summary>
    /// <param name="guild">The guild; its VM is built when it has none and the action needs one.</param>
    /// <param name="action">What to do.</param>
    /// <param name="slot">The thread to pin the guild to while it has no VM; the strategy places it when null or out of range.</param>
    void Dispatch(GuildId guild, LuaVmAction action, int? slot = null);

    /// <summary>The slot that would serve, or serves, this guild.</summary>
    int SlotOf(GuildId guild);

    /// <summary>Processor time that the guild has used in this process, its child processes included.</summary>
    GuildCpu CpuOf(GuildId guild);

    /// <summary>All VM threads with their load.</summary>
    IReadOnlyList<VmThreadInfo> Threads();

    /// <summary>All live VMs of this process.</summary>
    IReadOnlyList<VmInfo> Vms();

    /// <summary>The memory budget of all VMs, child processes included.</summary>
    VmMemory Memory();
}

/// <summary>What VMs may hold together: what is reserved for them, how much that may be, and how many wait for a part of it. As <c>Pool:MemoryBytes</c> says; each child process has its part.</summary>
public sealed record VmMemory(long ReservedBytes, long LimitBytes, int Waiting)
{
    /// <summary>Several processes' budgets together.</summary>
    internal static VmMemory Sum(IEnumerable<VmMemory> parts) =>
        parts.Aggregate(new VmMemory(0, 0, 0), static (sum, part) => new VmMemory(sum.ReservedBytes + part.ReservedBytes, sum.LimitBytes + part.LimitBytes, sum.Waiting + part.Waiting));
}

/// <summary>One VM thread as operators see it; throttled are VMs whose guild has used its processor time up.</summary>
public sealed record VmThreadInfo(int Slot, string State, int Vms, int ReadyRuns, int WaitingRuns, long Actions, TimeSpan Busy, int Throttled);

/// <summary>One live VM as operators see it.</summary>
public sealed record VmInfo(
    GuildId Guild,
    Vm.VmState State,
    int Thread,
    long MemoryBytes,
    long MemoryLimit,
    long Executions,
    int Coroutines,
    int LiveRuns,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUsedAt)
{
    /// <summary>Templates that made the heap grow most, when the VM itself was asked. Empty otherwise.</summary>
    public IReadOnlyList<TemplateMemory> Templates { get; init; } = [];
}

/// <summary>By how much a VM's heap has grown while a template's code was on the thread: an estimate, since templates share one heap and its collector.</summary>
public sealed record TemplateMemory(string Template, long HeapGrowthBytes);
