namespace TemplateFunctions.Core.Lifecycle;

/// <summary>The numbers of the lifecycle's rules. None of them can be switched off.</summary>
public sealed record LifecycleLimits
{
    /// <summary>How long a delivery waits for its run before the run is parked.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs of a guild that deliveries may wait for at once; further ones are parked at once.</summary>
    public int LiveRuns { get; init; } = 8;

    /// <summary>Delivered runs of a guild that its VM holds at once; further ones wait in the journal.</summary>
    public int RunningRuns { get; init; } = 256;

    /// <summary>Runs of a guild that may be journaled; further ones become dead letters.</summary>
    public int JournaledRuns { get; init; } = 10_000;

    /// <summary>How often a run is attempted before it becomes a dead letter.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>VM breaks within <see cref="BreakWindow"/> that put a guild into quarantine. 2 to 16.</summary>
    public int BreaksToQuarantine { get; init; } = 5;

    /// <summary>The time within which breaks are counted.</summary>
    public TimeSpan BreakWindow { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a quarantine lasts that nobody lifts.</summary>
    public TimeSpan QuarantineFor { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Writes the journal row before every start. Needed where a delivery may be repeated without its attempt telling
    /// (the operation of a durable entity), not where the deliverer counts (a queue).
    /// </summary>
    public bool JournalBeforeStart { get; init; }

    /// <summary>Names the first setting that is out of range, or null.</summary>
    public string? Validate() =>
        Grace <= TimeSpan.Zero || Grace > TimeSpan.FromSeconds(30) ? "Lifecycle:Grace must be above 0 and at most 30 s" :
        LiveRuns is < 1 or > 1_000 ? "Lifecycle:LiveRuns must be 1 to 1,000" :
        RunningRuns is < 1 or > 100_000 ? "Lifecycle:RunningRuns must be 1 to 100,000" :
        JournaledRuns is < 1 or > 1_000_000 ? "Lifecycle:JournaledRuns must be 1 to 1,000,000" :
        Attempts is < 1 or > 100 ? "Lifecycle:Attempts must be 1 to 100" :
        BreaksToQuarantine is < 2 or > 16 ? "Lifecycle:BreaksToQuarantine must be 2 to 16" :
        BreakWindow <= TimeSpan.Zero || BreakWindow > TimeSpan.FromHours(1) ? "Lifecycle:BreakWindow must be above 0 and at most 1 hour" :
        QuarantineFor <= TimeSpan.Zero || QuarantineFor > TimeSpan.FromDays(30) ? "Lifecycle:QuarantineFor must be above 0 and at most 30 days" :
        null;
}
