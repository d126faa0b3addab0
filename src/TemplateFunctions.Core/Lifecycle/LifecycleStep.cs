using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>One application in the making: the state so far and the effects so far. Lives on one stack frame only.</summary>
internal sealed class LifecycleStep(GuildVmState state, LifecycleContext context)
{
    private readonly List<GuildEffect> _effects = [];

    public GuildVmState State { get; set; } = state;

    public LifecycleContext Context { get; } = context;

    public LifecycleLimits Limits => Context.Limits;

    public bool IsOwner => State.Incarnation == Context.Incarnation;

    public bool IsQuarantined => State.IsQuarantinedAt(Context.Now);

    public IReadOnlyList<GuildEffect> Effects => _effects;

    public void Add(GuildEffect effect) => _effects.Add(effect);

    public void Recover() => Add(new GuildEffect.RecoverParked(State.Epoch));

    /// <summary>
    /// Makes this process the guild's holder. A guild that another incarnation held gets a new epoch, a fresh VM and its
    /// parked runs back; an ended quarantine is lifted. False when that is still to be carried out: the operation is then
    /// applied again, because what was known of its run before the fence was held may be out of date.
    /// </summary>
    public bool Arrive(GuildOperation operation)
    {
        if (!IsOwner)
        {
            TakeOver(State.Epoch + 1);
        }
        else if (State.QuarantinedUntil is not null && !IsQuarantined)
        {
            LiftQuarantine();
            Recover();
        }
        else
        {
            return true;
        }

        Add(new GuildEffect.Again(operation));
        return false;
    }

    /// <summary>Starts a new epoch in this process.</summary>
    public void TakeOver(long epoch)
    {
        State = State with { Incarnation = Context.Incarnation, Epoch = epoch, State = VmState.Initializing, Reason = null, Slot = Context.Slot };
        Add(new GuildEffect.TakeFence(epoch));
        ApplyMemoryLimit();
        if (State.QuarantinedUntil is not null && !IsQuarantined)
        {
            LiftQuarantine();
        }

        if (State.QuarantinedUntil is { } until)
        {
            Add(new GuildEffect.WakeAt(until));
        }
        else
        {
            Recover();
        }
    }

    public void LiftQuarantine() => State = State with { QuarantinedUntil = null, QuarantineReason = null, RecentFaults = [] };

    public void Quarantine(TimeSpan time, string reason)
    {
        var until = Context.Now + time;
        State = State with { QuarantinedUntil = until, QuarantineReason = Cut(reason) };
        Add(new GuildEffect.DestroyVm());
        Add(new GuildEffect.WakeAt(until));
    }

    public void Start(RunKey run, int attempt, bool journaled)
    {
        if (State.State is not (VmState.Initializing or VmState.Healthy))
        {
            State = State with { State = VmState.Initializing, Reason = null, Slot = Context.Slot };
            ApplyMemoryLimit();
        }

        Add(new GuildEffect.StartRun(run, attempt, State.Epoch, State.Slot, journaled, State.Suspect));
    }

    /// <summary>The results of a lost VM's runs may come before the word that it is lost; the next start must know.</summary>
    public void VmIsGone()
    {
        if (State.State is VmState.Initializing or VmState.Healthy)
        {
            State = State with { State = VmState.Broken };
        }
    }

    public void Fail(RunKey? run, LifecycleError error)
    {
        State = State with { LastError = new LastError(error.Code, Cut(error.Message), Context.Now) };
        Add(new GuildEffect.RecordError(run, error));
    }

    /// <summary>A lost thread forgets the limits of its guilds: said again, it holds for the VM to come.</summary>
    public void ApplyMemoryLimit()
    {
        if (State.MemoryLimit is { } limit)
        {
            Add(new GuildEffect.SetVmLimit(limit));
        }
    }

    private static string Cut(string text) =>
        text.Length <= 200 ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[198]) ? 198 : 199), "…");
}
