using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>What every VM of a process is handed down: limits, modules, time, and whom to tell.</summary>
internal sealed record VmServices(RuntimeLimits Limits, ModuleRegistry Modules, TimeProvider Time, IRuntimeObserver Observer, ILogger Logger)
{
    /// <summary>Memory limits in bytes that were set for single guilds: they outlive the guild's VM and its thread.</summary>
    public ConcurrentDictionary<GuildId, long> MemoryLimits { get; } = new();

    /// <summary>Processor time by guild: it outlives the guild's VM, its thread and its process.</summary>
    public GuildCpuLedger Cpu { get; init; } = new(Limits, Time);

    /// <summary>What all VMs of the process may hold together.</summary>
    public MemoryBudget Memory { get; } = new(Limits.AllVmsBytes);

    /// <summary>Whether <see cref="Execution.PanicAction"/> does what it says.</summary>
    public bool AllowPanic { get; init; }

    /// <summary>A place for a new VM thread to note whose code it runs; null when nobody wants to know.</summary>
    public Func<RunningNote?> TakeNote { get; init; } = static () => null;

    /// <summary>Converts a span into timestamp ticks of the time provider.</summary>
    public long Ticks(TimeSpan span) => (long)Math.Min(span.TotalSeconds * Time.TimestampFrequency, long.MaxValue / 4);
}
