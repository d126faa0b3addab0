namespace TemplateFunctions.Core.Authoring;

/// <summary>Times, spans and zones.</summary>
internal static class DateTimeApi
{
    private const string Date = "year: number, month: number, day: number, hour: number, minute: number, second: number";
    private const string Time = "hour: number, minute: number, second: number";

    private static readonly string[] Units = ["nanos", "micros", "millis", "seconds", "minutes", "hours", "days", "weeks"];

    public static ApiModule Module { get; } = new("@antiraid/datetime", "DateTimeModule", "Times in zones, and spans.",
    [
        new ApiFunction("new", "zone: string", "zone: TimeZone", "A time zone by its name, such as Europe/Berlin."),
        new ApiField("UTC", "TimeZone", "The zone UTC."),
        .. Units.Select(unit => new ApiFunction($"timedelta_{unit}", "value: number", "span: TimeDelta", $"A span of so many {unit}.")),
    ]);

    public static IReadOnlyList<ApiType> Types { get; } =
    [
        new("TimeZone", "A time zone.",
        [
            new ApiField("name", "string", "Its name."),
            Method("now", "", "time: DateTime", "The current time."),
            Method("fromString", "text: string", "time: DateTime", "A time such as 2026-01-31T12:00:00Z."),
            Method("fromTime", "seconds: number", "time: DateTime", "From seconds since 1970."),
            Method("fromTimeMillis", "milliseconds: number", "time: DateTime", "From milliseconds since 1970."),
            Method("fromTimeMicros", "microseconds: number", "time: DateTime", "From microseconds since 1970."),
            Method("fromTimeNanos", "nanoseconds: number", "time: DateTime", "From nanoseconds since 1970."),
            Method("utcToTz", Date, "time: DateTime", "A time in UTC, shown in this zone."),
            Method("tzToUtc", Date + ", all: boolean?", "time: DateTime, second: DateTime?", "A time that the zone's clocks show, in UTC; with all also the second one of a repeated hour."),
            Method("timeUtcToTz", Time, "time: DateTime", "A time of today in UTC, shown in this zone."),
            Method("timeTzToUtc", Time, "time: DateTime", "A time of today that the zone's clocks show, in UTC."),
        ]) { IsObject = true },
        new("DateTime", "A moment, shown in a zone. Moments compare, and differ by a TimeDelta.",
        [
            .. new[] { "year", "month", "day", "hour", "minute", "second", "nanosecond" }.Select(part => new ApiField(part, "number", $"The {part} that the zone's clocks show.")),
            .. new[] { "seconds", "millis", "micros", "nanos" }.Select(unit => new ApiField($"timestamp_{unit}", "number", $"{unit} since 1970.")),
            new ApiField("timezone", "TimeZone", "The zone."),
            new ApiField("tz", "TimeZone", "The same."),
            new ApiField("base_offset", "TimeDelta", "The zone's offset from UTC without daylight saving."),
            new ApiField("dst_offset", "TimeDelta", "What daylight saving adds."),
            Method("with_timezone", "zone: TimeZone", "time: DateTime", "The same moment in another zone."),
            Method("format", "format: string", "text: string", "Text by a format of strftime."),
            Method("duration_since", "other: DateTime", "span: TimeDelta", "The span from another moment to this."),
        ])
        {
            IsObject = true,
            Operators =
            [
                new("__add", "TimeDelta", "DateTime"), new("__sub", "DateTime | TimeDelta", "any"),
                new("__lt", "DateTime", "boolean"), new("__le", "DateTime", "boolean"),
            ],
        },
        new("TimeDelta", "A span of time. Spans compare, add up, and move moments.",
        [
            .. Units.Select(unit => new ApiField(unit, "number", $"Whole {unit}, towards zero.")),
            new ApiField("as_secs", "number", "Seconds with a fraction."),
            Method("offset_string", "", "text: string", "As an offset, such as +02:00."),
        ])
        {
            IsObject = true,
            Operators =
            [
                new("__add", "DateTime | TimeDelta", "any"), new("__sub", "TimeDelta", "TimeDelta"),
                new("__lt", "TimeDelta", "boolean"), new("__le", "TimeDelta", "boolean"),
            ],
        },
    ];

    private static ApiFunction Method(string name, string parameters, string returns, string doc) => new(name, parameters, returns, doc, IsMethod: true);
}
