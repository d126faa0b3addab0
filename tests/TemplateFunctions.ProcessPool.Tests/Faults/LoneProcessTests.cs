using System.Text;
using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>Guilds that run alone, each in a process of its own.</summary>
public sealed class LoneProcessTests
{
    [Fact]
    public async Task Runs_OfTwoGuilds_HaveProcessesOfTheirOwnThatEndWithThem()
    {
        await using var runtime = new RuntimeHarness();
        var probe = new ProbeModule();
        await using var lone = Create(runtime, modules: probe.AsPlain);
        const string Wait = "require('@antiraid/probe').gate('go') return ";
        var (first, second) = (Start(lone, runtime, Wait + "1", 1), Start(lone, runtime, Wait + "2", 2));
        await Pool.UntilAsync(() => lone.ProcessIds.Count == 2, "both have a process");
        var processes = lone.ProcessIds;
        probe.Gate("go").SetResult(HostReturn.None);
        Assert.Equal(["1", "2"], [Text(await first), Text(await second)]);
        await Pool.UntilAsync(() => !processes.Any(Signals.IsAlive), "the processes have ended");
        await Pool.UntilAsync(() => lone.ProcessIds.Count == 0, "their places are free");
        Assert.Empty(runtime.Broken);
        Assert.Equal("3", Text(await Start(lone, runtime, "return 3", 1)));
    }

    [Fact]
    public async Task Run_ThatTakesItsProcessDown_IsToldSoAndHarmsNobody()
    {
        await using var runtime = new RuntimeHarness();
        await using var lone = Create(runtime);
        var innocent = Start(lone, runtime, "task.wait(0.5) return 'fine'", 2);
        var result = await Start(lone, runtime, "require('@antiraid/faults').segfault()", 1);
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery), (result.Kind, result.BrokenReason));
        Assert.Equal([(new GuildId(1), BrokenReason.PanicRecovery)], runtime.Broken);
        Assert.Equal("\"fine\"", Text(await innocent));
        Assert.Equal("1", Text(await Start(lone, runtime, "return 1", 1)));
    }

    /// <summary>Supervised like the others: what is stuck, or holds too much memory, is a death too.</summary>
    [Theory]
    [InlineData("require('@antiraid/faults').stick()")]
    [InlineData("local t = {} for i = 1, 400 do t[i] = ('x'):rep(1000000) .. i end while true do end")]
    public async Task Run_ThatIsStuckOrTooLargeAlone_IsToldAsItsProcesssDeath(string source)
    {
        await using var runtime = new RuntimeHarness();
        await using var lone = (LoneProcessStrategy)VmDistribution.CreateLone(
            new RuntimeOptions
            {
                Processes = new ProcessPoolOptions { ResidentBytes = 300L << 20 },
                Limits = new RuntimeLimits { ThreadGrace = TimeSpan.FromSeconds(4), MemoryBytes = 1 << 30, RunCpu = TimeSpan.FromMinutes(5) },
                AllowPanic = true,
            },
            TimeProvider.System,
            runtime,
            runtime.Log);
        var result = await Start(lone, runtime, source, 1);
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery), (result.Kind, result.BrokenReason));
        await Pool.UntilAsync(() => lone.ProcessIds.Count == 0, "its process has gone");
    }

    [Fact]
    public async Task Runs_OfMoreGuildsThanPlaces_WaitForOne()
    {
        await using var runtime = new RuntimeHarness();
        await using var lone = Create(runtime, new ProcessPoolOptions { LoneProcesses = 1 });
        var results = await Task.WhenAll(Enumerable.Range(1, 3).Select(guild => Start(lone, runtime, "return 1", (ulong)guild)));
        Assert.All(results, result => Assert.Equal(LuaVmResultKind.Ok, result.Kind));
    }

    [Fact]
    public async Task Questions_WithoutAProcess_StartNone()
    {
        await using var runtime = new RuntimeHarness();
        await using var lone = Create(runtime);
        var (state, limit, destroy) = (new GetStateAction(), new SetMemoryLimitAction(4 << 20), new DestroyAction());
        LuaVmAction[] actions = [state, limit, destroy];
        Array.ForEach(actions, action => lone.Dispatch(runtime.Guild, action));
        Assert.Null(await state.Completion);
        Assert.Equal(20 << 20, await limit.Completion);
        Assert.False(await destroy.Completion);
        Assert.Empty(lone.ProcessIds);
        var hog = new ExecuteAction(runtime.Request("local t = {} for i = 1, 100 do t[i] = ('x'):rep(100000) .. i end"));
        lone.Dispatch(runtime.Guild, hog);
        Assert.Equal(LuaVmResultKind.MemoryLimit, (await hog.Completion.WaitAsync(TimeSpan.FromSeconds(60))).Kind);
    }

    [Fact]
    public async Task Disposal_WhileRunsWait_AnswersThem()
    {
        await using var runtime = new RuntimeHarness();
        var lone = Create(runtime, new ProcessPoolOptions { LoneProcesses = 1 });
        var runs = Enumerable.Range(1, 3).Select(guild => Start(lone, runtime, "task.wait(600)", (ulong)guild)).ToArray();
        await Pool.UntilAsync(() => lone.ProcessIds.Count == 1, "one has a process");
        await lone.DisposeAsync();
        Assert.All(await Task.WhenAll(runs), result => Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy), (result.Kind, result.BrokenReason)));
        Assert.Equal(BrokenReason.ExplicitDestroy, (await Start(lone, runtime, "return 1", 1)).BrokenReason);
    }

    private static LoneProcessStrategy Create(RuntimeHarness runtime, ProcessPoolOptions? options = null, params HostModule[] modules) => (LoneProcessStrategy)VmDistribution.CreateLone(
        new RuntimeOptions { Processes = options ?? new ProcessPoolOptions(), Modules = modules, AllowPanic = true }, TimeProvider.System, runtime, runtime.Log);

    private static Task<LuaVmResult> Start(LoneProcessStrategy lone, RuntimeHarness runtime, string source, ulong guild)
    {
        var action = new ExecuteAction(runtime.Request(source));
        lone.Dispatch(new GuildId(guild), action);
        return action.Completion.WaitAsync(TimeSpan.FromSeconds(90));
    }

    private static string Text(LuaVmResult result)
    {
        Assert.True(result.Kind == LuaVmResultKind.Ok, result.ToString());
        return Encoding.UTF8.GetString(result.ResultJson.Span);
    }
}
