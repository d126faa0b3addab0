using TemplateFunctions.Core.Execution;
using TemplateFunctions.Hosting.Http;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;

namespace TemplateFunctions.Hosting.Settings;

/// <summary>The settings of the runtime, which every host has under the same names.</summary>
/// <param name="BotUserId">User id of the bot itself, whose own events are not dispatched.</param>
/// <param name="Strategy">How guilds are spread: <c>thread-pool</c>, <c>process-pool</c> or <c>thread-per-guild</c>.</param>
/// <param name="Threads">Threads of the thread pool.</param>
/// <param name="MaxThreads">Threads that <c>thread-per-guild</c> makes before guilds share them.</param>
/// <param name="Processes">The child processes of <c>process-pool</c>.</param>
/// <param name="Limits">The limits that the runtime enforces.</param>
/// <param name="ReturnWait">How long an HTTP caller waits for an outcome at most.</param>
/// <param name="Edge">Requests that the host takes.</param>
internal sealed record RuntimeSettings(
    string? BotUserId, string Strategy, int Threads, int MaxThreads, ProcessPoolOptions Processes, RuntimeLimits Limits, TimeSpan ReturnWait, EdgeLimits Edge)
{
    private const string ProcessPool = "process-pool";

    private static readonly string[] Strategies = [.. VmDistribution.StrategyNames];

    /// <summary>Reads them all; what is wrong is collected by the reader.</summary>
    public static RuntimeSettings Read(SettingsReader reader)
    {
        var settings = ReadAll(reader);
        if (settings.Limits.AllVmsBytes < settings.Limits.MemoryBytes)
        {
            reader.Fault($"TemplateFunctions:Pool:MemoryBytes is {settings.Limits.AllVmsBytes}, but must be at least TemplateFunctions:Limits:MemoryBytes, which is {settings.Limits.MemoryBytes}: no VM could reach its limit.");
        }

        Check(reader, settings);
        return settings;
    }

    /// <summary>What the VMs are made with; the host adds what it has of its own.</summary>
    public RuntimeOptions ToRuntimeOptions() => new() { Strategy = Strategy, Threads = Threads, MaxThreads = MaxThreads, Processes = Processes, Limits = Limits };

    /// <summary>What the guilds are run with.</summary>
    public ExecutionOptions ToExecutionOptions() => new()
    {
        ReturnWait = ReturnWait,
        PendingRunsPerGuild = Limits.PendingRunsPerGuild,
        MemoryBytes = Limits.MemoryBytes,
        BotUserId = BotUserId,
    };

    /// <summary>Refuses what this machine cannot do.</summary>
    internal static void Check(SettingsReader reader, RuntimeSettings settings)
    {
        if (settings.Strategy == ProcessPool && VmDistribution.WhyNoProcesses(settings.Processes) is { } why)
        {
            var others = string.Join(" or ", Strategies.Where(strategy => strategy != ProcessPool));
            reader.Fault($"{reader.Section}:Strategy is '{ProcessPool}', but must be {others} here: {why}");
        }
    }

    private static RuntimeSettings ReadAll(SettingsReader reader) => new(
        reader.Text("BotUserId", null, "a user id of 1 to 20 digits", text => GuildId.TryParse(text, out _)),
        reader.Text("Strategy", new RuntimeOptions().Strategy, string.Join(" or ", Strategies), text => Strategies.Contains(text, StringComparer.Ordinal))!,
        (int)reader.Whole("Pool:Threads", Math.Clamp(Environment.ProcessorCount, 1, 256), 1, 256, "threads"),
        (int)reader.Whole("Pool:MaxThreads", 100, 1, 4096, "threads"),
        ReadProcesses(reader),
        ReadLimits(reader),
        reader.Time("Limits:ReturnWait", TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60)),
        new EdgeLimits(
            (int)reader.Whole("Http:RequestsPerSecond", 5_000, 1, 1_000_000, "requests a second"),
            (int)reader.Whole("Http:GuildRequestsPerSecond", 200, 1, 1_000_000, "requests a second")));

    private static ProcessPoolOptions ReadProcesses(SettingsReader reader)
    {
        var defaults = new ProcessPoolOptions();
        return defaults with
        {
            Processes = (int)reader.Whole("Pool:Processes", defaults.Processes, 1, 256, "processes"),
            ThreadsPerProcess = (int)reader.Whole("Pool:ThreadsPerProcess", defaults.ThreadsPerProcess, 1, 64, "threads a process"),
            HeapBytes = reader.Whole("Pool:HeapBytes", defaults.HeapBytes, 32L << 20, 64L << 30, "bytes a process"),
            ResidentBytes = reader.Whole("Pool:ResidentBytes", defaults.ResidentBytes, 64L << 20, 1L << 40, "bytes a process"),
            LoneProcesses = (int)reader.Whole("Pool:LoneProcesses", defaults.LoneProcesses, 1, 64, "processes"),
            Grace = reader.Time("Pool:Grace", defaults.Grace, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        };
    }

    private static RuntimeLimits ReadLimits(SettingsReader reader)
    {
        var defaults = new RuntimeLimits();
        var day = TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);
        return defaults with
        {
            MemoryBytes = reader.Whole("Limits:MemoryBytes", defaults.MemoryBytes, RuntimeLimits.LeastMemoryBytes, RuntimeLimits.MostMemoryBytes, "bytes a VM"),
            AllVmsBytes = reader.Whole("Pool:MemoryBytes", defaults.AllVmsBytes, 64L << 20, 1L << 40, "bytes a process"),
            StackBytes = (int)reader.Whole("Limits:StackBytes", defaults.StackBytes, 1 << 20, 256 << 20, "bytes a thread"),
            RunWall = reader.Time("Limits:RunWall", defaults.RunWall, TimeSpan.FromMilliseconds(10), day),
            RunCpu = reader.Time("Limits:RunCpu", defaults.RunCpu, TimeSpan.FromMilliseconds(10), day),
            GuildCpu = reader.Time("Limits:GuildCpu", defaults.GuildCpu, TimeSpan.FromMilliseconds(10), day),
            GuildCpuWindow = reader.Time("Limits:GuildCpuWindow", defaults.GuildCpuWindow, TimeSpan.FromSeconds(1), day),
            Slice = reader.Time("Limits:Slice", defaults.Slice, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)),
            IdleEviction = reader.Time("Limits:IdleEviction", defaults.IdleEviction, TimeSpan.FromSeconds(1), day),
            LogBytes = (int)reader.Whole("Limits:LogBytes", defaults.LogBytes, 1 << 10, 1 << 20, "bytes a run"),
            ResultBytes = (int)reader.Whole("Limits:ResultBytes", defaults.ResultBytes, 1 << 10, 1 << 20, "bytes a run"),
            PendingRunsPerGuild = (int)reader.Whole("Limits:PendingRunsPerGuild", defaults.PendingRunsPerGuild, 1, 100_000, "runs a guild"),
        };
    }
}
