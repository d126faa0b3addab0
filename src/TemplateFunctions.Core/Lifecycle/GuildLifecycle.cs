namespace TemplateFunctions.Core.Lifecycle;

/// <summary>
/// The one place that decides what happens to a guild: a pure function of state and operation. The shells around it
/// (the local host's actor, the durable entity) persist the state and carry the effects out, in order.
/// </summary>
/// <remarks>
/// <para><b>Persisting.</b> The new state is stored before its effects are carried out when
/// <see cref="GuildVmState.MustPersistAfter"/> says so, or together with them where the engine repeats an operation that
/// did not commit. Either is safe: effects may be repeated, and the epoch in <see cref="GuildEffect.TakeFence"/> is
/// decided by the store.</para>
/// <para><b>Bad input.</b> Nothing throws: an operation that cannot be done answers <see cref="GuildEffect.Refuse"/>.</para>
/// </remarks>
public static class GuildLifecycle
{
    /// <summary>Decides.</summary>
    /// <param name="state">The guild's state; <see cref="GuildVmState.Initial"/> when there is none.</param>
    /// <param name="operation">What happens.</param>
    /// <param name="context">What this process knows now.</param>
    public static LifecycleDecision Apply(GuildVmState state, GuildOperation operation, LifecycleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(operation);
        ArgumentNullException.ThrowIfNull(context);
        var step = new LifecycleStep(state, context);
        switch (operation)
        {
            case GuildOperation.Dispatch dispatch:
                RunRules.Dispatch(step, dispatch);
                break;
            case GuildOperation.RecoverRow row:
                RunRules.RecoverRow(step, row);
                break;
            case GuildOperation.RunSettled settled:
                RunRules.Settled(step, settled);
                break;
            case GuildOperation.RunOutstayed outstayed:
                RunRules.Outstayed(step, outstayed);
                break;
            default:
                VmRules.Apply(step, operation);
                break;
        }

        return new LifecycleDecision(step.State, step.Effects);
    }
}

/// <summary>The answer of <see cref="GuildLifecycle.Apply"/>.</summary>
/// <param name="State">The guild's next state.</param>
/// <param name="Effects">What to do, in this order.</param>
public sealed record LifecycleDecision(GuildVmState State, IReadOnlyList<GuildEffect> Effects);
