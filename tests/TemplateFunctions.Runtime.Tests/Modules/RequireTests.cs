using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Modules;

public sealed class RequireTests
{
    private static Dictionary<string, string> Files(string module) => new()
    {
        ["init.lua"] = "local evt, ctx = ... ctx.store.asked = (ctx.store.asked or 0) + 1 return require('./m').n",
        ["m.lua"] = module,
    };

    [Fact]
    public async Task SlowModule_WantedByTwoRuns_IsLoadedOnceAndTheOtherSleeps()
    {
        var probe = new ProbeModule();

        // In one slice, so that each has come to where it sleeps, however busy the machine.
        await using var runtime = new RuntimeHarness(new RuntimeLimits { Slice = TimeSpan.FromSeconds(1) }, modules: [probe.AsPlain]);
        var files = Files("loads = (loads or 0) + 1 require('@antiraid/probe').gate('m') return { n = loads }");
        var runs = Enumerable.Range(0, 3).Select(_ => runtime.Run(runtime.Request("", files: files))).ToArray();
        await runtime.Settle();

        // Nothing stands in the ready queue: the waiters sleep, they do not look again and again.
        Assert.All(runs, run => Assert.False(run.IsCompleted));
        Assert.Equal(0, runtime.Strategy.Threads()[0].ReadyRuns);
        probe.Gate("m").SetResult(HostReturn.None);
        foreach (var result in await Task.WhenAll(runs))
        {
            Assert.Equal("1", Encoding.UTF8.GetString(result.ResultJson.Span));
        }
    }

    [Fact]
    public async Task Loader_StoppedInTheMiddle_DoesNotBlockLaterRuns()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(time: clock);
        var files = Files("local mine = (loads or 0) + 1 loads = mine if mine == 1 then task.wait(3600) end return { n = mine }");
        var first = runtime.Run(runtime.Request("", files: files));
        await runtime.Pass(clock, TimeSpan.FromMinutes(5));
        var second = runtime.Run(runtime.Request("", files: files));
        await runtime.Pass(clock, TimeSpan.FromMinutes(4));
        Assert.False(second.IsCompleted);
        await runtime.Pass(clock, TimeSpan.FromMinutes(2));
        Assert.Equal(LuaVmResultKind.Timeout, (await first).Kind);
        Assert.Equal("2", Encoding.UTF8.GetString((await second).ResultJson.Span));
        Assert.Equal("2", Encoding.UTF8.GetString((await runtime.Run(runtime.Request("", files: files))).ResultJson.Span));
    }

    [Fact]
    public async Task Loader_CancelledByItsCaller_IsTakenOver()
    {
        // In one slice, so that the first is the one that loads, however busy the machine.
        await using var runtime = new RuntimeHarness(new RuntimeLimits { Slice = TimeSpan.FromSeconds(1) });
        using var caller = new CancellationTokenSource();
        var request = runtime.Request("", files: Files("local mine = (loads or 0) + 1 loads = mine if mine == 1 then task.wait(3600) end return { n = mine }"));
        var first = runtime.Run(new RunRequest { RunId = "x", Template = request.Template, Event = request.Event, Cancellation = caller.Token });
        await runtime.Settle();
        var second = runtime.Run(request);
        await runtime.Settle();
        await caller.CancelAsync();
        Assert.Equal("TF4014", (await first).Error!.Code);
        Assert.Equal("2", Encoding.UTF8.GetString((await second).ResultJson.Span));
    }

    [Fact]
    public async Task Templates_OfOneDispatch_ReadTheSameEventAndCannotTouchEachOther()
    {
        await using var runtime = new RuntimeHarness();
        var shared = runtime.Request("return 0", """{"l":[1,2],"o":{"x":1}}""");
        RunRequest[] runs = [.. Enumerable.Range(0, 5).Select(i => new RunRequest
        {
            RunId = "s" + i,
            Template = runtime.Request($"local evt, ctx = ... ctx.store.parts = ctx.store.parts or {{}} table.insert(ctx.store.parts, evt.data.o) x = (x or 0) + {i} task.wait() return #evt.data.l, evt.data.o.x, x, #ctx.store.parts", name: "t" + i).Template,
            Event = shared.Event,
        })];
        var results = await runtime.Do(new DispatchEventAction(runs));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal($"[2,1,{i},5]", Encoding.UTF8.GetString(results["t" + i].ResultJson.Span));
        }
    }

    [Fact]
    public async Task HostFunction_KnowsItsCaller()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlugin);
        var request = runtime.Request("local evt, ctx = ... ctx.Plug:see() return ctx.owner_guild_id, ctx.data.a", name: "named");
        var result = await runtime.Run(new RunRequest
        {
            RunId = "run-x", Template = request.Template, Event = request.Event, OwnerGuild = new GuildId(5), Epoch = 9, TemplateDataJson = """{"a":[1]}"""u8.ToArray(),
        });
        Assert.Equal("[\"5\",[1]]", Encoding.UTF8.GetString(result.ResultJson.Span));
        Assert.Equal(new RunInfo(runtime.Guild, "named", new GuildId(5), "run-x", "e1", 1, 9), Assert.Single(probe.Callers));
    }

    [Fact]
    public async Task HostTask_ThatEndsAfterTheVmIsGone_IsIgnored()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlugin);
        var run = runtime.Run("local evt, ctx = ... ctx.Plug:gate('g')");
        await runtime.Do(new DestroyAction());
        probe.Gate("g").SetResult(HostReturn.Of(1));
        Assert.Equal(LuaVmResultKind.VmBroken, (await run).Kind);
        Assert.Equal("2", await runtime.Eval("return 2"));
    }
}
