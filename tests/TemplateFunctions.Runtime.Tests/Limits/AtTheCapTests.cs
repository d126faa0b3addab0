using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Limits;

[Collection(nameof(RestlessCollector))]
public sealed class AtTheCapTests
{
    /// <summary>Every library call at the cap while the collector of the process never rests: nothing managed is jumped over.</summary>
    [Fact]
    public async Task LibraryCalls_AtTheCapUnderAGarbageCollectorThatNeverRests_DoNotAbort()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(4));
        await using var collector = new RestlessCollector();
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(new RuntimeLimits { MemoryBytes = 2 << 20, RunCpu = TimeSpan.FromSeconds(2) }, threads: 2, modules: [probe.AsPlain, probe.AsPlugin]);
        var rounds = 0;
        while (!stop.IsCancellationRequested)
        {
            var sources = AtTheCap.Select((source, i) => runtime.Run(source, """{"s":"abc","l":[1,2,3],"o":{"a":{}}}""", "t" + i, guild: new GuildId((ulong)(i % 5) + 1)));
            foreach (var result in await Task.WhenAll(sources))
            {
                Assert.True(result.Kind != LuaVmResultKind.Ok, $"{result}");
                rounds++;
            }
        }

        Assert.NotEqual(0, rounds);
    }

    private static readonly string[] AtTheCap =
    [
        .. new[]
        {
            "s:rep(3, '-')", "s:gsub('.', '%0%0')", "s:gsub('.', function(c) return c .. c end)", "s:find('b(.)')", "s:format(1, 'x')", "('%s %q %d'):format(s, s, 5)",
            "table.concat({s, s, s}, ',')", "{table.unpack({1, 2, 3})}", "pcall(error, {s})", "{xpcall(error, debug.traceback, s)}", "coroutine.wrap(function() coroutine.yield(s) end)()",
            "coroutine.create(print)", "evt.data.o.a", "tostring(evt) .. evt.data.s", "load('return 1')", "probe.echo({s, {a = s}})", "probe.several()", "plug:later({s})",
            "task.spawn(function() task.wait(60) end)", "task.delay(60, print)", "{pcall(probe.fail, s)}", "{next(evt.data)}", "debug.traceback(s)", "os.date('*t')", "ctx:with_limits({capabilities = {}})",
        }.Select(call => $$"""
            local evt, ctx = ...
            local probe, plug, keep, s = require('@antiraid/probe'), ctx.Plug, {}, 'abc'
            for i = 1, 150 do keep[i] = ('x'):rep(10000) .. i end
            while true do pcall(function() s = ('abc'):rep(100) .. #keep keep[#keep + 1] = ({{call}}) or 1 keep[#keep + 1] = s .. #keep end) end
            """),
    ];
}
