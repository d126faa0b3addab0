namespace TemplateFunctions.Core.Events;

/// <summary>
/// One entry of a template's <c>events</c>: an event name, a base name (all events of that family), or a scoped name such as
/// <c>KeyExpiry[reminders]</c>. A subscription without a scope gets the event in every scope.
/// </summary>
/// <param name="Name">Event or base name.</param>
/// <param name="Scope">The scope, or null for all.</param>
public readonly record struct Subscription(string Name, string? Scope)
{
    private const int LongestScope = 128;

    /// <summary>What is wrong with the text of a subscription, or null.</summary>
    public static string? Check(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (name, scope) = Split(text);
        if (scope is null)
        {
            return Json.TextRules.EventName(name);
        }

        if (scope.Length is 0 or > LongestScope || scope.Any(c => c is '[' or ']' || char.IsControl(c)))
        {
            return $"must have a scope of 1 to {LongestScope} characters, such as KeyExpiry[reminders]";
        }

        return EventScopes.HasScopes(name) ? null : $"may have a scope only for {EventScopes.ScopedNames}";
    }

    /// <summary>The subscription that a text of valid syntax says; one of invalid syntax matches nothing.</summary>
    public static Subscription Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Split(text);
    }

    /// <summary>Whether the event is meant.</summary>
    public bool Matches(EventTopic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return Scope is null
            ? EventRegistry.SameName(Name, topic.Name) || Name == topic.BaseName
            : Name == topic.Name && topic.Scopes.Contains(Scope);
    }

    private static Subscription Split(string text)
    {
        var open = text.IndexOf('[', StringComparison.Ordinal);
        return open >= 0 && text[^1] == ']' ? new Subscription(text[..open], text[(open + 1)..^1]) : new Subscription(text, null);
    }
}
