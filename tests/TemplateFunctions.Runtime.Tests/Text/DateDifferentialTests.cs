using System.Globalization;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>Dates and times give what stock Lua gives in UTC.</summary>
public sealed class DateDifferentialTests
{
    private static readonly string[] Conversions =
    [
        .. "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYz%".Select(c => "%" + c), "%Ec", "%EC", "%Ex", "%EX", "%Ey", "%EY", "%Od", "%Oe", "%OH", "%OI", "%Om", "%OM",
        "%OS", "%Ou", "%OU", "%OV", "%Ow", "%OW", "%Oy", "%Z",
    ];

    [Fact]
    public void Date_EveryConversionAtRandomTimes_GivesWhatStockGives()
    {
        const int Seed = 20_291;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 8_000).Select(_ =>
            $"os.date({Differential.Quote("!" + Conversions[random.Next(Conversions.Length)] + " " + Conversions[random.Next(Conversions.Length)])}, {Time(random)})"));
    }

    [Fact]
    public void Date_TablesAndErrors_GiveWhatStockGives()
    {
        const int Seed = 20_292;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 2_000).Select(_ =>
            $"local t = os.date('!*t', {Time(random)}) return show(t.year, t.month, t.day, t.hour, t.min, t.sec, t.yday, t.wday, t.isdst)"));
        differential.Compare(0,
        [
            "os.date('!%')", "os.date('!%E')", "os.date('!%Ez', 0)", "os.date('!%Oy %Q', 0)", "os.date('!%9', 0)", "os.date({}, 0)", "os.date('!%Y', 'x')",
            "os.date('!%Y', 1.5)", "os.date('!%Y', '86400')", "os.date('!%Y', 86400.0)", "os.date('!%Y', math.maxinteger)", "os.date('!', 0)", "os.date('', 0)",
            "os.date('!*tx', 0)", "os.date('!%Y', math.mininteger)", "os.date('!%c', 67768036191676800)",
            "os.date('!%Y-%m-%d', -62135596800)", "os.date(5, 0)",
        ]);
    }

    [Fact]
    public void Time_RandomTables_GivesWhatStockGives()
    {
        const int Seed = 20_293;
        string[] odd = ["nil", "'7'", "1.5", "'x'", "{}", "2^31", "-2^31", "2^40", "math.maxinteger", "math.mininteger", "3.0", "0", "-1"];
        var random = new Random(Seed);
        using var differential = new Differential();
        string Field(int low, int high) => random.Next(30) == 0
            ? odd[random.Next(odd.Length)]
            : random.Next(random.Next(6) == 0 ? low * 50 : low, random.Next(6) == 0 ? high * 50 : high).ToString(CultureInfo.InvariantCulture);
        differential.Compare(Seed, Enumerable.Range(0, 4_000).Select(_ =>
        {
            var clock = random.Next(3) == 0 ? "" : $", hour = {Field(-5, 30)}, min = {Field(-70, 70)}, sec = {Field(-70, 70)}";
            return $"local t = {{ year = {Field(1, 3000)}, month = {Field(-2, 15)}, day = {Field(-5, 40)}{clock} }} "
                + "local now = os.time(t) return show(now, t.year, t.month, t.day, t.hour, t.min, t.sec, t.yday, t.wday)";
        }));
        differential.Compare(0,
        [
            "os.time({})", "os.time({year = 2020})", "os.time({year = 2020, month = 1})", "os.time(5)", "os.time('x')",
            "os.time({year = 1969, month = 12, day = 31, hour = 23, min = 59, sec = 59})", "os.difftime(5, 3)", "os.difftime(5)", "os.difftime('x', 1)",
            "os.difftime(math.maxinteger, 1)", "os.difftime(1.5, 1)",
            "os.time(setmetatable({}, {__index = function(_, k) return ({year = 2000, month = 1, day = 1})[k] end}))",
        ]);
    }

    [Fact]
    public void Clocks_ComeFromTheHost()
    {
        using var state = new TextState(ours: true);
        Assert.Equal(
            "integer:1700000000 float:1.5 \"Tue Nov 14 22:13:20 2023\" \"2023\" \"UTC GMT\"",
            state.Run("return show(os.time(), os.clock(), os.date(), os.date('%Y'), os.date('%Z') .. ' ' .. os.date('!%Z'))"));
    }

    private static string Time(Random random) => random.Next(6) switch
    {
        0 => random.NextInt64(-67_768_040_609_740_800, 67_768_036_191_676_800).ToString(CultureInfo.InvariantCulture),
        1 => random.NextInt64(-80_000_000_000, 0).ToString(CultureInfo.InvariantCulture),
        _ => random.NextInt64(0, 5_000_000_000).ToString(CultureInfo.InvariantCulture),
    };
}
