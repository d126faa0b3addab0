using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using TemplateFunctions.Core.Json;

namespace TemplateFunctions.Core.Events;

/// <summary>The text form of queue messages.</summary>
internal static class EventMessageEncoding
{
    private static readonly SearchValues<byte> Blanks = SearchValues.Create(" \t\r\n"u8);

    /// <summary>Undoes base64, which some senders add and others do not; anything that is not base64 is returned as it is.</summary>
    public static ReadOnlyMemory<byte> Decode(ReadOnlyMemory<byte> body)
    {
        var start = body.Span.IndexOfAnyExcept(Blanks);
        if (start < 0 || body.Span[start] == '{')
        {
            return body;
        }

        var decoded = new byte[Base64.GetMaxDecodedFromUtf8Length(body.Length)];
        var status = Base64.DecodeFromUtf8(body.Span, decoded, out var consumed, out var written);
        return status == OperationStatus.Done && consumed == body.Length ? decoded.AsMemory(0, written) : body;
    }

    public static byte[] ToJson(EventMessage message) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("id", message.Event.Id);
        json.WriteString("guild_id", message.Guild.ToString());
        json.WritePropertyName("event");
        Write(json, message.Event);
        if (message.Templates is not null)
        {
            json.WriteTexts("templates", message.Templates);
        }

        WriteOptional(json, "reply_to", message.ReplyTo);
        json.WriteNumber("attempt", message.Attempt);
        WriteOptional(json, "sent_at", message.SentAt?.ToString("O"));
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, EventRequest given)
    {
        json.WriteStartObject();
        json.WriteString("name", given.Name);
        json.WriteString("base_name", given.BaseName);
        json.WriteString("id", given.Id);
        if (!given.DataJson.IsEmpty)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(given.DataJson.Span, skipInputValidation: true);
        }

        WriteOptional(json, "author", given.Author);
        json.WriteEndObject();
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
