using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>Runs and their outcomes, kept for 24 hours; the memory that recognises duplicates.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IResultStore
{
    /// <summary>
    /// Claims a run. Started when the run is new, when its running record belongs to another incarnation with a lower epoch
    /// (that process lost the guild; the run keeps its execution id, so use the one in the answer), or when <paramref name="anew"/>
    /// asks to forget what is known. A crash may forget a claim, never a settled outcome.
    /// </summary>
    /// <param name="key">What shall run.</param>
    /// <param name="executionId">The id under which the outcome will be found.</param>
    /// <param name="owner">Who asks.</param>
    /// <param name="anew">A replay from the dead letters: begins even when the run is settled.</param>
    /// <param name="cancellation">Cancels the waiting.</param>
    ValueTask<BeginResult> TryBeginAsync(
        RunKey key, string executionId, RunOwner owner, bool anew = false, CancellationToken cancellation = default);

    /// <summary>
    /// Stores the outcome of a run that <see cref="TryBeginAsync"/> started (or that was forgotten since). False, and nothing
    /// stored, when another execution has taken the run over or it is settled already.
    /// </summary>
    ValueTask<bool> SettleAsync(
        RunKey key, string executionId, RunOwner owner, ReadOnlyMemory<byte> outcome, CancellationToken cancellation = default);

    /// <summary>Forgets a claim that will not run (its event went elsewhere). False when it is not this execution's, or settled.</summary>
    ValueTask<bool> AbandonAsync(RunKey key, string executionId, CancellationToken cancellation = default);

    /// <summary>The run with that execution id, or null when unknown or expired.</summary>
    ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellation = default);

    /// <summary>The run with that key, or null when unknown or expired.</summary>
    ValueTask<ExecutionRecord?> GetAsync(RunKey key, CancellationToken cancellation = default);

    /// <summary>The runs of one event, ordered by template.</summary>
    ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(GuildId guild, string eventId, CancellationToken cancellation = default);

    /// <summary>Removes at most <paramref name="limit"/> expired records; returns how many.</summary>
    ValueTask<int> PurgeExpiredAsync(int limit = 1000, CancellationToken cancellation = default);
}

/// <summary>The answer to a claim.</summary>
public enum BeginStatus
{
    /// <summary>The caller owns the run and must settle it.</summary>
    Started,

    /// <summary>Someone else runs it: join, do not run.</summary>
    AlreadyRunning,

    /// <summary>It has run within the last 24 hours: skip.</summary>
    AlreadySettled,
}

/// <summary>The answer to a claim, with the record it met or made.</summary>
public sealed record BeginResult(BeginStatus Status, ExecutionRecord Record);
