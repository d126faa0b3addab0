using System.Globalization;

namespace TemplateFunctions.Luau;

/// <summary>How Luau writes numbers as text; the managed twin of <c>float_text</c> in the support table.</summary>
public static class LuauNumbers
{
    private const double MaxPlain = 1e15;
    private const long MantissaBits = (1L << 52) - 1;
    private const int MinPoint = -5;
    private const int MaxPoint = 21;

    /// <summary>
    /// The shortest digits that read back as the same double: <c>5</c>, <c>0.1</c>, <c>1e+21</c>, <c>inf</c>, <c>-inf</c>, <c>nan</c>.
    /// Whole numbers have no <c>.0</c>, and minus zero is <c>0</c>.
    /// </summary>
    public static string Format(double value)
    {
        if (Math.Abs(value) < MaxPlain && Math.Truncate(value) == value)
        {
            return ((long)value).ToString(CultureInfo.InvariantCulture);
        }

        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        var shortest = Shortest(Math.Abs(value)).AsSpan();
        var mark = shortest.IndexOf('E');
        var exponent = mark < 0 ? 0 : int.Parse(shortest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var mantissa = mark < 0 ? shortest : shortest[..mark];
        var dot = mantissa.IndexOf('.');
        var whole = dot < 0 ? mantissa : mantissa[..dot];
        var all = string.Concat(whole, dot < 0 ? default : mantissa[(dot + 1)..]);
        var digits = all.TrimStart('0');
        return (value < 0 ? "-" : string.Empty) + Place(digits.TrimEnd('0'), whole.Length - (all.Length - digits.Length) + exponent);
    }

    /// <summary>
    /// The shortest digits as .NET writes them, <c>1.5E-07</c>, and of powers of two all 17 where it takes too few: below them doubles lie
    /// closer, which it forgets, so that what it has for 2^-25 reads back as another double.
    /// </summary>
    public static string Shortest(double value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return IsPowerOfTwo(value) && double.Parse(text, CultureInfo.InvariantCulture) != value ? value.ToString("E16", CultureInfo.InvariantCulture) : text;
    }

    /// <summary>Whether the number, without its sign, is a power of two, or zero.</summary>
    public static bool IsPowerOfTwo(double value) => (BitConverter.DoubleToInt64Bits(value) & MantissaBits) == 0;

    /// <param name="digits">Significant digits without zeros around them.</param>
    /// <param name="point">Where the decimal point stands, counted from before the first digit.</param>
    private static string Place(string digits, int point)
    {
        if (point is < MinPoint or > MaxPoint)
        {
            var power = point - 1;
            var fraction = digits.Length > 1 ? "." + digits[1..] : string.Empty;
            return string.Create(CultureInfo.InvariantCulture, $"{digits[0]}{fraction}e{(power < 0 ? '-' : '+')}{Math.Abs(power):D2}");
        }

        if (point <= 0)
        {
            return "0." + new string('0', -point) + digits;
        }

        return point >= digits.Length ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";
    }
}
