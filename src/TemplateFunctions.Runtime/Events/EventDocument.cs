namespace TemplateFunctions.Runtime.Events;

/// <summary>
/// One event, parsed once on the caller's thread into a compact index over its text; every template of the dispatch reads
/// from it. Immutable.
/// </summary>
public sealed class EventDocument
{
    private EventDocument(EventHeader header, byte[] image)
    {
        Header = header;
        Image = image;
    }

    /// <summary>The fields beside <c>data</c>.</summary>
    public EventHeader Header { get; }

    /// <summary>The image that is copied into a VM: see <see cref="EventImage"/>.</summary>
    internal byte[] Image { get; }

    /// <summary>Parses the event's data.</summary>
    /// <param name="header">The fields beside <c>data</c>.</param>
    /// <param name="dataJson">UTF-8 JSON of <c>evt.data</c>; empty means null. Depth at most 64.</param>
    /// <exception cref="System.Text.Json.JsonException">The data is not JSON.</exception>
    public static EventDocument Parse(EventHeader header, ReadOnlySpan<byte> dataJson)
    {
        ArgumentNullException.ThrowIfNull(header);
        var writer = EventImageWriter.Rent();
        writer.StartObject();
        writer.Property("name"u8, header.Name);
        writer.Property("base_name"u8, header.BaseName);
        writer.Property("id"u8, header.Id);
        if (header.Author is not null)
        {
            writer.Property("author"u8, header.Author);
        }

        writer.PropertyName("attempt"u8);
        writer.Integer(header.Attempt);
        writer.PropertyName("data"u8);
        if (dataJson.IsEmpty)
        {
            writer.Null();
        }
        else
        {
            writer.Json(dataJson);
        }

        writer.EndObject();
        return new EventDocument(header, writer.ToImage());
    }

    /// <summary>An event that was parsed by another process of this build.</summary>
    internal static EventDocument FromImage(EventHeader header, byte[] image) => new(header, image);

    /// <summary>The image of a bare JSON value, for read-only views of other data (<c>ctx.data</c>).</summary>
    internal static byte[] ImageOf(ReadOnlySpan<byte> json)
    {
        var writer = EventImageWriter.Rent();
        writer.Json(json);
        return writer.ToImage();
    }
}
