using System.Globalization;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>The text of number literals.</summary>
internal static class NumberText
{
    private const int MaxStackText = 256;

    /// <summary>Decimal (<c>1_000.5e3</c>), hexadecimal (<c>0xFF_FF</c>) or binary (<c>0b1010</c>).</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        if (text.Length == 1)
        {
            value = text[0] - '0';
            return true;
        }

        if (text.Contains('_'))
        {
            Span<char> stack = stackalloc char[MaxStackText];
            var clean = text.Length <= MaxStackText ? stack : new char[text.Length];
            return TryParseClean(clean[..Strip(text, clean)], out value);
        }

        return TryParseClean(text, out value);
    }

    public static string Explain(ReadOnlySpan<char> text)
    {
        var shown = text.Length > 40 ? string.Concat(text[..40], "...") : text.ToString();
        if (text.Contains("..", StringComparison.Ordinal))
        {
            return $"'{shown}' is no number; put a space before '..'";
        }

        return text[^1] is 'i' or 'L' or 'U' or 'u' ? $"'{shown}' is no number; Luau numbers have no suffix" : $"'{shown}' is no number";
    }

    private static int Strip(ReadOnlySpan<char> text, Span<char> clean)
    {
        var length = 0;
        foreach (var c in text)
        {
            if (c != '_')
            {
                clean[length++] = c;
            }
        }

        return length;
    }

    private static bool TryParseClean(ReadOnlySpan<char> text, out double value)
    {
        if (text.Length > 1 && text[0] == '0' && (text[1] | 0x20) is ('x' or 'b'))
        {
            return TryParseRadix(text[2..], (text[1] | 0x20) == 'x' ? 16u : 2u, out value);
        }

        return IsDecimal(text) & double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>As Luau reads them: exact up to 64 bits, the largest 64-bit value from there on.</summary>
    private static bool TryParseRadix(ReadOnlySpan<char> digits, uint radix, out double value)
    {
        var bits = 0UL;
        var overflow = false;
        value = 0;
        foreach (var c in digits)
        {
            var digit = char.IsAsciiDigit(c) ? c - (uint)'0' : char.IsAsciiHexDigit(c) ? (c | 0x20u) - 'a' + 10 : radix;
            if (digit >= radix)
            {
                return false;
            }

            overflow |= bits > (ulong.MaxValue - digit) / radix;
            bits = (bits * radix) + digit;
        }

        value = overflow ? ulong.MaxValue : bits;
        return digits.Length > 0;
    }

    private static bool IsDecimal(ReadOnlySpan<char> text)
    {
        var at = 0;
        var digits = Digits(text, ref at);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            digits += Digits(text, ref at);
        }

        if (digits == 0)
        {
            return false;
        }

        if (at < text.Length && text[at] is ('e' or 'E'))
        {
            at++;
            at += at < text.Length && text[at] is ('+' or '-') ? 1 : 0;
            if (Digits(text, ref at) == 0)
            {
                return false;
            }
        }

        return at == text.Length;
    }

    private static int Digits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - start;
    }
}
