using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.ProcessPool.Tests.Contract;

/// <summary>What guilds owe each other holds in every strategy.</summary>
public sealed class SharingTests
{
    private const string Work = "local n = 0 for i = 1, 400000 do n = n + i % 7 end return 1";

    public static TheoryData<string> Strategies { get; } = [.. VmDistribution.StrategyNames];

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Guild_WithMuchWork_DoesNotDelayAnotherOnItsThread(string strategy)
    {
        var probe = new ProbeModule();
        await using var runtime = Start(strategy, new RuntimeLimits { RunCpu = TimeSpan.FromMinutes(1), GuildCpu = TimeSpan.FromHours(1) }, probe.AsPlain);
        var (crowd, alone, another) = await OfOneThreadAsync(runtime);
        var letGo = await HoldAsync(runtime, probe, another);
        var settled = 0;
        var busy = new DispatchEventAction([.. Enumerable.Range(0, 40).Select(i => TestRequests.Make(Work, name: "busy" + i))], (_, _) => Interlocked.Increment(ref settled));
        runtime.Strategy.Dispatch(crowd, busy);
        var before = -1;
        var quick = new DispatchEventAction([TestRequests.Make(Work, name: "alone")], (_, _) => before = Volatile.Read(ref settled));
        runtime.Strategy.Dispatch(alone, quick);
        letGo();

        var answer = await quick.Completion.WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(LuaVmResultKind.Ok, answer["alone"].Kind);
        Assert.InRange(before, 0, 20);
    }

    [Theory]
    [MemberData(nameof(Strategies))]
    public async Task Tasks_OverTheCap_AreRefusedByNameAndOtherGuildsHaveTheirOwn(string strategy)
    {
        await using var runtime = Start(strategy, new RuntimeLimits { TasksPerVm = 50 });
        const string Many = "local n = 0 for i = 1, 100 do local ok, e = pcall(task.delay, 60, function() end) if not ok then return {n, e} end n = n + 1 end return n";

        var refused = await runtime.Eval(Many);
        var other = await runtime.Run("return task.delay(60, function() end) ~= nil", guild: new GuildId(7));

        Assert.Matches("^\\[(49|50),\".*50 waiting tasks and timers \\[TF3006\\]", refused);
        Assert.Equal(LuaVmResultKind.Ok, other.Kind);
    }

    private static RuntimeHarness Start(string strategy, RuntimeLimits limits, params HostModule[] modules) =>
        new(limits, strategy: strategy, processes: new ProcessPoolOptions { Processes = 1 }, modules: modules);

    /// <summary>Has the guild's thread do nothing until it is let go: it finds all work at once then, and no part of it has begun before another was handed over.</summary>
    private static async Task<Action> HoldAsync(RuntimeHarness runtime, ProbeModule probe, GuildId guild)
    {
        if (runtime.Strategy is ProcessPoolStrategy pool)
        {
            var process = pool.ProcessIds[0]!.Value;
            Signals.Send(process, Signals.Stop);
            return () => Signals.Send(process, Signals.Continue);
        }

        _ = runtime.Run("require('@antiraid/probe').block()", guild: guild);
        await probe.Blocking.Task.WaitAsync(TimeSpan.FromSeconds(60));
        return probe.Blocker.Set;
    }

    /// <summary>Guilds that share a thread: where each gets its own, those that came when there were no more.</summary>
    private static async Task<(GuildId Crowd, GuildId Alone, GuildId Another)> OfOneThreadAsync(RuntimeHarness runtime)
    {
        for (var i = 1UL; i <= 8; i++)
        {
            await runtime.Run("return 1", guild: new GuildId(i));
        }

        var shared = Enumerable.Range(100, 20).Select(i => new GuildId((ulong)i)).GroupBy(runtime.Strategy.SlotOf).First(guilds => guilds.Count() > 2).ToList();
        return (shared[0], shared[1], shared[2]);
    }
}
