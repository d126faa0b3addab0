using TemplateFunctions.Core.Plugins.DateTimes;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

/// <summary>The clock stands at 2026-01-31T12:00:00Z.</summary>
public sealed class DateTimeTests : IAsyncDisposable
{
    private const string Head = "local d = require('@antiraid/datetime') local UTC, berlin = d.UTC, d.new('Europe/Berlin') local function at(s) return UTC:fromString(s) end ";
    private readonly ModuleHarness _vm = new(new FakeClock(), new DateTimeModule(new FakeClock()).Create());

    [Theory]
    [InlineData("tostring(UTC:now())", "2026-01-31T12:00:00Z")]
    [InlineData("tostring(berlin:now())", "2026-01-31T13:00:00+01:00")]
    [InlineData("UTC:now()", "2026-01-31T12:00:00Z")]
    [InlineData("tostring(at('2026-07-01T10:20:30.123456789+02:00'))", "2026-07-01T08:20:30.123456789Z")]
    [InlineData("tostring(at('2026-07-01T10:20:30Z'):with_timezone(berlin))", "2026-07-01T12:20:30+02:00")]
    [InlineData("tostring(berlin:fromString('2026-07-01 10:20:30'))", "2026-07-01T10:20:30+02:00")]
    [InlineData("tostring(berlin:fromString('2026-07-01'))", "2026-07-01T00:00:00+02:00")]
    [InlineData("tostring(d.new('Asia/Kolkata'):fromTime(0))", "1970-01-01T05:30:00+05:30")]
    [InlineData("tostring(UTC:fromTime(-1))", "1969-12-31T23:59:59Z")]
    [InlineData("tostring(UTC:fromTimeMillis(1500))", "1970-01-01T00:00:01.5Z")]
    [InlineData("tostring(UTC:fromTimeMicros(-1))", "1969-12-31T23:59:59.999999Z")]
    [InlineData("tostring(UTC:fromTimeNanos(1))", "1970-01-01T00:00:00.000000001Z")]
    [InlineData("tostring(berlin:utcToTz(2026, 7, 1, 10, 0, 0))", "2026-07-01T12:00:00+02:00")]
    [InlineData("tostring(berlin:tzToUtc(2026, 7, 1, 10, 0, 0))", "2026-07-01T08:00:00Z")]
    [InlineData("tostring(berlin:timeUtcToTz(1, 2, 3))", "2026-01-31T02:02:03+01:00")]
    [InlineData("tostring(berlin:timeTzToUtc(1, 2, 3))", "2026-01-31T00:02:03Z")]
    [InlineData("(function() local a, b = berlin:tzToUtc(2026, 10, 25, 2, 30, 0, true) return tostring(a) .. ' ' .. tostring(b) end)()", "2026-10-25T00:30:00Z 2026-10-25T01:30:00Z")]
    [InlineData("tostring(at('2026-01-31T00:00:00Z') + d.timedelta_days(1) - d.timedelta_hours(2))", "2026-01-31T22:00:00Z")]
    [InlineData("tostring(d.timedelta_nanos(1) + at('2026-01-31T00:00:00Z'))", "2026-01-31T00:00:00.000000001Z")]
    [InlineData("tostring(at('2026-03-29T00:30:00Z'):with_timezone(berlin) + d.timedelta_hours(1))", "2026-03-29T03:30:00+02:00")]
    [InlineData("d.timedelta_minutes(330):offset_string()", "+05:30")]
    [InlineData("d.timedelta_minutes(-90):offset_string()", "-01:30")]
    [InlineData("tostring(berlin) .. berlin.name .. tostring(UTC)", "Europe/BerlinEurope/BerlinUTC")]
    [InlineData("berlin:fromString('2026-07-04T05:06:07Z'):format('%Y-%m-%d %H:%M:%S %a %A %b %B %j %e %p %I %y %% %z %:z %F %T %s %3f %.6f %u %V')",
        "2026-07-04 07:06:07 Sat Saturday Jul July 185  4 AM 07 26 % +0200 +02:00 2026-07-04 07:06:07 1783141567 000 .000000 6 27")]
    public async Task Expression_Text_IsAsDocumented(string expression, string text) => Assert.Equal($"\"{text}\"", await _vm.Eval($"{Head} return {expression}"));

    [Theory]
    [InlineData("(function() local t = berlin:fromString('2026-07-01T10:20:30.5+02:00') return {t.year, t.month, t.day, t.hour, t.minute, t.second, t.nanosecond, t.timestamp_seconds, t.timestamp_millis, t.timestamp_micros, t.timestamp_nanos} end)()",
        "[2026,7,1,10,20,30,500000000,1782894030,1782894030500,1782894030500000,1782894030500000000]")]
    [InlineData("{berlin:now().base_offset.seconds, berlin:now().dst_offset.seconds, at('2026-07-01'):with_timezone(berlin).base_offset.hours, at('2026-07-01'):with_timezone(berlin).dst_offset.hours}", "[3600,0,1,1]")]
    [InlineData("{berlin:now().timezone == berlin, berlin:now().tz == UTC, d.new('UTC') == UTC}", "[true,false,true]")]
    [InlineData("{at('2026-01-01') < at('2026-01-02'), at('2026-01-01') <= at('2026-01-01'), at('2026-01-01T01:00:00+01:00') == at('2026-01-01'), at('2026-01-01') == 5, at('2026-01-01') ~= at('2026-01-02')}", "[true,true,true,false,true]")]
    [InlineData("at('2026-01-02'):duration_since(at('2026-01-01T23:00:00Z')).minutes", "60")]
    [InlineData("(at('2026-01-02') - at('2026-01-03')).days", "-1")]
    [InlineData("(function() local t = d.timedelta_seconds(-90061) return {t.weeks, t.days, t.hours, t.minutes, t.seconds, t.millis, t.as_secs} end)()", "[0,-1,-25,-1501,-90061,-90061000,-90061]")]
    [InlineData("{(d.timedelta_weeks(1) - d.timedelta_days(7)).nanos, d.timedelta_millis(1) < d.timedelta_seconds(1), d.timedelta_micros(1000) == d.timedelta_millis(1), d.timedelta_millis('1500').as_secs}", "[0,true,true,1.5]")]
    [InlineData("d.timedelta_millis(1500)", "1.5")]
    [InlineData("at('2026-01-01').no_such_field == nil", "true")]
    public async Task Expression_Value_IsAsDocumented(string expression, string json) => Assert.Equal(json, await _vm.Eval($"{Head} return {expression}"));

    [Theory]
    [InlineData("d.new('Europe/Nowhere')", "there is no time zone 'Europe/Nowhere'")]
    [InlineData("d.new('../../etc/passwd')", "there is no time zone")]
    [InlineData("d.new('')", "there is no time zone")]
    [InlineData("d.new(5)", "name of a time zone expected")]
    [InlineData("at('soon')", "datetime must be a time")]
    [InlineData("at('2026-02-30T00:00:00Z')", "datetime must be a time")]
    [InlineData("UTC:tzToUtc(2026, 2, 30, 0, 0, 0)", "day")]
    [InlineData("UTC:tzToUtc(2026, 13, 1, 0, 0, 0)", "month")]
    [InlineData("berlin:tzToUtc(2026, 3, 29, 2, 30, 0)", "does not exist in Europe/Berlin")]
    [InlineData("UTC:fromTime(9223372036854775807)", "out of range")]
    [InlineData("UTC:now() + d.timedelta_weeks(14000)", "out of range")]
    [InlineData("d.timedelta_weeks(1e300)", "value")]
    [InlineData("UTC:now() + 5", "TimeDelta expected, got number")]
    [InlineData("UTC:now() < 5", "DateTime expected, got number")]
    [InlineData("UTC:now():with_timezone('Europe/Berlin')", "TimeZone expected, got string")]
    [InlineData("UTC:now():format('%Q')", "no directive '%Q'")]
    [InlineData("UTC:now():format('%')", "no directive '%'")]
    [InlineData("UTC:now():format(('%c'):rep(200))", "at most 256")]
    [InlineData("d.timedelta_days(1):offset_string()", "no offset")]
    [InlineData("UTC.now()", "TimeZone expected")]
    [InlineData("(function() UTC.now = print end)()", "read-only")]
    [InlineData("(function() UTC:now().year = 1 end)()", "read-only")]
    public async Task Expression_NotPossible_IsAnErrorThatSaysWhy(string expression, string message) =>
        Assert.Contains(message, (await _vm.Fail($"{Head} return {expression}")).Message, StringComparison.Ordinal);

    /// <summary>Shifting by any span and back is the identity, and the text of any moment is read back to the same moment.</summary>
    [Fact]
    public async Task ShiftAndParse_AnyMoment_AreInvertible()
    {
        const string Source = """
            local d = require('@antiraid/datetime')
            local zones = {'UTC', 'Europe/Berlin', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia'}
            local seed = ...
            math.randomseed(seed.data)
            for i = 1, 300 do
              local zone = d.new(zones[math.random(#zones)])
              local t = zone:fromTimeNanos(math.random(-4000000000000000000, 4000000000000000000))
              local span = d.timedelta_nanos(math.random(-1000000000000000000, 1000000000000000000))
              assert(t + span - span == t, tostring(t))
              assert((t + span):duration_since(t) == span, tostring(t))
              assert(zone:fromString(tostring(t)) == t, tostring(t))
              assert(t:with_timezone(d.UTC) == t, tostring(t))
            end
            return true
            """;

        for (var seed = 1; seed <= 5; seed++)
        {
            Assert.Equal("true", await _vm.Eval(Source, data: $"{seed}"));
        }
    }

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
