using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>
/// Reads JSON strings that other programs wrote. An escaped half of a surrogate pair is allowed by JSON and has no UTF-8 form: it becomes
/// U+FFFD, as it does in browsers, instead of costing the whole text.
/// </summary>
internal static class JsonStrings
{
    private static readonly byte[] Replacement = [0xef, 0xbf, 0xbd];

    /// <summary>Copies the current string or name, unescaped; never longer than it is in the text. Answers the bytes written.</summary>
    /// <exception cref="JsonException">The text is not UTF-8.</exception>
    public static int Copy(ref Utf8JsonReader reader, Span<byte> destination)
    {
        if (!Utf8.IsValid(reader.ValueSpan))
        {
            throw new JsonException("A string is not valid UTF-8.");
        }

        if (!reader.ValueIsEscaped)
        {
            reader.ValueSpan.CopyTo(destination);
            return reader.ValueSpan.Length;
        }

        try
        {
            return reader.CopyString(destination);
        }
        catch (InvalidOperationException)
        {
            return Unescape(reader.ValueSpan, destination);
        }
    }

    private static int Unescape(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var written = 0;
        while (!text.IsEmpty)
        {
            if (text[0] != (byte)'\\')
            {
                destination[written++] = text[0];
                text = text[1..];
            }
            else if (text[1] != (byte)'u')
            {
                destination[written++] = Plain(text[1]);
                text = text[2..];
            }
            else
            {
                text = text[Escaped(text, destination, ref written)..];
            }
        }

        return written;
    }

    /// <summary>Writes one \u escape, or two that are a pair; answers how long they are.</summary>
    private static int Escaped(ReadOnlySpan<byte> text, Span<byte> destination, ref int written)
    {
        var unit = Unit(text);
        if (Rune.TryCreate(unit, out var rune))
        {
            written += rune.EncodeToUtf8(destination[written..]);
            return 6;
        }

        if (text.Length >= 12 && text[6] == (byte)'\\' && text[7] == (byte)'u' && Rune.TryCreate(unit, Unit(text[6..]), out rune))
        {
            written += rune.EncodeToUtf8(destination[written..]);
            return 12;
        }

        Replacement.CopyTo(destination[written..]);
        written += Replacement.Length;
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) => (char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private static byte Plain(byte escaped) => escaped switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escaped,
    };
}
