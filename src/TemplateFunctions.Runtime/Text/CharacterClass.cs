namespace TemplateFunctions.Runtime.Text;

/// <summary>The character classes of Lua patterns (<c>%a</c>, <c>%d</c>, ...) in the C locale, whatever the locale of the process.</summary>
internal static class CharacterClass
{
    private const byte Alpha = 1;
    private const byte Control = 2;
    private const byte Digit = 4;
    private const byte Lower = 8;
    private const byte Punctuation = 16;
    private const byte Space = 32;
    private const byte Upper = 64;
    private const byte Hexadecimal = 128;

    private static readonly byte[] KindsOf = BuildKinds();
    private static readonly byte[] MaskOfClass = BuildMasks();

    /// <summary>Whether <paramref name="value"/> belongs to the class written <c>%letter</c>; a non-class letter stands for itself.</summary>
    public static bool Contains(byte letter, byte value)
    {
        var mask = MaskOfClass[letter];
        if (mask != 0)
        {
            // The upper-case letter is the complement of the class.
            return (KindsOf[value] & mask) != 0 == ((letter & 0x20) != 0);
        }

        return letter switch
        {
            (byte)'z' => value == 0,
            (byte)'Z' => value != 0,
            _ => letter == value,
        };
    }

    public static bool IsDigit(byte value) => (KindsOf[value] & Digit) != 0;

    private static byte[] BuildKinds()
    {
        var kinds = new byte[256];
        for (var c = 0; c < 128; c++)
        {
            var letter = (char)c;
            kinds[c] = (byte)(
                (char.IsAsciiLetter(letter) ? Alpha : 0)
                | (char.IsControl(letter) ? Control : 0)
                | (char.IsAsciiDigit(letter) ? Digit : 0)
                | (char.IsAsciiLetterLower(letter) ? Lower : 0)
                | (c is > 32 and < 127 && !char.IsAsciiLetterOrDigit(letter) ? Punctuation : 0)
                | (c is 32 or (>= 9 and <= 13) ? Space : 0)
                | (char.IsAsciiLetterUpper(letter) ? Upper : 0)
                | (char.IsAsciiHexDigit(letter) ? Hexadecimal : 0));
        }

        return kinds;
    }

    private static byte[] BuildMasks()
    {
        var masks = new byte[256];
        ReadOnlySpan<(char Letter, int Mask)> classes =
        [
            ('a', Alpha), ('c', Control), ('d', Digit), ('g', Alpha | Digit | Punctuation), ('l', Lower), ('p', Punctuation),
            ('s', Space), ('u', Upper), ('w', Alpha | Digit), ('x', Hexadecimal),
        ];
        foreach (var (letter, mask) in classes)
        {
            masks[letter] = masks[char.ToUpperInvariant(letter)] = (byte)mask;
        }

        return masks;
    }
}
