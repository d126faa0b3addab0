using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>Something that happens to a guild: a request, or a fact that the shell reports back.</summary>
public abstract record GuildOperation
{
    private protected GuildOperation()
    {
    }

    /// <summary>A run is delivered.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">1 on first delivery; the deliverer counts.</param>
    /// <param name="Presence">What this process and its stores know of the run.</param>
    /// <param name="JournalFirst">The deliverer keeps no copy: the journal row is written before the run starts.</param>
    public sealed record Dispatch(RunKey Run, int Attempt, RunPresence Presence, bool JournalFirst = false) : GuildOperation;

    /// <summary>A journal row is looked at again, as it is stored now: by recovery, or because there is room for a waiting run.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Attempt">The row's attempt.</param>
    /// <param name="Started">Whether the row says that this attempt was started.</param>
    /// <param name="Presence">Alive, Settled (also when the row is gone), or Journaled when only the row is left.</param>
    public sealed record RecoverRow(RunKey Run, int Attempt, bool Started, RunPresence Presence) : GuildOperation;

    /// <summary>Looks after journaled runs that are not alive in this process, and after an ended quarantine.</summary>
    public sealed record Recover : GuildOperation;

    /// <summary>Ends the VM; the next run builds a fresh one.</summary>
    public sealed record Destroy : GuildOperation;

    /// <summary>Ends the VM, forgets its faults, lifts quarantine and suspicion.</summary>
    /// <param name="At">When it was asked for; the same request told twice is done once. Null for now.</param>
    public sealed record Reset(DateTimeOffset? At = null) : GuildOperation;

    /// <summary>Stops the guild for a time.</summary>
    public sealed record Quarantine(TimeSpan For, string Reason) : GuildOperation;

    /// <summary>Changes the guild's memory limit, in bytes.</summary>
    public sealed record SetMemoryLimit(long Bytes) : GuildOperation;

    /// <summary>The guild's templates have changed; the VM is kept.</summary>
    public sealed record Reload(string TemplateVersion) : GuildOperation;

    /// <summary>The guild was running when a process died natively: its next runs run alone, until one ends.</summary>
    public sealed record MarkSuspect : GuildOperation;

    /// <summary>Fact: a started run ended.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Epoch">The epoch it was started under.</param>
    /// <param name="Attempt">The attempt that ended.</param>
    /// <param name="End">How.</param>
    /// <param name="Presence">Alive when another attempt of it runs here, Settled when an outcome is stored.</param>
    /// <param name="JournaledAttempt">The attempt that its journal row speaks of; null without a row.</param>
    /// <param name="Error">What went wrong, with Failed and Lost.</param>
    public sealed record RunSettled(
        RunKey Run, long Epoch, int Attempt, RunEnd End, RunPresence Presence, int? JournaledAttempt, LifecycleError? Error = null) : GuildOperation;

    /// <summary>Fact: a live run outstayed the grace, or starts to wait for longer than what is left of it.</summary>
    /// <param name="Run">Which.</param>
    /// <param name="Epoch">The epoch it was started under.</param>
    /// <param name="Attempt">The attempt that runs.</param>
    /// <param name="Presence">Alive when this very attempt still runs and has no journal row; anything else otherwise.</param>
    public sealed record RunOutstayed(RunKey Run, long Epoch, int Attempt, RunPresence Presence) : GuildOperation;

    /// <summary>Fact: the VM was lost. The runs it held are reported one by one as settled.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Epoch">The epoch of the VM.</param>
    /// <param name="At">When; the same fact told twice counts once.</param>
    /// <param name="WithProcess">Its process died, with other guilds in it perhaps: that is held against nobody.</param>
    public sealed record VmBroke(BrokenReason Reason, long Epoch, DateTimeOffset At, bool WithProcess = false) : GuildOperation;

    /// <summary>Fact: a run of the guild that nobody has delivered, running alone, took its process down.</summary>
    public sealed record DiedAlone(long Epoch) : GuildOperation;

    /// <summary>Fact: a run that nobody has delivered ended well alone.</summary>
    public sealed record EndedAlone(long Epoch) : GuildOperation;

    /// <summary>Fact: another process holds the fence, at this epoch.</summary>
    public sealed record FenceLost(long EpochFound) : GuildOperation;
}
