namespace TemplateFunctions.Runtime.Events;

/// <summary>The fields of <c>evt</c> beside <c>data</c>.</summary>
/// <param name="Name">The event's name, such as <c>MESSAGE_CREATE</c>.</param>
/// <param name="BaseName">Its family, such as <c>Discord</c> or <c>AntiRaid</c>.</param>
/// <param name="Id">The event id: the same on every delivery.</param>
/// <param name="Author">User id of the event's author, when it has one.</param>
/// <param name="Attempt">1 on first delivery.</param>
public sealed record EventHeader(string Name, string BaseName, string Id, string? Author = null, int Attempt = 1);
