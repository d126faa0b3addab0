using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>
/// Something the shell must do, in the order given. Every effect may be done twice (a crash repeats it) and every write
/// carries the epoch: a store that knows a newer one refuses it.
/// </summary>
public abstract record GuildEffect
{
    private protected GuildEffect()
    {
    }

    /// <summary>
    /// Claims the guild's fence for this epoch. When anybody has claimed the same or a newer epoch before, the rest of the effects is dropped, <see cref="GuildOperation.FenceLost"/> applied, then the operation again.
    /// </summary>
    public sealed record TakeFence(long Epoch) : GuildEffect;

    /// <summary>Applies the operation again, with what is known now that the effects before this one are done.</summary>
    public sealed record Again(GuildOperation Operation) : GuildEffect;

    /// <summary>Reads the journal and applies <see cref="GuildOperation.RecoverRow"/> to each row.</summary>
    public sealed record RecoverParked(long Epoch) : GuildEffect;

    /// <summary>Applies <see cref="GuildOperation.RecoverRow"/> to the oldest row that waits for its start.</summary>
    public sealed record StartNextParked(long Epoch) : GuildEffect;

    /// <summary>Starts a run on the VM.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">Shown to the template as <c>evt.attempt</c>.</param>
    /// <param name="Epoch">Fence of its side effects.</param>
    /// <param name="Slot">The VM thread.</param>
    /// <param name="Journaled">It has a journal row: nobody waits for it and no grace applies.</param>
    /// <param name="Alone">In a process of its own, where the host can.</param>
    public sealed record StartRun(RunKey Run, int Attempt, long Epoch, int Slot, bool Journaled, bool Alone) : GuildEffect;

    /// <summary>Writes the run's journal row. Whoever delivered the run may forget it afterwards.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">The attempt the row speaks of.</param>
    /// <param name="Epoch">Fence of the write.</param>
    /// <param name="Started">Whether that attempt has been, or is about to be, started.</param>
    public sealed record ParkRun(RunKey Run, int Attempt, long Epoch, bool Started) : GuildEffect;

    /// <summary>Removes the run's journal row, unless it speaks of a later epoch.</summary>
    public sealed record DeleteRow(RunKey Run, long Epoch) : GuildEffect;

    /// <summary>Stores the outcome; it comes before the row goes. A stored outcome makes later deliveries duplicates.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">The attempt that had it.</param>
    /// <param name="Epoch">Fence of the write.</param>
    /// <param name="Instead">The outcome of a run that was given up; null for the run's own result.</param>
    public sealed record StoreOutcome(RunKey Run, int Attempt, long Epoch, LifecycleError? Instead = null) : GuildEffect;

    /// <summary>Adds to the guild's recent errors. <paramref name="Run"/> is null for failures of the VM itself.</summary>
    public sealed record RecordError(RunKey? Run, LifecycleError Error) : GuildEffect;

    /// <summary>Keeps the run's event as a dead letter, once however often this is done.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">The attempt it would have been.</param>
    /// <param name="Error">Why.</param>
    /// <param name="ReleaseAt">When the guild may run again, with quarantine.</param>
    public sealed record DeadLetter(RunKey Run, int Attempt, LifecycleError Error, DateTimeOffset? ReleaseAt) : GuildEffect;

    /// <summary>Ends the guild's VM in this process.</summary>
    public sealed record DestroyVm : GuildEffect;

    /// <summary>Sets the memory limit of the guild's VM.</summary>
    public sealed record SetVmLimit(long Bytes) : GuildEffect;

    /// <summary>Drops what this process knows of the guild's templates; the VM takes new sources at its next run.</summary>
    public sealed record ReloadTemplates(string TemplateVersion) : GuildEffect;

    /// <summary>Applies <see cref="GuildOperation.Recover"/> at that time.</summary>
    public sealed record WakeAt(DateTimeOffset At) : GuildEffect;

    /// <summary>Tells the caller that the operation was refused.</summary>
    public sealed record Refuse(LifecycleError Error) : GuildEffect;
}
