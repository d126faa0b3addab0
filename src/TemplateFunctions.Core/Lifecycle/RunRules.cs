using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>What becomes of a run: start it, park it, let it wait, give it another attempt, or bury it with a reason.</summary>
internal static class RunRules
{
    public static void Dispatch(LifecycleStep step, GuildOperation.Dispatch dispatch)
    {
        if (!step.Arrive(dispatch) || dispatch.Presence != RunPresence.New)
        {
            return;
        }

        if (step.IsQuarantined)
        {
            Bury(step, dispatch.Run, dispatch.Attempt, LifecycleErrors.Quarantined(step.State), step.State.QuarantinedUntil);
        }
        else if (dispatch.Attempt > step.Limits.Attempts)
        {
            Bury(step, dispatch.Run, dispatch.Attempt, LifecycleErrors.AttemptsUsedUp(step.Limits, dispatch.Attempt));
        }
        else if (step.Context.JournaledRuns + step.Context.LiveRuns >= step.Limits.JournaledRuns)
        {
            Bury(step, dispatch.Run, dispatch.Attempt, LifecycleErrors.JournalFull(step.Limits));
        }
        else if (!HasRoom(step))
        {
            step.Add(new GuildEffect.ParkRun(dispatch.Run, dispatch.Attempt, step.State.Epoch, Started: false));
        }
        else if (MustJournalFirst(step, dispatch))
        {
            ParkAndStart(step, dispatch.Run, dispatch.Attempt);
        }
        else
        {
            step.Start(dispatch.Run, dispatch.Attempt, journaled: false);
        }
    }

    public static void RecoverRow(LifecycleStep step, GuildOperation.RecoverRow row)
    {
        if (!step.IsOwner || row.Presence == RunPresence.Alive)
        {
            return;
        }

        var attempt = row.Started ? row.Attempt + 1 : row.Attempt;
        if (row.Presence == RunPresence.Settled)
        {
            step.Add(new GuildEffect.DeleteRow(row.Run, step.State.Epoch));
        }
        else if (attempt > step.Limits.Attempts)
        {
            BuryRow(step, row.Run, attempt);
        }
        else if (!step.IsQuarantined && HasRoom(step))
        {
            ParkAndStart(step, row.Run, attempt);
        }
    }

    public static void Settled(LifecycleStep step, GuildOperation.RunSettled settled)
    {
        if (settled.Epoch != step.State.Epoch)
        {
            return;
        }

        if (settled.End is RunEnd.Lost or RunEnd.Fatal)
        {
            Lost(step, settled);
            return;
        }

        step.State = step.State with
        {
            Executions = step.State.Executions + 1,
            State = step.State.State == VmState.Initializing ? VmState.Healthy : step.State.State,
            Suspect = false,
        };
        // Before its outcome is told: whoever gets that finds the error.
        if (settled.Error is { } error)
        {
            step.Fail(settled.Run, error);
        }

        if (settled.Presence != RunPresence.Settled)
        {
            step.Add(new GuildEffect.StoreOutcome(settled.Run, settled.Attempt, settled.Epoch));
        }

        if (settled.JournaledAttempt is not null)
        {
            step.Add(new GuildEffect.DeleteRow(settled.Run, settled.Epoch));
        }

        StartNext(step);
    }

    public static void Outstayed(LifecycleStep step, GuildOperation.RunOutstayed outstayed)
    {
        if (outstayed.Epoch == step.State.Epoch && outstayed.Presence == RunPresence.Alive)
        {
            step.Add(new GuildEffect.ParkRun(outstayed.Run, outstayed.Attempt, outstayed.Epoch, Started: true));
        }
    }

    /// <summary>
    /// The run did nothing wrong: it is owed another attempt, and a row that says so before it is made, unless somebody
    /// (recovery, another delivery) has seen to that already. Unless it is the culprit: that one is buried.
    /// </summary>
    private static void Lost(LifecycleStep step, GuildOperation.RunSettled lost)
    {
        var attempt = lost.Attempt + 1;
        step.VmIsGone();
        if (lost.End == RunEnd.Fatal)
        {
            VmRules.DiedAlone(step);
        }

        if (lost.JournaledAttempt > lost.Attempt || lost.Presence is RunPresence.Alive or RunPresence.Settled)
        {
            return;
        }

        if (lost.End == RunEnd.Fatal)
        {
            Bury(step, lost.Run, attempt, LifecycleErrors.Quarantined(step.State), step.State.QuarantinedUntil);
            step.Add(new GuildEffect.DeleteRow(lost.Run, step.State.Epoch));
        }
        else if (attempt > step.Limits.Attempts)
        {
            BuryRow(step, lost.Run, attempt);
            StartNext(step);
        }
        else if (step.IsOwner && !step.IsQuarantined && HasRoom(step))
        {
            ParkAndStart(step, lost.Run, attempt);
        }
        else
        {
            step.Add(new GuildEffect.ParkRun(lost.Run, attempt, step.State.Epoch, Started: false));
        }
    }

    /// <summary>
    /// A second delivery is journaled first too: a row that a failed write of the first one may have left behind would
    /// otherwise come back under the number of this attempt.
    /// </summary>
    private static bool MustJournalFirst(LifecycleStep step, GuildOperation.Dispatch dispatch) =>
        dispatch.JournalFirst || dispatch.Attempt > 1 || step.Limits.JournalBeforeStart || step.Context.LiveRuns >= step.Limits.LiveRuns;

    private static void ParkAndStart(LifecycleStep step, RunKey run, int attempt)
    {
        step.Add(new GuildEffect.ParkRun(run, attempt, step.State.Epoch, Started: true));
        step.Start(run, attempt, journaled: true);
    }

    private static void StartNext(LifecycleStep step)
    {
        if (step.IsOwner && !step.IsQuarantined && step.Context.WaitingRuns > 0)
        {
            step.Add(new GuildEffect.StartNextParked(step.State.Epoch));
        }
    }

    /// <summary>A suspect's runs run one at a time, so that a death has one cause.</summary>
    private static bool HasRoom(LifecycleStep step) =>
        step.Context.RunningRuns < (step.State.Suspect ? 1 : step.Limits.RunningRuns);

    private static void Bury(LifecycleStep step, RunKey run, int attempt, LifecycleError error, DateTimeOffset? releaseAt = null)
    {
        step.Add(new GuildEffect.DeadLetter(run, attempt, error, releaseAt));
        step.Fail(run, error);
        step.Add(new GuildEffect.StoreOutcome(run, attempt, step.State.Epoch, error));
    }

    private static void BuryRow(LifecycleStep step, RunKey run, int attempt)
    {
        Bury(step, run, attempt, LifecycleErrors.AttemptsUsedUp(step.Limits, attempt));
        step.Add(new GuildEffect.DeleteRow(run, step.State.Epoch));
    }
}
