using System.Globalization;
using System.Text;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.DateTimes;

/// <summary>Formats a zoned time by the directives of strftime, in English.</summary>
internal static class StrfTime
{
    private const int LongestFormat = 256;

    public static string Format(string format, long nanos, TimeZoneInfo zone)
    {
        if (format.Length > LongestFormat)
        {
            throw new ScriptException("TF4101", $"the format has {format.Length} characters, at most {LongestFormat} are allowed");
        }

        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                text.Append(format[i]);
                continue;
            }

            var end = i + 1;
            while (end < format.Length && (format[end] is ':' or '.' || char.IsAsciiDigit(format[end])))
            {
                end++;
            }

            var directive = end < format.Length ? format[(i + 1)..(end + 1)] : "";
            text.Append(Directive(directive, nanos, zone) ?? throw new ScriptException("TF4101", $"the format has no directive '%{directive}'"));
            i = end;
        }

        return text.ToString();
    }

    private static string? Directive(string directive, long nanos, TimeZoneInfo zone)
    {
        var wall = ZonedTime.Wall(nanos, zone);
        var offset = ZonedTime.Offset(nanos, zone);
        return directive switch
        {
            "j" => Padded(wall.DayOfYear, 3),
            "e" => wall.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2),
            "u" => Padded(wall.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)wall.DayOfWeek, 1),
            "w" => Padded((int)wall.DayOfWeek, 1),
            "C" => Padded(wall.Year / 100, 2),
            "P" => wall.ToString("tt", CultureInfo.InvariantCulture).ToLowerInvariant(),
            "V" => Padded(ISOWeek.GetWeekOfYear(wall), 2),
            "G" => Padded(ISOWeek.GetYear(wall), 4),
            "s" => ((nanos - Instant.Fraction(nanos)) / Instant.NanosPerSecond).ToString(CultureInfo.InvariantCulture),
            "f" => Padded(Instant.Fraction(nanos), 9),
            "3f" or ".3f" or "6f" or ".6f" or "9f" or ".9f" => Fraction(directive, nanos),
            "z" => Instant.OffsetText(offset).Replace(":", "", StringComparison.Ordinal),
            ":z" => Instant.OffsetText(offset),
            "Z" => zone.Id,
            "+" => Instant.Write(nanos, offset),
            "n" => "\n",
            "t" => "\t",
            "%" => "%",
            _ when Pattern(directive) is { } pattern => wall.ToString(pattern, CultureInfo.InvariantCulture),
            _ => null,
        };
    }

    /// <summary>The directives that .NET has a pattern for. A single letter needs the % that makes it a custom pattern.</summary>
    private static string? Pattern(string directive) => directive switch
    {
        "Y" => "yyyy",
        "y" => "yy",
        "m" => "MM",
        "b" or "h" => "MMM",
        "B" => "MMMM",
        "d" => "dd",
        "a" => "ddd",
        "A" => "dddd",
        "H" => "HH",
        "k" => "%H",
        "I" => "hh",
        "l" => "%h",
        "M" => "mm",
        "S" => "ss",
        "p" => "tt",
        "D" or "x" => "MM'/'dd'/'yy",
        "F" => "yyyy'-'MM'-'dd",
        "R" => "HH':'mm",
        "T" or "X" => "HH':'mm':'ss",
        "r" => "hh':'mm':'ss tt",
        "v" => "dd'-'MMM'-'yyyy",
        "c" => "ddd MMM d HH':'mm':'ss yyyy",
        _ => null,
    };

    private static string Fraction(string directive, long nanos)
    {
        var digits = directive[^2] - '0';
        return (directive[0] == '.' ? "." : "") + Padded(Instant.Fraction(nanos), 9)[..digits];
    }

    private static string Padded(long value, int digits) => value.ToString($"D{digits}", CultureInfo.InvariantCulture);
}
