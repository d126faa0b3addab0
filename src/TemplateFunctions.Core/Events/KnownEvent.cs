namespace TemplateFunctions.Core.Events;

/// <summary>An event that is known by name. Its sample payload is <c>samples/events/{Name}.json</c>.</summary>
/// <param name="Name">The name, such as <c>MESSAGE_CREATE</c>.</param>
/// <param name="BaseName">The family, by which a template can subscribe to all of them.</param>
/// <param name="AuthorPath">Where the payload names the user who caused the event, such as <c>author.id</c>; null when it does not.</param>
public sealed record KnownEvent(string Name, string BaseName, string? AuthorPath = null)
{
    /// <summary>A realistic <c>evt.data</c>, UTF-8 JSON.</summary>
    public byte[] Sample()
    {
        using var resource = typeof(KnownEvent).Assembly.GetManifestResourceStream($"samples/events/{Name}.json")
            ?? throw new InvalidOperationException($"There is no samples/events/{Name}.json.");
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }
}
