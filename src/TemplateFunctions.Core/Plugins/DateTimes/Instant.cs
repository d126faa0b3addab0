using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.DateTimes;

/// <summary>
/// Points in time and spans as nanoseconds in 64 bits (the years 1678 to 2261), and their text forms, which are also their JSON:
/// an instant is RFC 3339 in UTC, a span is its seconds as a decimal number.
/// </summary>
internal static partial class Instant
{
    public const long NanosPerSecond = 1_000_000_000;

    private const string BadArgument = "TF4101";
    private const long NanosPerTick = 100;
    private const int LongestText = 128;

    /// <summary>The instant of an argument: a DateTime or a string.</summary>
    public static long Read(HostCall call, int position, string name) =>
        TryParse(Unquoted(call, position, name), null, out var nanos) ? nanos : throw Wrong(position, name, "a DateTime");

    /// <summary>The span of an argument: a TimeDelta.</summary>
    public static long ReadSpan(HostCall call, int position, string name)
    {
        var text = Unquoted(call, position, name);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            ? InRange(() => checked((long)(seconds * NanosPerSecond)))
            : throw Wrong(position, name, "a TimeDelta");
    }

    /// <summary>Parses a time; one without an offset is taken as local time of the zone, or refused when there is none.</summary>
    public static bool TryParse(string text, TimeZoneInfo? zone, out long nanos)
    {
        nanos = 0;
        var match = Pattern().Match(text);
        if (!match.Success || !DateTime.TryParseExact(
            match.Groups["date"].Value + (match.Groups["time"].Success ? match.Groups["time"].Value : "00:00:00"),
            "yyyy-MM-ddHH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wall))
        {
            return false;
        }

        var fraction = long.Parse(match.Groups["fraction"].Value.PadRight(9, '0'), CultureInfo.InvariantCulture);
        if (match.Groups["offset"].Value is { Length: > 0 } offset)
        {
            nanos = InRange(() => checked(FromUtc(wall) - (OffsetMinutes(offset) * 60 * NanosPerSecond) + fraction));
            return true;
        }

        nanos = zone is null ? 0 : FromUtc(ZonedTime.ToUtc(wall, zone)[0]) + fraction;
        return zone is not null;
    }

    public static long FromUtc(DateTime utc) => InRange(() => checked((utc.Ticks - DateTime.UnixEpoch.Ticks) * NanosPerTick));

    public static long From(DateTimeOffset time) => FromUtc(time.UtcDateTime);

    /// <summary>The moment without what is smaller than 100 nanoseconds, as .NET knows it.</summary>
    public static DateTimeOffset ToTime(long nanos) => DateTimeOffset.UnixEpoch.AddTicks(Math.DivRem(nanos, NanosPerTick, out var rest) - (rest < 0 ? 1 : 0));

    /// <summary>Nanoseconds since the last full second.</summary>
    public static long Fraction(long nanos) => ((nanos % NanosPerSecond) + NanosPerSecond) % NanosPerSecond;

    public static string Write(long nanos) => Write(nanos, TimeSpan.Zero);

    /// <summary>RFC 3339 with the shortest exact fraction; Z for UTC.</summary>
    public static string Write(long nanos, TimeSpan offset)
    {
        var text = new StringBuilder(ToTime(nanos).ToOffset(offset).ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        var fraction = Fraction(nanos);
        if (fraction != 0)
        {
            text.Append('.').Append(fraction.ToString("D9", CultureInfo.InvariantCulture).TrimEnd('0'));
        }

        return text.Append(offset == TimeSpan.Zero ? "Z" : OffsetText(offset)).ToString();
    }

    public static string WriteSpan(long nanos) => ((decimal)nanos / NanosPerSecond).ToString("0.#########", CultureInfo.InvariantCulture);

    /// <summary><c>+05:30</c></summary>
    public static string OffsetText(TimeSpan offset) =>
        (offset < TimeSpan.Zero ? "-" : "+") + offset.Duration().ToString(offset.Seconds == 0 ? "hh':'mm" : "hh':'mm':'ss", CultureInfo.InvariantCulture);

    /// <exception cref="ScriptException">The calculation left the 64 bits.</exception>
    public static long InRange(Func<long> calculate)
    {
        try
        {
            return calculate();
        }
        catch (OverflowException)
        {
            throw new ScriptException(BadArgument, "the time is out of range: the years 1678 to 2261 can be expressed, and spans of 292 years");
        }
    }

    public static ScriptException Wrong(int position, string name, string wanted) => new(BadArgument, $"bad argument #{position} ({name}): {wanted} expected");

    private static string Unquoted(HostCall call, int position, string name)
    {
        var json = call.Json(position, name, LongestText).Span;
        return Encoding.UTF8.GetString(json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : json);
    }

    private static long OffsetMinutes(string offset)
    {
        if (offset is "Z" or "z")
        {
            return 0;
        }

        var digits = offset[1..].Replace(":", "", StringComparison.Ordinal);
        var minutes = (long.Parse(digits[..2], CultureInfo.InvariantCulture) * 60) + long.Parse(digits[2..], CultureInfo.InvariantCulture);
        return offset[0] == '-' ? -minutes : minutes;
    }

    [GeneratedRegex(@"^(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})([Tt ](?<time>[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]{1,9}))?)? ?(?<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
