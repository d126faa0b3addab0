using System.Globalization;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Prints a float as Luau does: the shortest digits that read back as the same number, whole ones without a fraction.</summary>
internal static class LuauNumber
{
    public static string Format(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        var scientific = value.ToString("E16", CultureInfo.InvariantCulture);
        var shortest = value.ToString("R", CultureInfo.InvariantCulture);
        var digits = string.Concat(shortest.Split('E')[0].Where(char.IsAsciiDigit)).TrimStart('0').TrimEnd('0');
        var sign = value < 0 ? "-" : "";

        // Rounding to the shortest digits may carry into the next power (9.99...e22 -> 1e23): then E16 has it, too.
        var power = int.Parse(scientific[(scientific.IndexOf('E', StringComparison.Ordinal) + 1)..], CultureInfo.InvariantCulture);
        return sign + Layout(digits, power + 1);
    }

    /// <summary><paramref name="dot"/> is the number of digits before the point.</summary>
    private static string Layout(string digits, int dot)
    {
        if (dot is < -5 or > 21)
        {
            var tail = digits.Length > 1 ? "." + digits[1..] : "";
            var power = dot - 1;
            return $"{digits[0]}{tail}e{(power < 0 ? "-" : "+")}{Math.Abs(power):00}";
        }

        if (dot <= 0)
        {
            return "0." + new string('0', -dot) + digits;
        }

        return dot >= digits.Length ? digits + new string('0', dot - digits.Length) : digits[..dot] + "." + digits[dot..];
    }
}
