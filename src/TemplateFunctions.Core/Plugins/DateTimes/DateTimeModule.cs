using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.DateTimes;

/// <summary>
/// <c>@antiraid/datetime</c>: sealed DateTime, TimeDelta and Timezone values. They are made in datetime.lua; the functions here
/// calculate on their texts.
/// </summary>
internal sealed class DateTimeModule(TimeProvider time)
{
    private const string BadArgument = "TF4101";

    public HostModule Create() => new()
    {
        Name = "@antiraid/datetime",
        LuaSource = PluginSource.Read("datetime.lua"),
        Functions =
        [
            new("zone", CheckZone),
            new("now", _ => Text(Instant.From(time.GetUtcNow()))),
            new("parse", Parse),
            new("wall", Wall),
            new("today", Today),
            new("epoch", Epoch),
            new("field", Field),
            new("offset", Offset),
            new("text", ToText),
            new("format", Format),
            new("shift", Shift),
            new("since", Since),
            new("compare", Compare),
            new("same", call => Text(Instant.Read(call, 1, "datetime"))),
            .. TimeDeltaFunctions.All,
        ],
    };

    /// <summary>zone(name) -> name, when there is such a zone</summary>
    private static HostReturn CheckZone(HostCall call)
    {
        var name = call.String(1, "timezone");
        ZonedTime.Find(name);
        return HostReturn.Of(name);
    }

    /// <summary>parse(text, zone) -> instant</summary>
    private static HostReturn Parse(HostCall call) => Instant.TryParse(call.String(1, "datetime"), Zone(call, 2), out var nanos)
        ? Text(nanos)
        : throw new ScriptException(BadArgument, "datetime must be a time such as 2026-01-31T12:00:00Z");

    /// <summary>wall(zone, year, month, day, hour, minute, second) -> instant, and a second one when the zone's clocks show this twice</summary>
    private static HostReturn Wall(HostCall call)
    {
        var (year, month) = ((int)call.Integer(2, "year", 1678, 2261), (int)call.Integer(3, "month", 1, 12));
        var day = (int)call.Integer(4, "day", 1, DateTime.DaysInMonth(year, month));
        return Moments(new DateTime(year, month, day) + TimeOfDay(call, 5), Zone(call, 1));
    }

    /// <summary>today(zone, hour, minute, second) -> as wall, on the zone's current day</summary>
    private HostReturn Today(HostCall call)
    {
        var zone = Zone(call, 1);
        return Moments(ZonedTime.Wall(Instant.From(time.GetUtcNow()), zone).Date + TimeOfDay(call, 2), zone);
    }

    /// <summary>epoch(value, nanoseconds a unit) -> instant</summary>
    private static HostReturn Epoch(HostCall call)
    {
        var (value, unit) = (TimeDeltaFunctions.Whole(call, 1, "timestamp"), call.Integer(2, "unit"));
        return Text(Instant.InRange(() => checked(value * unit)));
    }

    /// <summary>field(instant, zone, name) -> number, or nil when there is no such field</summary>
    private static HostReturn Field(HostCall call)
    {
        var nanos = Instant.Read(call, 1, "datetime");
        var wall = ZonedTime.Wall(nanos, Zone(call, 2));
        return HostReturn.Of(call.String(3, "name") switch
        {
            "year" => wall.Year,
            "month" => wall.Month,
            "day" => wall.Day,
            "hour" => wall.Hour,
            "minute" => wall.Minute,
            "second" => wall.Second,
            "nanosecond" => Instant.Fraction(nanos),
            "timestamp_seconds" => Floor(nanos, Instant.NanosPerSecond),
            "timestamp_millis" => Floor(nanos, 1_000_000),
            "timestamp_micros" => Floor(nanos, 1_000),
            "timestamp_nanos" => nanos,
            _ => LuaValue.Nil,
        });
    }

    /// <summary>offset(instant, zone, daylight?) -> span: the zone's standard offset, or what daylight saving adds to it</summary>
    private static HostReturn Offset(HostCall call)
    {
        var (nanos, zone) = (Instant.Read(call, 1, "datetime"), Zone(call, 2));
        var daylight = ZonedTime.DaylightOffset(nanos, zone);
        var offset = call.Boolean(3, "daylight") ? daylight : ZonedTime.Offset(nanos, zone) - daylight;
        return TimeDeltaFunctions.Text(offset.Ticks * 100);
    }

    /// <summary>text(instant, zone) -> RFC 3339 with the zone's offset</summary>
    private static HostReturn ToText(HostCall call)
    {
        var nanos = Instant.Read(call, 1, "datetime");
        return HostReturn.Of(Instant.Write(nanos, ZonedTime.Offset(nanos, Zone(call, 2))));
    }

    /// <summary>format(instant, zone, format) -> text</summary>
    private static HostReturn Format(HostCall call) =>
        HostReturn.Of(StrfTime.Format(call.String(3, "format"), Instant.Read(call, 1, "datetime"), Zone(call, 2)));

    /// <summary>shift(instant, span, sign) -> instant</summary>
    private static HostReturn Shift(HostCall call)
    {
        var (nanos, span, sign) = (Instant.Read(call, 1, "datetime"), Instant.ReadSpan(call, 2, "timedelta"), call.Integer(3, "sign", -1, 1));
        return Text(Instant.InRange(() => checked(nanos + (sign * span))));
    }

    /// <summary>since(later, earlier) -> span</summary>
    private static HostReturn Since(HostCall call)
    {
        var (later, earlier) = (Instant.Read(call, 1, "datetime"), Instant.Read(call, 2, "datetime"));
        return TimeDeltaFunctions.Text(Instant.InRange(() => checked(later - earlier)));
    }

    /// <summary>compare(left, right) -> negative, 0 or positive</summary>
    private static HostReturn Compare(HostCall call) =>
        HostReturn.Of((long)Instant.Read(call, 1, "datetime").CompareTo(Instant.Read(call, 2, "datetime")));

    private static HostReturn Moments(DateTime wall, TimeZoneInfo zone) =>
        HostReturn.Of([.. ZonedTime.ToUtc(wall, zone).Select(moment => (LuaValue)Quoted(Instant.FromUtc(moment)))]);

    private static TimeSpan TimeOfDay(HostCall call, int position) => new(
        (int)call.Integer(position, "hour", 0, 23), (int)call.Integer(position + 1, "minute", 0, 59), (int)call.Integer(position + 2, "second", 0, 59));

    private static TimeZoneInfo Zone(HostCall call, int position) => ZonedTime.Find(call.String(position, "timezone"));

    private static long Floor(long nanos, long unit) => Math.DivRem(nanos, unit, out var rest) - (rest < 0 ? 1 : 0);

    private static HostReturn Text(long nanos) => HostReturn.Of(Quoted(nanos));

    /// <summary>The JSON text of an instant, as the sealed value keeps it.</summary>
    private static string Quoted(long nanos) => $"\"{Instant.Write(nanos)}\"";
}
