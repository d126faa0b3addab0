using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Where a delivered run is.</summary>
internal enum RunPhase
{
    /// <summary>Accepted into the table; the lifecycle has not decided yet.</summary>
    Starting,

    /// <summary>In the VM.</summary>
    Alive,

    /// <summary>Only its journal row is left.</summary>
    Waiting,

    /// <summary>Its end is being written.</summary>
    Settling,
}

/// <summary>A delivered run as its guild's shell knows it. Phase and row are changed by <see cref="RunTable"/> only.</summary>
internal sealed class GuildRun(RunKey key, RunOrder? order) : IRunObserver
{
    private readonly TaskCompletionSource _accepted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ReadOnlyMemory<byte>> _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunKey Key { get; } = key;

    /// <summary>Null while only the row is known; the payload is read when it starts.</summary>
    public RunOrder? Order { get; set; } = order;

    public int Attempt { get; set; }

    public long Epoch { get; set; }

    public RunPhase Phase { get; set; }

    public int? JournaledAttempt { get; set; }

    public bool RowStarted { get; set; }

    /// <summary>Whether a row is known to be in the journal, whatever the last write came to.</summary>
    public bool HasRow { get; set; }

    /// <summary>What its row holds instead of a run; empty nearly always.</summary>
    public ReadOnlyMemory<byte> Unreadable { get; set; }

    /// <summary>The stored outcome, once there is one.</summary>
    public ReadOnlyMemory<byte> Known { get; set; }

    /// <summary>The outcome of the attempt that ended.</summary>
    public ExecutionOutcome? Outcome { get; set; }

    /// <summary>Writes of this run, in order; those of different runs go side by side.</summary>
    public Task Writes { get; set; } = Task.CompletedTask;

    /// <summary>Grows when the run is abandoned: writes that were decided before are void.</summary>
    public int Generation { get; set; }

    /// <summary>Completes when whoever delivered the run may forget it: settled, or journaled.</summary>
    public Task Accepted => _accepted.Task;

    /// <summary>Completes with the stored outcome.</summary>
    public Task<ReadOnlyMemory<byte>> Settled => _settled.Task;

    /// <summary>Ends the grace; null while no delivery waits for the run.</summary>
    public ITimer? GraceTimer { get; set; }

    public DateTimeOffset GraceEnd { get; set; }

    /// <summary>Told when the run starts to wait for longer than its grace lasts.</summary>
    public Action<GuildRun>? Outstayed { get; set; }

    public void OnWaiting(DateTimeOffset? until)
    {
        if (until > GraceEnd)
        {
            Outstayed?.Invoke(this);
        }
    }

    public void Accept() => _accepted.TrySetResult();

    public void Settle(ReadOnlyMemory<byte> outcome)
    {
        EndGrace();
        _accepted.TrySetResult();
        _settled.TrySetResult(outcome);
    }

    /// <summary>The host could not see the run through: the delivery must come again.</summary>
    public void Fail(Exception failure)
    {
        EndGrace();
        _accepted.TrySetException(failure);
        _settled.TrySetException(failure);

        // Nobody need be waiting for either.
        _ = _accepted.Task.Exception;
        _ = _settled.Task.Exception;
    }

    public void EndGrace()
    {
        GraceTimer?.Dispose();
        GraceTimer = null;
        Outstayed = null;
    }
}
