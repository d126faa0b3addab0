using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>Guilds share their thread evenly, however many runs, tasks or templates one of them has.</summary>
public sealed class FairShareTests
{
    private const string Work = "local n = 0 for i = 1, 400000 do n = n + i % 7 end return 1";

    [Theory]
    [InlineData(Work, 40)]
    [InlineData("for i = 1, 20 do task.spawn(function() for j = 1, 400000 do local _ = j % 7 end end) end", 5)]
    [InlineData("local function work() for j = 1, 1000 do local _ = j % 7 end task.defer(work) end work() task.wait(30)", 5)]
    public async Task Guild_WithMuchWork_DoesNotDelayTheWorkOfAnother(string busy, int runs)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromSeconds(10), RunWall = TimeSpan.FromSeconds(60) }, modules: probe.AsPlain);

        // The thread stands until it has been given all: nothing of the crowd's work may be done before.
        _ = runtime.Run("require('@antiraid/probe').block()", guild: new GuildId(8));
        await probe.Blocking.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var settled = 0;
        var crowd = new DispatchEventAction([.. Enumerable.Range(0, runs).Select(i => TestRequests.Make(busy, name: "busy" + i))], (_, _) => Interlocked.Increment(ref settled));
        runtime.Strategy.Dispatch(runtime.Guild, crowd);
        var before = -1;
        var alone = new DispatchEventAction([TestRequests.Make(Work, name: "alone")], (_, _) => before = Volatile.Read(ref settled));
        runtime.Strategy.Dispatch(new GuildId(7), alone);
        probe.Blocker.Set();

        var answer = await alone.Completion.WaitAsync(TimeSpan.FromSeconds(120));

        Assert.Equal(LuaVmResultKind.Ok, answer["alone"].Kind);
        Assert.InRange(before, 0, runs / 2);
    }
}
