using System.Globalization;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.DateTimes;

/// <summary>The functions of the datetime module that calculate on spans.</summary>
internal static class TimeDeltaFunctions
{
    public static IEnumerable<HostFunction> All =>
        [new("delta", Make), new("deltafield", Field), new("deltasum", Sum), new("deltacompare", Compare), new("deltaoffset", OffsetText)];

    public static HostReturn Text(long nanos) => HostReturn.Of(Instant.WriteSpan(nanos));

    /// <summary>A whole number: a Lua integer, a whole float, a U64 or I64, or a string of digits.</summary>
    public static long Whole(HostCall call, int position, string name)
    {
        var text = System.Text.Encoding.UTF8.GetString(call.Json(position, name, 64).Span).Trim('"');
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Instant.Wrong(position, name, "a whole number");
    }

    /// <summary>delta(value, nanoseconds a unit) -> span</summary>
    private static HostReturn Make(HostCall call)
    {
        var (value, unit) = (Whole(call, 1, "value"), call.Integer(2, "unit"));
        return Text(Instant.InRange(() => checked(value * unit)));
    }

    /// <summary>deltafield(span, nanoseconds a unit) -> whole units, towards zero; with 0 the exact seconds</summary>
    private static HostReturn Field(HostCall call)
    {
        var (span, unit) = (Instant.ReadSpan(call, 1, "timedelta"), call.Integer(2, "unit"));
        return unit == 0 ? HostReturn.Of((double)span / Instant.NanosPerSecond) : HostReturn.Of(span / unit);
    }

    /// <summary>deltasum(left, right, sign) -> span</summary>
    private static HostReturn Sum(HostCall call)
    {
        var (left, right, sign) = (Instant.ReadSpan(call, 1, "timedelta"), Instant.ReadSpan(call, 2, "timedelta"), call.Integer(3, "sign", -1, 1));
        return Text(Instant.InRange(() => checked(left + (sign * right))));
    }

    /// <summary>deltacompare(left, right) -> negative, 0 or positive</summary>
    private static HostReturn Compare(HostCall call) =>
        HostReturn.Of((long)Instant.ReadSpan(call, 1, "timedelta").CompareTo(Instant.ReadSpan(call, 2, "timedelta")));

    /// <summary>deltaoffset(span) -> such as +05:30</summary>
    private static HostReturn OffsetText(HostCall call)
    {
        var span = TimeSpan.FromTicks(Instant.ReadSpan(call, 1, "timedelta") / 100);
        return span.Duration() < TimeSpan.FromDays(1)
            ? HostReturn.Of(Instant.OffsetText(span))
            : throw new ScriptException("TF4101", "the span is a day or longer, which is no offset");
    }
}
