using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>What identifies a run: an event reaches a template of a guild once.</summary>
public readonly record struct RunKey(GuildId Guild, string EventId, string Template);

/// <summary>Who runs it: a later epoch of the guild takes over the runs of an earlier one.</summary>
/// <param name="Incarnation">Id of one life of the worker process.</param>
/// <param name="Epoch">The guild's epoch.</param>
public readonly record struct RunOwner(string Incarnation, long Epoch);

/// <summary>How far a run has come.</summary>
public enum ExecutionStatus
{
    /// <summary>Begun, no outcome yet.</summary>
    Running,

    /// <summary>Settled, with an outcome.</summary>
    Done,
}

/// <summary>A run and, once settled, its outcome.</summary>
public sealed record ExecutionRecord
{
    /// <summary>Globally unique; the id in <c>/executions/{id}</c>.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>What ran.</summary>
    public required RunKey Key { get; init; }

    /// <summary>Who runs or ran it.</summary>
    public required RunOwner Owner { get; init; }

    /// <summary>Running or done.</summary>
    public required ExecutionStatus Status { get; init; }

    /// <summary>The outcome as UTF-8 JSON; empty while running.</summary>
    public ReadOnlyMemory<byte> Outcome { get; init; }

    /// <summary>When the run began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>From then on the record is gone: <see cref="StorageLimits.ResultLifetime"/> after the last write.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
