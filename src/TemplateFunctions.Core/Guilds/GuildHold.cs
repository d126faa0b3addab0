using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// What a request on the fast path must know of its guild, read without a lock: whether this process holds it, under which
/// epoch, and until when it is quarantined.
/// </summary>
internal sealed record GuildHold(bool IsHeld, long Epoch, int Slot, DateTimeOffset? QuarantinedUntil, string? QuarantineReason)
{
    public static GuildHold None { get; } = new(false, 0, 0, null, null);

    public static GuildHold Of(GuildVmState state, string incarnation) =>
        new(state.Incarnation == incarnation, state.Epoch, state.Slot, state.QuarantinedUntil, state.QuarantineReason);

    /// <summary>Why the guild may not run now, or null.</summary>
    public Problem? Refusal(DateTimeOffset now) => QuarantinedUntil > now
        ? Problem.Of(RequestDiagnostics.Quarantined, $"The guild is in quarantine until {QuarantinedUntil:yyyy-MM-ddTHH:mm:ssZ}: {QuarantineReason}.")
        : null;
}
