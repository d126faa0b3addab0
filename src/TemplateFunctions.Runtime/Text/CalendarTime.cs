namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// A UTC date and time of the proleptic Gregorian calendar, over the range C's <c>struct tm</c> has: years far beyond those of
/// .NET's own types, which scripts may ask for.
/// </summary>
internal readonly record struct CalendarTime(long Year, int Month, int Day, int Hour, int Minute, int Second)
{
    private const long SecondsPerDay = 86_400;
    private const long DaysPerEra = 146_097;
    private const int YearBase = 1900;

    /// <summary>0 is Sunday.</summary>
    public int WeekDay => (int)FloorModulo(DaysFromEpoch(Year, Month, Day) + 4, 7);

    /// <summary>From 0.</summary>
    public int YearDay => (int)(DaysFromEpoch(Year, Month, Day) - DaysFromEpoch(Year, 1, 1));

    /// <summary>Seconds since 1970.</summary>
    public long UnixSeconds =>
        (DaysFromEpoch(Year, Month, Day) * SecondsPerDay) + (Hour * 3600L) + (Minute * 60L) + Second;

    /// <summary>False where the year does not fit, as <c>gmtime</c> has it.</summary>
    public static bool TryFromUnix(long seconds, out CalendarTime time)
    {
        var days = FloorDivide(seconds, SecondsPerDay);
        var ofDay = (int)FloorModulo(seconds, SecondsPerDay);

        // Counting from 1 March puts the leap day at the end of the year; an era is 400 years.
        var shifted = days + 719_468;
        var era = FloorDivide(shifted, DaysPerEra);
        var dayOfEra = FloorModulo(shifted, DaysPerEra);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var monthFromMarch = ((5 * dayOfYear) + 2) / 153;
        var day = (int)(dayOfYear - (((153 * monthFromMarch) + 2) / 5) + 1);
        var month = (int)(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9);
        var year = yearOfEra + (era * 400) + (month <= 2 ? 1 : 0);
        time = new CalendarTime(year, month, day, ofDay / 3600, ofDay / 60 % 60, ofDay % 60);
        return year - YearBase is >= int.MinValue and <= int.MaxValue;
    }

    /// <summary>Normalises fields of any size; false where the year does not fit, as <c>mktime</c> has it.</summary>
    public static bool TryNormalize(long year, long month, long day, long hour, long minute, long second, out CalendarTime time)
    {
        var monthIndex = month - 1;
        year += FloorDivide(monthIndex, 12);
        var days = DaysFromEpoch(year, (int)FloorModulo(monthIndex, 12) + 1, 1) + day - 1;
        return TryFromUnix((days * SecondsPerDay) + (hour * 3600) + (minute * 60) + second, out time);
    }

    private static long DaysFromEpoch(long year, int month, long day)
    {
        year -= month <= 2 ? 1 : 0;
        var era = FloorDivide(year, 400);
        var yearOfEra = year - (era * 400);
        var dayOfYear = (((153 * (month > 2 ? month - 3 : month + 9)) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * DaysPerEra) + dayOfEra - 719_468;
    }

    private static long FloorDivide(long value, long divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);

    private static long FloorModulo(long value, long divisor) => value - (FloorDivide(value, divisor) * divisor);
}
