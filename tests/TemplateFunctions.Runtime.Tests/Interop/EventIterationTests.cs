using System.Globalization;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Interop;

/// <summary>Going through an event's objects.</summary>
public sealed class EventIterationTests
{
    /// <summary>Were each step a search, these 60,000 members would take minutes of the run's processor time.</summary>
    [Fact]
    public async Task Pairs_OverAHugeObject_IsLinear()
    {
        const int Members = 60_000;
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromSeconds(30) });
        var data = $"{{\"big\":{{{string.Join(',', Enumerable.Range(1, Members).Select(i => $"\"k{i}\":{i}"))}}}}}";
        var sum = await runtime.Eval("local evt = ... local n, sum = 0, 0 for k, v in pairs(evt.data.big) do n, sum = n + 1, sum + v end return string.format('%d %d', n, sum)", data);
        Assert.Equal($"\"{Members} {((long)Members * (Members + 1) / 2).ToString(CultureInfo.InvariantCulture)}\"", sum);
    }

    [Fact]
    public async Task Next_InAnyOrder_FindsTheMemberAfterTheKey()
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Eval(
            """
            local evt = ...
            local t, out = evt.data.t, {}
            for _, k in ipairs { 'c', 'a', 'b', 'a', 'd' } do out[#out + 1] = tostring((next(t, k))) end
            for k in pairs(t) do
              for inner in pairs(t) do out[#out + 1] = k .. inner end
            end
            out[#out + 1] = tostring(pcall(next, t, 'none'))
            return table.concat(out, ' ')
            """,
            """{"t":{"a":1,"b":2,"c":3,"d":{"a":1}}}""");
        Assert.Equal("\"d b c b nil aa ab ac ad ba bb bc bd ca cb cc cd da db dc dd false\"", result);
    }
}
