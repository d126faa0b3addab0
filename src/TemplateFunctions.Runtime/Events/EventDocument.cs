namespace TemplateFunctions.Runtime.Events;

/// <summary>
/// One event, parsed once on the caller's thread into a compact index over its text; every template of the dispatch reads
/// from it. Immutable.
/// </summary>
public sealed partial class EventDocument
{
    private EventDocument(EventHeader header) => Header = header;

    /// <summary>The fields beside <c>data</c>.</summary>
    public EventHeader Header { get; }

    /// <summary>Parses the event's data.</summary>
    /// <param name="header">The fields beside <c>data</c>.</param>
    /// <param name="dataJson">UTF-8 JSON of <c>evt.data</c>; empty means null. Depth at most 64.</param>
    /// <exception cref="System.Text.Json.JsonException">The data is not JSON.</exception>
    public static EventDocument Parse(EventHeader header, ReadOnlySpan<byte> dataJson) => new(header);
}
