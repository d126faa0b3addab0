using TemplateFunctions.LocalHost.Queues;
using TemplateFunctions.LocalHost.Queues.Azure;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.LocalHost.Options;

/// <summary>Reads <see cref="LocalHostOptions"/> from configuration: the one list of settings and their ranges.</summary>
internal static class LocalHostOptionsReader
{
    /// <summary>The configuration section.</summary>
    public const string Section = "TemplateFunctions";

    private static readonly string[] Strategies = [.. VmDistribution.StrategyNames];

    /// <summary>Reads and checks every setting.</summary>
    /// <exception cref="StartupException">A setting is wrong or unknown.</exception>
    public static LocalHostOptions Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, Section);
        var options = Read(reader);
        reader.ThrowIfFaulty();
        return options;
    }

    /// <summary>Every setting with its default and range.</summary>
    public static IReadOnlyList<Setting> Settings()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build(), Section);
        Read(reader);
        return reader.Settings;
    }

    private static LocalHostOptions Read(SettingsReader reader) => new()
    {
        DataDirectory = Path.GetFullPath(reader.Text("DataDirectory", "data", "a path that can be made a directory", IsPath)!),
        Key = reader.Text("Key", null, "1 to 256 visible ASCII characters", IsKey),
        BotUserId = reader.Text("BotUserId", null, "a user id of 1 to 20 digits", IsSnowflake),
        Queue = new QueueOptions(
            reader.Text("Queue:ConnectionString", null, StorageConnection.Allowed, text => StorageConnection.TryParse(text, out _)),
            reader.Text("Queue:Name", "template-events", "3 to 63 of a-z, 0-9 and single inner dashes", QueueName.IsValid)!),
        Strategy = reader.Text("Strategy", new RuntimeOptions().Strategy, string.Join(" or ", Strategies), text => Strategies.Contains(text, StringComparer.Ordinal))!,
        Pool = new PoolOptions(
            (int)reader.Whole("Pool:Threads", Math.Clamp(Environment.ProcessorCount, 1, 256), 1, 256, "threads"),
            (int)reader.Whole("Pool:MaxThreads", 100, 1, 4096, "threads")),
        Limits = ReadLimits(reader),
        ReturnWait = reader.Time("Limits:ReturnWait", TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(60)),
    };

    private static RuntimeLimits ReadLimits(SettingsReader reader)
    {
        var defaults = new RuntimeLimits();
        var day = TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1);
        return defaults with
        {
            MemoryBytes = reader.Whole("Limits:MemoryBytes", defaults.MemoryBytes, 1 << 20, 1 << 30, "bytes a VM"),
            StackBytes = (int)reader.Whole("Limits:StackBytes", defaults.StackBytes, 1 << 20, 256 << 20, "bytes a thread"),
            RunWall = reader.Time("Limits:RunWall", defaults.RunWall, TimeSpan.FromMilliseconds(10), day),
            RunCpu = reader.Time("Limits:RunCpu", defaults.RunCpu, TimeSpan.FromMilliseconds(10), day),
            Slice = reader.Time("Limits:Slice", defaults.Slice, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(1)),
            IdleEviction = reader.Time("Limits:IdleEviction", defaults.IdleEviction, TimeSpan.FromSeconds(1), day),
            LogBytes = (int)reader.Whole("Limits:LogBytes", defaults.LogBytes, 1 << 10, 1 << 20, "bytes a run"),
            ResultBytes = (int)reader.Whole("Limits:ResultBytes", defaults.ResultBytes, 1 << 10, 1 << 20, "bytes a run"),
            PendingRunsPerGuild = (int)reader.Whole("Limits:PendingRunsPerGuild", defaults.PendingRunsPerGuild, 1, 100_000, "runs a guild"),
        };
    }

    private static bool IsPath(string text) => !string.IsNullOrWhiteSpace(text) && text.AsSpan().IndexOfAny(Path.GetInvalidPathChars()) < 0;

    private static bool IsKey(string text) => text.Length is > 0 and <= 256 && text.All(c => c is > ' ' and < (char)127);

    private static bool IsSnowflake(string text) => text.Length is > 0 and <= 20 && text.All(char.IsAsciiDigit);
}
