using System.Globalization;
using System.Text;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Backslash escapes: what is wrong with them, and how Lua 5.4 writes them.</summary>
internal static class StringText
{
    private const uint MaxCodePoint = 0x10FFFF;

    /// <summary>Offset of the first malformed escape in a quoted token, or -1.</summary>
    public static int FindBadEscape(ReadOnlySpan<char> token)
    {
        var at = token.IndexOf('\\');
        if (at < 0)
        {
            return -1;
        }

        while (at < token.Length - 1)
        {
            if (token[at] != '\\')
            {
                at++;
                continue;
            }

            var length = EscapeLength(token[..^1], at);
            if (length == 0)
            {
                return at;
            }

            at += length;
        }

        return -1;
    }

    /// <summary>Appends the text of a quoted or interpolated piece as the inside of a double-quoted Lua 5.4 string on one line.</summary>
    public static void AppendQuoted(StringBuilder output, ReadOnlySpan<char> body)
    {
        while (!body.IsEmpty)
        {
            var plain = body.IndexOfAny("\\\"\r\n\0");
            if (plain < 0)
            {
                output.Append(body);
                return;
            }

            output.Append(body[..plain]);
            body = body[plain..];
            if (body[0] != '\\')
            {
                AppendPlain(output, body[0]);
                body = body[1..];
                continue;
            }

            var length = EscapeLength(body, 0);
            AppendEscape(output, body[..length]);
            body = body[length..];
        }
    }

    /// <summary>Appends the text between long brackets, with its line ends as Lua reads them.</summary>
    public static void AppendLong(StringBuilder output, ReadOnlySpan<char> body)
    {
        body = body.StartsWith("\r\n") ? body[2..] : body.StartsWith("\n") ? body[1..] : body;
        for (var i = 0; i < body.Length; i++)
        {
            if (body[i] == '\r' && i + 1 < body.Length && body[i + 1] == '\n')
            {
                continue;
            }

            AppendPlain(output, body[i]);
        }
    }

    private static void AppendPlain(StringBuilder output, char c)
    {
        switch (c)
        {
            case '"' or '\\':
                output.Append('\\').Append(c);
                break;
            case '\n':
                output.Append("\\n");
                break;
            case '\r':
                output.Append("\\r");
                break;
            case '\0':
                output.Append("\\000");
                break;
            default:
                output.Append(c);
                break;
        }
    }

    private static void AppendEscape(StringBuilder output, ReadOnlySpan<char> escape)
    {
        switch (escape[1])
        {
            case 'z':
                break;
            case '\r' or '\n':
                output.Append("\\n");
                break;
            case 'a' or 'b' or 'f' or 'n' or 'r' or 't' or 'v' or '\\' or '"' or '\'' or 'x' or 'u':
                output.Append(escape);
                break;
            case >= '0' and <= '9':
                output.Append(CultureInfo.InvariantCulture, $"\\{int.Parse(escape[1..], NumberStyles.None, CultureInfo.InvariantCulture):D3}");
                break;
            default:
                AppendPlain(output, escape[1]);
                break;
        }
    }

    /// <summary>Characters of the escape at <paramref name="at"/>, 0 when it is malformed.</summary>
    private static int EscapeLength(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length)
        {
            return 0;
        }

        switch (text[at + 1])
        {
            case 'x':
                return at + 3 < text.Length && char.IsAsciiHexDigit(text[at + 2]) && char.IsAsciiHexDigit(text[at + 3]) ? 4 : 0;
            case 'u':
                return CodePointLength(text, at);
            case 'z':
                var blank = text[(at + 2)..];
                return blank.Length - blank.TrimStart(" \t\r\n\v\f").Length + 2;
            case '\r' when at + 2 < text.Length && text[at + 2] == '\n':
                return 3;
            case >= '0' and <= '9':
                var end = at + 2;
                while (end < text.Length && end < at + 4 && char.IsAsciiDigit(text[end]))
                {
                    end++;
                }

                return int.Parse(text[(at + 1)..end], NumberStyles.None, CultureInfo.InvariantCulture) <= byte.MaxValue ? end - at : 0;
            default:
                return 2;
        }
    }

    private static int CodePointLength(ReadOnlySpan<char> text, int at)
    {
        var rest = text[(at + 2)..];
        var close = rest.IndexOf('}');
        if (close < 2 || rest[0] != '{')
        {
            return 0;
        }

        var digits = rest[1..close].TrimStart('0');
        return digits.Length <= 6 && (digits.IsEmpty || (uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && code <= MaxCodePoint))
            ? close + 3
            : 0;
    }
}
