using System.Text;

namespace TemplateFunctions.Runtime.Text;

/// <summary>What stands between <c>%</c> and the letter of a format.</summary>
internal static class FormatModifiers
{
    /// <summary>Flags, then up to two digits of width that do not begin with 0, then a precision of up to two digits.</summary>
    public static bool Check(
        in PrimitiveCall call, ReadOnlySpan<byte> modifiers, byte conversion, ReadOnlySpan<byte> flags, bool precision)
    {
        var rest = modifiers.TrimStart(flags);
        if (rest.IsEmpty || rest[0] != '0')
        {
            rest = SkipTwoDigits(rest);
            if (precision && !rest.IsEmpty && rest[0] == '.')
            {
                rest = SkipTwoDigits(rest[1..]);
            }
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        call.Failure($"invalid conversion specification: '%{Specification(modifiers, conversion)}'");
        return false;
    }

    private static ReadOnlySpan<byte> SkipTwoDigits(ReadOnlySpan<byte> text)
    {
        var count = 0;
        while (count < 2 && count < text.Length && CharacterClass.IsDigit(text[count]))
        {
            count++;
        }

        return text[count..];
    }

    public static string Specification(ReadOnlySpan<byte> modifiers, byte conversion) =>
        Encoding.Latin1.GetString(modifiers) + (conversion == 0 ? "" : ((char)conversion).ToString());
}
