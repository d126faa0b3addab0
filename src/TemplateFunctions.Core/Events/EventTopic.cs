namespace TemplateFunctions.Core.Events;

/// <summary>What of an event decides who gets it.</summary>
/// <param name="Name">The event's name.</param>
/// <param name="BaseName">Its family.</param>
/// <param name="Scopes">The scopes it happened in; empty for events that have none.</param>
public sealed record EventTopic(string Name, string BaseName, IReadOnlyList<string> Scopes);
