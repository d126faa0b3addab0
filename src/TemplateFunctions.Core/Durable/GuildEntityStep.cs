using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Durable;

/// <summary>What an operation on a guild's entity leaves to the engine, which commits both together or neither.</summary>
/// <param name="State">The entity's next state.</param>
/// <param name="Signals">
/// Messages from the entity to itself: what could not be done now and must not be forgotten. Empty nearly always.
/// </param>
public sealed record GuildEntityStep(GuildVmState State, IReadOnlyList<GuildSignal> Signals);
