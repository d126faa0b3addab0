namespace TemplateFunctions.Runtime.Text;

/// <summary>Luau's <c>%q</c>: a string in quotes, with escapes for what would end it or its line, and for zeros.</summary>
internal static class LuauLiteral
{
    public static long Length(ReadOnlySpan<byte> text)
    {
        var length = text.Length + 2L;
        foreach (var b in text)
        {
            length += Escape(b).Length is var escape and > 0 ? escape - 1 : 0;
        }

        return length;
    }

    public static byte[] Of(ReadOnlySpan<byte> text, long length)
    {
        var literal = new byte[length];
        var at = 0;
        literal[at++] = (byte)'"';
        foreach (var b in text)
        {
            var escape = Escape(b);
            if (escape.IsEmpty)
            {
                literal[at++] = b;
                continue;
            }

            escape.CopyTo(literal.AsSpan(at));
            at += escape.Length;
        }

        literal[at] = (byte)'"';
        return literal;
    }

    private static ReadOnlySpan<byte> Escape(byte b) => b switch
    {
        (byte)'"' => "\\\""u8,
        (byte)'\\' => "\\\\"u8,
        (byte)'\n' => "\\\n"u8,
        (byte)'\r' => "\\r"u8,
        0 => "\\000"u8,
        _ => default,
    };
}
