using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Execution;

/// <summary>The numbers of the executor. None of them can be switched off.</summary>
public sealed record ExecutionOptions
{
    /// <summary>How long a caller waits for a result unless it says less.</summary>
    public TimeSpan ReturnWait { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Runs of one guild that may be pending over HTTP.</summary>
    public int PendingRunsPerGuild { get; init; } = 1_000;

    /// <summary>Bytes that a guild's VM may hold unless the guild has a limit of its own: what the runtime was given.</summary>
    public long MemoryBytes { get; init; } = 20L << 20;

    /// <summary>What a caller is told to wait when too many runs are pending.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long runs may go on after a stop was asked for.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often journaled runs that are not alive are looked for.</summary>
    public TimeSpan RecoverEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>User id of the bot: events it caused itself are not dispatched. Null for none.</summary>
    public string? BotUserId { get; init; }

    /// <summary>The numbers of the lifecycle.</summary>
    public LifecycleLimits Lifecycle { get; init; } = new();

    /// <summary>Names the first setting that is out of range, or null.</summary>
    public string? Validate() =>
        ReturnWait < TimeSpan.FromMilliseconds(1) || ReturnWait > TimeSpan.FromSeconds(60) ? "Limits:ReturnWait must be 1 ms to 60 s" :
        PendingRunsPerGuild is < 1 or > 1_000_000 ? "Limits:PendingRunsPerGuild must be 1 to 1,000,000" :
        StopGrace < TimeSpan.Zero || StopGrace > TimeSpan.FromMinutes(5) ? "StopGrace must be 0 to 5 minutes" :
        RecoverEvery < TimeSpan.FromSeconds(1) || RecoverEvery > TimeSpan.FromHours(1) ? "RecoverEvery must be 1 s to 1 hour" :
        BotUserId is not null && !Runtime.Execution.GuildId.TryParse(BotUserId, out _) ? "BotUserId must be a user id of 1 to 20 digits" :
        Lifecycle.Validate();
}
