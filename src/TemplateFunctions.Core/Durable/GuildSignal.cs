namespace TemplateFunctions.Core.Durable;

/// <summary>A message to a guild's entity: the name of an operation and what it needs, as an engine can carry it.</summary>
/// <param name="Operation">One of <see cref="GuildSignals"/>; matched without regard to case.</param>
/// <param name="Argument">JSON text; opaque to the engine's adapter. Mostly below 64 KiB, as large as an HTTP body (1 MiB) at most.</param>
public sealed record GuildSignal(string Operation, string Argument);
