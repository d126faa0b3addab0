using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>What a host decides about its VMs.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Name of the distribution strategy: see <see cref="VmDistribution.StrategyNames"/>.</summary>
    public string Strategy { get; init; } = "thread-pool";

    /// <summary>VM threads of the thread pool. Defaults to the number of cores.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>The most threads that thread-per-guild starts.</summary>
    public int MaxThreads { get; init; } = 100;

    /// <summary>The child processes of <c>process-pool</c>.</summary>
    public ProcessPoolOptions Processes { get; init; } = new();

    /// <summary>The limits of every VM and run.</summary>
    public RuntimeLimits Limits { get; init; } = new();

    /// <summary>Processor time by guild, where strategies of one process share it; each has its own when null.</summary>
    public GuildCpuLedger? Cpu { get; init; }

    /// <summary>The modules offered to templates, beside the runtime's own.</summary>
    public IReadOnlyList<HostModule> Modules { get; init; } = [];

    /// <summary>Where VM threads note whose code they run, for whoever comes after a native death; null notes nothing. The host disposes it after the VMs.</summary>
    public RunningGuilds? Running { get; init; }

    /// <summary>Whether <see cref="Execution.PanicAction"/> panics. For tests.</summary>
    public bool AllowPanic { get; init; }
}
