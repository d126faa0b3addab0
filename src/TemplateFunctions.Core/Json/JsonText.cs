using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TemplateFunctions.Core.Json;

/// <summary>Builds JSON texts.</summary>
internal static class JsonText
{
    // People read these texts: quotes and tags stay as they are. They are served as JSON only, never inside a page.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What the action writes, as UTF-8.</summary>
    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            write(json);
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Writes a list of strings as a member.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WritePropertyName(name);
        json.WriteTexts(texts);
    }

    /// <summary>Writes a list of strings.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, IEnumerable<string> texts)
    {
        json.WriteStartArray();
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
