namespace TemplateFunctions.Core.Lifecycle;

/// <summary>What the process that applies an operation knows at that moment; the state alone does not hold it.</summary>
public sealed record LifecycleContext
{
    /// <summary>The time of the decision.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Id of this life of this worker process.</summary>
    public required string Incarnation { get; init; }

    /// <summary>The rules' numbers.</summary>
    public required LifecycleLimits Limits { get; init; }

    /// <summary>The slot this process would give the guild.</summary>
    public int Slot { get; init; }

    /// <summary>Runs that deliveries are waiting for.</summary>
    public int LiveRuns { get; init; }

    /// <summary>Delivered runs inside the VM, live and parked, without the one that the operation says has ended.</summary>
    public int RunningRuns { get; init; }

    /// <summary>Journal rows of the guild.</summary>
    public int JournaledRuns { get; init; }

    /// <summary>Journal rows whose run was not started yet.</summary>
    public int WaitingRuns { get; init; }
}
