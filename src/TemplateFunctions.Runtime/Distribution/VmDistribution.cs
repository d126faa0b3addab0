using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Modules.Builtin;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>Makes the configured distribution strategy. A new strategy is one class and one line here.</summary>
public static partial class VmDistribution
{
    private static readonly Dictionary<string, Func<RuntimeOptions, VmServices, IVmDistributionStrategy>> Strategies = new(StringComparer.Ordinal)
    {
        ["thread-pool"] = (options, services) => new ThreadPoolStrategy(options.Threads, services),
        ["process-pool"] = (options, services) => new ProcessPoolStrategy(Workers(options, services)),
        ["thread-per-guild"] = (options, services) => new ThreadPerGuildStrategy(options.MaxThreads, services),
    };

    /// <summary>The names that <see cref="RuntimeOptions.Strategy"/> may have.</summary>
    public static IReadOnlyCollection<string> StrategyNames => Strategies.Keys;

    /// <summary>Starts the VM threads.</summary>
    /// <exception cref="ArgumentException">The strategy is unknown, two modules have one name, or a limit is out of its range.</exception>
    /// <exception cref="PlatformNotSupportedException">The native Lua library is older than the oldest safe one.</exception>
    public static IVmDistributionStrategy Create(RuntimeOptions options, TimeProvider time, IRuntimeObserver observer, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!Strategies.TryGetValue(options.Strategy, out var make))
        {
            throw new ArgumentException($"Unknown strategy '{options.Strategy}'; known are {string.Join(", ", Strategies.Keys)}.", nameof(options));
        }

        return make(options, Services(options, time, observer, logger));
    }

    /// <summary>
    /// A place where each guild runs in a child process of its own, which ends with its last run: for guilds that may have taken
    /// a process down. Starts nothing before the first run.
    /// </summary>
    /// <exception cref="ArgumentException">Two modules have one name, or a limit or option is out of its range.</exception>
    public static IVmDistributionStrategy CreateLone(RuntimeOptions options, TimeProvider time, IRuntimeObserver observer, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LoneProcessStrategy(Workers(options, Services(options, time, new LossObserver(observer), logger)));
    }

    /// <summary>The same, or null where child processes cannot be started, which is logged: suspects then run beside the others.</summary>
    public static IVmDistributionStrategy? TryCreateLone(RuntimeOptions options, TimeProvider time, IRuntimeObserver observer, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (WhyNoProcesses(options.Processes) is not { } why)
        {
            return CreateLone(options, time, observer, logger);
        }

        LogNoProcesses(logger, why);
        return null;
    }

    /// <summary>Why child processes cannot be started here, for whoever configures them; null when they can, as far as one sees before trying.</summary>
    public static string? WhyNoProcesses(ProcessPoolOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return WorkerLauncher.WhyNot(options);
    }

    private static VmServices Services(RuntimeOptions options, TimeProvider time, IRuntimeObserver observer, ILogger logger)
    {
        LuaVersion.Require();
        options.Limits.Require();
        return new VmServices(options.Limits, new ModuleRegistry(BuiltinModules.All.Concat(options.Modules)), time, observer, logger)
        {
            AllowPanic = options.AllowPanic,
            Cpu = options.Cpu ?? new GuildCpuLedger(options.Limits, time),
            TakeNote = options.Running is { } running ? running.Take : static () => null,
        };
    }

    private static WorkerServices Workers(RuntimeOptions options, VmServices services)
    {
        options.Processes.Require();
        var limits = options.Limits with
        {
            AllVmsBytes = Math.Max(options.Limits.MemoryBytes, options.Limits.AllVmsBytes / options.Processes.Processes),
        };
        return new WorkerServices(options.Processes, services, new WorkerSetup(options.Processes.ThreadsPerProcess, options.AllowPanic, limits, options.Modules))
        {
            Running = options.Running,
        };
    }

    [LoggerMessage(1034, LogLevel.Warning, "Guilds that may have taken a process down cannot run in processes of their own here: {Why}")]
    private static partial void LogNoProcesses(ILogger logger, string why);
}
