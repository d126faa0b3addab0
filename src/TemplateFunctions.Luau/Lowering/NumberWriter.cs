using System.Globalization;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Number literals as Lua 5.4 reads them.</summary>
internal static class NumberWriter
{
    private const double MaxExact = 9007199254740992;
    private const int MaxPlainDigits = 15;

    /// <summary>Whole, and exact as a double.</summary>
    public static bool IsInteger(double value) => Math.Abs(value) < MaxExact && Math.Truncate(value) == value;

    public static string Write(ReadOnlySpan<char> text, double value, bool integer)
    {
        var plain = text.Length <= MaxPlainDigits && text.IndexOfAnyExceptInRange('0', '9') < 0;
        if (integer && IsInteger(value))
        {
            return plain ? text.ToString() : ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        if (plain)
        {
            return string.Concat(text, ".0");
        }

        if (double.IsPositiveInfinity(value))
        {
            return "1e999";
        }

        var written = LuauNumbers.Shortest(value);
        return written.AsSpan().ContainsAny('.', 'E') ? written : written + ".0";
    }
}
