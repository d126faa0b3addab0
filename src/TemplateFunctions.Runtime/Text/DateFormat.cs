using System.Globalization;
using System.Text;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The conversions of C's <c>strftime</c> in the C locale, in UTC.</summary>
internal static class DateFormat
{
    private const string SingleOptions = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    private const string EraOptions = "cCxXyY";
    private const string DigitOptions = "deHImMSuUVwWy";

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
    [
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ];

    /// <summary>Length of the conversion at the start of a text (without its <c>%</c>) and its letter; 0 when there is none.</summary>
    public static int Parse(ReadOnlySpan<byte> text, out char conversion)
    {
        conversion = text.IsEmpty ? '\0' : (char)text[0];
        if (SingleOptions.Contains(conversion) && !text.IsEmpty)
        {
            return 1;
        }

        var allowed = conversion switch { 'E' => EraOptions, 'O' => DigitOptions, _ => "" };
        if (text.Length < 2 || !allowed.Contains((char)text[1]))
        {
            return 0;
        }

        conversion = (char)text[1];
        return 2;
    }

    /// <summary>Appends one conversion; false when the result would be too long.</summary>
    public static bool Append(ref ByteBuilder builder, char conversion, in CalendarTime time, bool universal)
    {
        var text = Convert(conversion, time, universal);
        Span<byte> bytes = stackalloc byte[64];
        var length = Encoding.ASCII.GetBytes(text, bytes);
        return builder.Append(bytes[..length]);
    }

    private static string Convert(char conversion, in CalendarTime time, bool universal)
    {
        var c = CultureInfo.InvariantCulture;
        var hour12 = time.Hour % 12 == 0 ? 12 : time.Hour % 12;
        return conversion switch
        {
            'a' => Days[time.WeekDay][..3],
            'A' => Days[time.WeekDay],
            'b' or 'h' => Months[time.Month - 1][..3],
            'B' => Months[time.Month - 1],
            'c' => string.Create(c, $"{Days[time.WeekDay][..3]} {Months[time.Month - 1][..3]} {time.Day,2} {Clock(time)} {time.Year}"),
            'C' => Century(time.Year),
            'd' => time.Day.ToString("00", c),
            'D' or 'x' => string.Create(c, $"{time.Month:00}/{time.Day:00}/{YearOfCentury(time.Year):00}"),
            'e' => time.Day.ToString(c).PadLeft(2),
            'F' => string.Create(c, $"{time.Year}-{time.Month:00}-{time.Day:00}"),
            'g' => YearOfCentury(IsoWeek(time).Year).ToString("00", c),
            'G' => IsoWeek(time).Year.ToString(c),
            'H' => time.Hour.ToString("00", c),
            'I' => hour12.ToString("00", c),
            'j' => (time.YearDay + 1).ToString("000", c),
            'm' => time.Month.ToString("00", c),
            'M' => time.Minute.ToString("00", c),
            'n' => "\n",
            'p' => Half(time),
            'r' => string.Create(c, $"{hour12:00}:{time.Minute:00}:{time.Second:00} {Half(time)}"),
            'R' => string.Create(c, $"{time.Hour:00}:{time.Minute:00}"),
            'S' => time.Second.ToString("00", c),
            't' => "\t",
            'T' or 'X' => Clock(time),
            'u' => (time.WeekDay == 0 ? 7 : time.WeekDay).ToString(c),
            'U' => ((time.YearDay + 7 - time.WeekDay) / 7).ToString("00", c),
            'V' => IsoWeek(time).Week.ToString("00", c),
            'w' => time.WeekDay.ToString(c),
            'W' => ((time.YearDay + 7 - ((time.WeekDay + 6) % 7)) / 7).ToString("00", c),
            'y' => YearOfCentury(time.Year).ToString("00", c),
            'Y' => time.Year.ToString(c),
            'z' => "+0000",
            'Z' => universal ? "GMT" : "UTC",
            _ => "%",
        };
    }

    private static string Clock(in CalendarTime time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.Hour:00}:{time.Minute:00}:{time.Second:00}");

    private static string Half(in CalendarTime time) => time.Hour < 12 ? "AM" : "PM";

    private static int YearOfCentury(long year) => (int)(((year % 100) + 100) % 100);

    private static string Century(long year)
    {
        var century = (year / 100) - (year % 100 < 0 ? 1 : 0);
        return century.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The week of ISO 8601: weeks begin on Monday, and the first has the year's first Thursday.</summary>
    private static (long Year, int Week) IsoWeek(in CalendarTime time)
    {
        var fromMonday = (time.WeekDay + 6) % 7;
        var week = (time.YearDay - fromMonday + 10) / 7;
        if (week < 1)
        {
            return (time.Year - 1, WeeksIn(time.Year - 1));
        }

        return week > WeeksIn(time.Year) ? (time.Year + 1, 1) : (time.Year, week);
    }

    private static int WeeksIn(long year)
    {
        var first = new CalendarTime(year, 1, 1, 0, 0, 0);
        var leap = new CalendarTime(year, 12, 31, 0, 0, 0).YearDay == 365;
        return first.WeekDay == 4 || (leap && first.WeekDay == 3) ? 53 : 52;
    }
}
