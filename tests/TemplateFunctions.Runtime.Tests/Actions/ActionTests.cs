using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Actions;

public sealed class ActionTests
{
    [Theory]
    [InlineData("thread-pool")]
    [InlineData("thread-per-guild")]
    public async Task Actions_WithoutAVm_AnswerAndBuildNone(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        Assert.Null(await runtime.Do(new GetStateAction()));
        Assert.Equal(0, await runtime.Do(new GetMemoryUsageAction()));
        Assert.Equal(20 << 20, await runtime.Do(new SetMemoryLimitAction(4 << 20)));
        Assert.Equal(0, await runtime.Do(new ClearCacheAction()));
        Assert.False(await runtime.Do(new DestroyAction()));
        Assert.Empty(await runtime.Do(new DispatchEventAction([])));
        Assert.Empty(runtime.Strategy.Vms());
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Theory]
    [InlineData("thread-pool")]
    [InlineData("thread-per-guild")]
    public async Task Actions_WithAVm_TellItsFigures(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        await runtime.Eval("return 1");
        var waiting = runtime.Run("task.wait(60)", name: "w");
        await runtime.Settle();
        var info = await runtime.Do(new GetStateAction());
        Assert.Equal((VmState.Healthy, 20L << 20, 2L, 1), (info!.State, info.MemoryLimit, info.Executions, info.LiveRuns));
        Assert.InRange(await runtime.Do(new GetMemoryUsageAction()), 10_000, 1 << 20);
        Assert.Equal(info.Guild, Assert.Single(runtime.Strategy.Vms()).Guild);
        Assert.Equal(2, await runtime.Do(new ClearCacheAction()));
        Assert.Equal(0, await runtime.Do(new ClearCacheAction()));
        Assert.True(await runtime.Do(new DestroyAction()));
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy, "TF5005"), ((await waiting).Kind, (await waiting).BrokenReason, (await waiting).Error!.Code));
        Assert.Null(await runtime.Do(new GetStateAction()));
        Assert.Equal([(runtime.Guild, BrokenReason.ExplicitDestroy)], runtime.Broken);
    }

    [Fact]
    public async Task Panic_AnswersRunningWaitingAndQueuedActions()
    {
        await using var runtime = new RuntimeHarness();
        var waiting = runtime.Run("task.wait(60)");
        var dispatch = new DispatchEventAction([runtime.Request("task.wait(60)", name: "a"), runtime.Request("return 1", name: "b")]);
        runtime.Strategy.Dispatch(runtime.Guild, dispatch);
        await runtime.Settle();
        var panic = new PanicAction();
        runtime.Strategy.Dispatch(runtime.Guild, panic);
        var after = Enumerable.Range(0, 50).Select(i => runtime.Run("return 1", guild: new GuildId((ulong)i))).ToArray();
        Assert.True(await panic.Completion);
        Assert.Equal(BrokenReason.PanicRecovery, (await waiting).BrokenReason);
        Assert.Equal(2, (await dispatch.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Count);
        foreach (var result in await Task.WhenAll(after))
        {
            Assert.True(result.Kind == LuaVmResultKind.Ok || result.BrokenReason == BrokenReason.PanicRecovery);
        }

        Assert.Equal("3", await runtime.Eval("return 3"));
    }

    [Fact]
    public async Task HostBug_WhileARunStarts_AnswersIt()
    {
        await using var runtime = new RuntimeHarness();
        var good = runtime.Request("return 1");
        var bad = new RunRequest { RunId = "r", Template = good.Template, Event = good.Event, TemplateDataJson = "{not json"u8.ToArray() };
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery), ((await runtime.Run(bad)).Kind, (await runtime.Run(bad)).BrokenReason));
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Fact]
    public async Task HostBug_WhileARunStarts_AnswersItOnceTheThreadHasASuccessor()
    {
        await using var runtime = new RuntimeHarness();
        var next = new ExecuteAction(runtime.Request("return 1"));
        var bad = new RunRequest { RunId = "r", Template = next.Request.Template, Event = next.Request.Event, TemplateDataJson = "{not json"u8.ToArray() };
        runtime.Strategy.Dispatch(runtime.Guild, new SinkAction(bad, new OnAnswer(() => runtime.Strategy.Dispatch(runtime.Guild, next))));
        Assert.Equal(LuaVmResultKind.Ok, (await next.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Kind);
    }

    [Theory]
    [InlineData("thread-pool")]
    [InlineData("thread-per-guild")]
    public async Task Disposal_WhileThreadsAreLost_EndsAndAnswersEverybody(string strategy)
    {
        for (var round = 0; round < 100; round++)
        {
            var runtime = new RuntimeHarness(threads: 2, strategy: strategy);
            var posting = Task.Run(() => Enumerable.Range(0, 6).Select(i => (Task)runtime.Do(new PanicAction(), new GuildId((ulong)i))).ToList());
            Thread.SpinWait(round * 1000);
            await runtime.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
            await Task.WhenAll(await posting);
        }
    }

    [Theory]
    [InlineData("thread-pool")]
    [InlineData("thread-per-guild")]
    public async Task Disposal_WhileAThousandActionsArePosted_CompletesEach(string strategy)
    {
        var runtime = new RuntimeHarness(threads: 2, strategy: strategy);
        var actions = new List<Task>();
        var posting = Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                var guild = new GuildId((ulong)(i % 7));
                actions.Add((i % 8) switch
                {
                    0 => runtime.Do(new GetStateAction(), guild),
                    1 => runtime.Do(new SetMemoryLimitAction(4 << 20), guild),
                    2 => runtime.Do(new ClearCacheAction(), guild),
                    3 => runtime.Do(new GetMemoryUsageAction(), guild),
                    4 => runtime.Do(new DispatchEventAction([runtime.Request("return 1", name: "a"), runtime.Request("task.wait(60)", name: "b")]), guild),
                    5 => runtime.Do(new DispatchEventAction([]), guild),
                    6 when i % 5 == 0 => runtime.Do(new PanicAction(), guild),
                    6 => runtime.Do(new DestroyAction(), guild),
                    _ => runtime.Run("task.wait(60)", guild: guild),
                });
                if (i == 300)
                {
                    Assert.True(ThreadPool.QueueUserWorkItem(_ => runtime.DisposeAsync().AsTask()));
                }
            }
        });
        await posting;
        await Task.WhenAll(actions);
        await runtime.DisposeAsync();
        var late = await runtime.Run("return 1");
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy), (late.Kind, late.BrokenReason));
        Assert.Empty(await runtime.Do(new DispatchEventAction([])));
    }

    [Fact]
    public async Task Dispatch_OfSeveralTemplates_GivesEachItsOwnResultAndTellsThemAsTheyCome()
    {
        await using var runtime = new RuntimeHarness();
        var order = new List<string>();
        RunRequest[] runs =
        [
            runtime.Request("task.wait(1) return 'slow'", name: "slow"),
            runtime.Request("return 'fast'", name: "fast"),
            runtime.Request("error('x')", name: "fails"),
            runtime.Request("return (", name: "broken"),
        ];
        var results = await runtime.Do(new DispatchEventAction(runs, (run, _) => order.Add(run.Template.Name)));
        Assert.Equal(["broken", "fails", "fast", "slow"], results.Keys.Order());
        Assert.Equal(["fast", "fails", "broken", "slow"], order);
        Assert.Equal((LuaVmResultKind.Ok, LuaVmResultKind.LuaError, "TF1001"), (results["slow"].Kind, results["fails"].Kind, results["broken"].Error!.Code));
    }

    [Fact]
    public async Task Dispatch_TwoRunsOfOneTemplate_Completes()
    {
        await using var runtime = new RuntimeHarness();
        var results = await runtime.Do(new DispatchEventAction([runtime.Request("return 1"), runtime.Request("return 1")]));
        Assert.Equal(["t"], results.Keys);
    }

    [Fact]
    public async Task Template_ReplacedInFlight_EndsOnTheOldCodeAndKeepsTheVm()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlain);
        var old = runtime.Request("", files: new() { ["init.lua"] = "local evt, ctx = ... ctx.store.n = 1 require('@antiraid/probe').gate('go') return require('./m'), ctx.store.n", ["m.lua"] = "return 'old'" });
        var running = runtime.Run(old);
        await runtime.Settle();
        var renewed = runtime.Request("", files: new() { ["init.lua"] = "local evt, ctx = ... ctx.store.n = ctx.store.n + 1 return require('./m'), ctx.store.n", ["m.lua"] = "return 'new'" });
        Assert.Equal("[\"new\",2]", System.Text.Encoding.UTF8.GetString((await runtime.Run(renewed)).ResultJson.Span));
        for (var i = 0; i < 3; i++)
        {
            await runtime.Run(runtime.Request($"return {i}"));
        }

        await runtime.Do(new ClearCacheAction());
        probe.Gate("go").SetResult(HostReturn.None);
        Assert.Equal("[\"old\",2]", System.Text.Encoding.UTF8.GetString((await running).ResultJson.Span));
        Assert.Equal("2", await runtime.Eval("local evt, ctx = ... return ctx.store.n"));
    }

    [Fact]
    public async Task FirstEvents_AtOnce_BuildOneVm()
    {
        await using var runtime = new RuntimeHarness(threads: 4);
        var guild = new GuildId(99);
        using var start = new Barrier(8);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            start.SignalAndWait();
            var action = new ExecuteAction(runtime.Request("local evt, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return ctx.store.n"));
            runtime.Strategy.Dispatch(guild, action, slot: i % 2 == 0 ? i % 4 : null);
            return System.Text.Encoding.UTF8.GetString((await action.Completion).ResultJson.Span);
        })));
        Assert.Equal(["1", "2", "3", "4", "5", "6", "7", "8"], results.Order());
        Assert.Single(runtime.Strategy.Vms());
    }

    [Fact]
    public async Task Slot_PinnedOnce_StaysAndAVmNeverMoves()
    {
        await using var runtime = new RuntimeHarness(threads: 4);
        for (ulong g = 1; g <= 20; g++)
        {
            var guild = new GuildId(g);
            var natural = runtime.Strategy.SlotOf(guild);
            var wanted = (natural + 1) % 4;
            await Dispatch(guild, wanted);
            Assert.Equal(wanted, runtime.Strategy.SlotOf(guild));
            await Dispatch(guild, natural);
            await Dispatch(guild, null);
            await Dispatch(guild, 77);
            var other = new GuildId(g + 100);
            await Dispatch(other, null);
            await Dispatch(other, (runtime.Strategy.SlotOf(other) + 1) % 4);
        }

        Assert.Equal(40, runtime.Strategy.Vms().Count);
        Assert.Equal(40, runtime.Strategy.Vms().Select(vm => vm.Guild).Distinct().Count());

        async Task Dispatch(GuildId guild, int? slot)
        {
            var action = new ExecuteAction(runtime.Request("return 1"));
            runtime.Strategy.Dispatch(guild, action, slot);
            Assert.Equal(LuaVmResultKind.Ok, (await action.Completion).Kind);
        }
    }

    [Fact]
    public async Task ThreadPerGuild_GivesEachGuildAThreadUpToTheMost()
    {
        await using var runtime = new RuntimeHarness(strategy: "thread-per-guild");
        for (ulong g = 1; g <= 6; g++)
        {
            await runtime.Run("return 1", guild: new GuildId(g));
        }

        var slots = runtime.Strategy.Vms().OrderBy(vm => vm.Guild.Value).Select(vm => vm.Thread).ToArray();
        Assert.Equal([0, 1, 2, 3], slots[..4]);
        Assert.All(slots[4..], slot => Assert.InRange(slot, 0, 3));
        Assert.Equal(4, runtime.Strategy.Threads().Count);
    }

    /// <summary>A VM is touched by one thread only, and host functions run there.</summary>
    [Fact]
    public async Task HostFunctions_OfAGuild_RunOnItsOneThread()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(threads: 4, modules: probe.AsPlugin);
        const string source = "local evt, ctx = ... for i = 1, 5 do ctx.Plug:see() ctx.Plug:later({}) ctx.Plug:see() task.spawn(function() task.wait() ctx.Plug:see() end) end task.wait(0.01)";
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => runtime.Run(source))));
        Assert.Equal(40 * 15, probe.ThreadIds.Count);
        Assert.Single(probe.ThreadIds.Distinct());
        Assert.DoesNotContain(Environment.CurrentManagedThreadId, probe.ThreadIds);
    }

    /// <summary>Acts on the answer at once, on the thread that gives it.</summary>
    private sealed class OnAnswer(Action act) : IRunSink
    {
        public void Settle(RunRequest request, LuaVmResult result) => act();
    }
}
