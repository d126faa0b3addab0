using System.Text;
using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.ProcessPool.Tests.Contract;

/// <summary>What every registered strategy promises, whatever its VMs live in.</summary>
public sealed class StrategyContractTests
{
    public static TheoryData<string> Strategies => [.. VmDistribution.StrategyNames];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Actions_WithoutAVm_AnswerAndBuildNone(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        Assert.Equal(strategy, runtime.Strategy.Name);
        Assert.Null(await runtime.Do(new GetStateAction()));
        Assert.Equal(0, await runtime.Do(new GetMemoryUsageAction()));
        Assert.Equal(20 << 20, await runtime.Do(new SetMemoryLimitAction(4 << 20)));
        Assert.Equal(4 << 20, await runtime.Do(new SetMemoryLimitAction(8 << 20)));
        Assert.Equal(0, await runtime.Do(new ClearCacheAction()));
        Assert.False(await runtime.Do(new DestroyAction()));
        Assert.Empty(await runtime.Do(new DispatchEventAction([])));
        Assert.Empty(runtime.Strategy.Vms());
        Assert.Empty(runtime.Broken);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Runs_OfEveryOutcome_AreAnswered(string strategy)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { MemoryBytes = 4 << 20 }, strategy: strategy);
        Assert.Equal("""[42,{"a":[1,2.5,"x",true]}]""", await runtime.Eval("local evt = ... return evt.data.n + 1, { a = { 1, 2.5, 'x', true } }", """{"n":41}"""));
        var failed = await runtime.Run("print('one') print('two', 3)\nerror('wrong')");
        Assert.Equal((LuaVmResultKind.LuaError, "init.lua", 2), (failed.Kind, failed.Error!.File, failed.Error.Line));
        Assert.Equal(["one", "two\t3"], failed.Logs);
        Assert.Contains("error('wrong')", failed.Error.Frame, StringComparison.Ordinal);
        Assert.Contains("init.lua:2", failed.Error.Traceback, StringComparison.Ordinal);
        Assert.Equal(("TF1001", LuaVmResultKind.LuaError), ((await runtime.Fail("return (")).Code, LuaVmResultKind.LuaError));
        var hog = await runtime.Run("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end");
        Assert.Equal((LuaVmResultKind.MemoryLimit, BrokenReason.MemoryLimitExceeded), (hog.Kind, hog.BrokenReason));
        Assert.Equal([(runtime.Guild, BrokenReason.MemoryLimitExceeded)], runtime.Broken);
        var good = await runtime.Run("return 1");
        Assert.Equal(LuaVmResultKind.Ok, good.Kind);
        Assert.True(good.MemoryBytes > 0 && good.Duration > TimeSpan.Zero && good.Cpu > TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Run_WithoutEnd_IsStoppedByItsLimit(string strategy)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromSeconds(1) }, strategy: strategy);
        var endless = await runtime.Run("while true do end");
        Assert.Equal((LuaVmResultKind.Timeout, "TF3002"), (endless.Kind, endless.Error!.Code));
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task State_OfALiveVm_IsTold(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy, threads: 2);
        await runtime.Eval("local evt, ctx = ... ctx.store.n = 7 return 1");
        Assert.Equal("7", await runtime.Eval("local evt, ctx = ... return ctx.store.n"));
        var info = await runtime.Do(new GetStateAction());
        Assert.Equal((runtime.Guild, VmState.Healthy, 2L, 20L << 20), (info!.Guild, info.State, info.Executions, info.MemoryLimit));
        Assert.Equal(runtime.Strategy.SlotOf(runtime.Guild), info.Thread);
        Assert.True(await runtime.Do(new GetMemoryUsageAction()) > 10_000);
        await ToldAsync(() => runtime.Strategy.Vms() is [var vm] && vm.Guild == runtime.Guild);
        await ToldAsync(() => runtime.Strategy.Threads().Any(thread => thread.Slot == info.Thread && thread.Vms == 1 && thread.State == "healthy"));
        await ToldAsync(() => runtime.Strategy.Memory() is { Waiting: 0 } memory && memory.ReservedBytes >= info.MemoryBytes && memory.ReservedBytes <= memory.LimitBytes);
        Assert.Equal(2, await runtime.Do(new ClearCacheAction()));
        Assert.True(await runtime.Do(new DestroyAction()));
        Assert.Equal([(runtime.Guild, BrokenReason.ExplicitDestroy)], runtime.Broken);
        await ToldAsync(() => runtime.Strategy.Vms().Count == 0);
        Assert.Equal("null", await runtime.Eval("local evt, ctx = ... return ctx.store.n"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Destroy_AnswersWhoWaits(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        var waiting = runtime.Run("task.wait(60)");
        await runtime.Settle();
        Assert.True(await runtime.Do(new DestroyAction()));
        var result = await waiting;
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy, "TF5005"), (result.Kind, result.BrokenReason, result.Error!.Code));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Panic_AnswersRunningWaitingAndQueuedActions(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        var waiting = runtime.Run("task.wait(60)");
        var dispatch = new DispatchEventAction([runtime.Request("task.wait(60)", name: "a"), runtime.Request("return 1", name: "b")]);
        runtime.Strategy.Dispatch(runtime.Guild, dispatch);
        await runtime.Settle();
        Assert.True(await runtime.Do(new PanicAction()));
        Assert.Equal(BrokenReason.PanicRecovery, (await waiting).BrokenReason);
        Assert.Equal(BrokenReason.PanicRecovery, (await dispatch.Completion.WaitAsync(TimeSpan.FromSeconds(60)))["a"].BrokenReason);
        Assert.Equal([(runtime.Guild, BrokenReason.PanicRecovery)], runtime.Broken);
        Assert.Equal("3", await runtime.Eval("return 3"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Cancellation_StopsARunThatWaitsAndOneThatIsBusy(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        foreach (var source in new[] { "task.wait(60)", "while true do end" })
        {
            using var cancellation = new CancellationTokenSource();
            var template = runtime.Request(source);
            var run = runtime.Run(new RunRequest { RunId = "c", Template = template.Template, Event = template.Event, Cancellation = cancellation.Token });
            await runtime.Settle();
            await cancellation.CancelAsync();
            var result = await run;
            Assert.Equal((LuaVmResultKind.VmBroken, "TF4014", (BrokenReason?)null), (result.Kind, result.Error!.Code, result.BrokenReason));
        }

        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Cancellation_BeforeTheDispatch_RunsNothingAndBuildsNoVm(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var template = runtime.Request("return 1");
        var refused = await runtime.Run(new RunRequest { RunId = "c", Template = template.Template, Event = template.Event, Cancellation = cancellation.Token });
        Assert.Equal((LuaVmResultKind.VmBroken, "TF4014", (BrokenReason?)null), (refused.Kind, refused.Error?.Code, refused.BrokenReason));
        await runtime.Settle();
        Assert.Empty(runtime.Strategy.Vms());
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Slices_LetAQuickGuildAnswerBesideEndlessOnes(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        using var end = new CancellationTokenSource();
        var loop = runtime.Request("while true do end");
        var loops = Enumerable.Range(100, 4)
            .Select(g => runtime.Run(new RunRequest { RunId = "l", Template = loop.Template, Event = loop.Event, Cancellation = end.Token }, new GuildId((ulong)g)))
            .ToArray();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal("1", await runtime.Eval("return 1"));
        }

        Assert.All(loops, run => Assert.False(run.IsCompletedSuccessfully && run.Result.Kind == LuaVmResultKind.Ok));
        await end.CancelAsync();
        await Task.WhenAll(loops);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task TaskError_AfterTheRun_IsToldOfItsTemplate(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        var result = await runtime.Run("task.delay(0.01, function() error('late') end) return 'done'", name: "tasks");
        Assert.Equal(LuaVmResultKind.Ok, result.Kind);
        var error = await runtime.NextTaskError.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Contains("late", error.Message, StringComparison.Ordinal);
        Assert.Equal(["tasks"], runtime.TaskErrorTemplates);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Observer_OfARun_IsToldThatItWaits(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        var waits = new Waits();
        var template = runtime.Request("task.wait(0.01) return 'ok'");
        var result = await runtime.Run(new RunRequest { RunId = "w", Template = template.Template, Event = template.Event, Observer = waits });
        Assert.Equal(LuaVmResultKind.Ok, result.Kind);
        Assert.NotNull(Assert.Single(waits.Until));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Dispatch_OfSeveralTemplates_GivesEachItsOwnResultAsItComes(string strategy)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(strategy: strategy, modules: probe.AsPlain);
        var order = new List<string>();
        RunRequest[] runs =
        [
            runtime.Request("require('@antiraid/probe').gate('others') return 'slow'", name: "slow"),
            runtime.Request("return 'fast'", name: "fast"),
            runtime.Request("error('x')", name: "fails"),
        ];
        var results = await runtime.Do(new DispatchEventAction(runs, (run, _) =>
        {
            order.Add(run.Template.Name);
            if (order.Count == 2)
            {
                probe.Gate("others").SetResult(HostReturn.None);
            }
        }));
        Assert.Equal(["fast", "fails", "slow"], order);
        Assert.Equal("\"slow\"", Encoding.UTF8.GetString(results["slow"].ResultJson.Span));
        Assert.Equal(LuaVmResultKind.LuaError, results["fails"].Kind);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Context_OfARun_ShowsItsOwnDataOwnerAndCapabilities(string strategy)
    {
        await using var runtime = new RuntimeHarness(strategy: strategy);
        var template = runtime.Request("local evt, ctx = ... return { ctx.data.x, ctx.guild_id, ctx.owner_guild_id, evt.id, evt.author }");
        for (var i = 1; i <= 3; i++)
        {
            var request = new RunRequest
            {
                RunId = "r",
                Template = template.Template,
                Event = template.Event,
                TemplateDataJson = Encoding.UTF8.GetBytes($$"""{"x":{{i}}}"""),
                OwnerGuild = new GuildId((ulong)i),
            };
            Assert.Equal($"[{i},\"42\",\"{i}\",\"e1\",\"77\"]", Encoding.UTF8.GetString((await runtime.Run(request)).ResultJson.Span));
        }
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Disposal_WhileActionsArePosted_CompletesEach(string strategy)
    {
        var runtime = new RuntimeHarness(threads: 2, strategy: strategy);
        var actions = new List<Task>();
        for (var i = 0; i < 600; i++)
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
                ThreadPool.QueueUserWorkItem(_ => runtime.DisposeAsync().AsTask());
            }
        }

        await Task.WhenAll(actions);
        await runtime.DisposeAsync();
        var late = await runtime.Run("return 1");
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy), (late.Kind, late.BrokenReason));
        Assert.Empty(await runtime.Do(new DispatchEventAction([])));
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Guilds_AreSpreadAndKeepTheirSlot(string strategy)
    {
        await using var runtime = new RuntimeHarness(threads: 2, strategy: strategy);
        for (ulong g = 1; g <= 10; g++)
        {
            Assert.Equal(LuaVmResultKind.Ok, (await runtime.Run("local evt, ctx = ... ctx.store.n = ctx.guild_id", guild: new GuildId(g))).Kind);
        }

        IReadOnlyList<VmInfo> vms = [];
        await ToldAsync(() => (vms = runtime.Strategy.Vms()).DistinctBy(vm => vm.Guild).Count() == 10);
        Assert.All(vms, vm => Assert.Equal(runtime.Strategy.SlotOf(vm.Guild), vm.Thread));
        Assert.True(vms.Select(vm => vm.Thread).Distinct().Count() > 1);
        for (ulong g = 1; g <= 10; g++)
        {
            var kept = await runtime.Run("local evt, ctx = ... return ctx.store.n", guild: new GuildId(g));
            Assert.Equal($"\"{g}\"", Encoding.UTF8.GetString(kept.ResultJson.Span));
        }
    }

    /// <summary>A child process that is slow to tell is shown as it was before.</summary>
    private static Task ToldAsync(Func<bool> told) => Pool.UntilAsync(told, "it is told");

    private sealed class Waits : IRunObserver
    {
        public List<DateTimeOffset?> Until { get; } = [];

        public void OnWaiting(DateTimeOffset? until) => Until.Add(until);
    }
}
