using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Scheduling;

public sealed class WatchdogTests
{
    private static readonly RuntimeLimits Impatient = new() { ThreadGrace = TimeSpan.FromSeconds(3) };

    [Fact]
    public async Task StuckThread_IsGivenUpAndItsGuildsGoOnElsewhere()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(Impatient, modules: probe.AsPlain);
        var neighbour = new GuildId(7);
        var waiting = runtime.Run("task.wait(60)", guild: neighbour);
        var stuck = runtime.Run("require('@antiraid/probe').block() return 'came back'");
        await probe.Blocking.Task.WaitAsync(TimeSpan.FromSeconds(30));
        var queued = runtime.Run("return 1", guild: neighbour);
        foreach (var result in await Task.WhenAll(stuck, waiting, queued))
        {
            Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery, "TF5006"), (result.Kind, result.BrokenReason, result.Error!.Code));
        }

        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Contains(runtime.Strategy.Threads(), thread => thread.State == "lost");
        Assert.Equal([neighbour, runtime.Guild], runtime.Broken.Select(b => b.Guild).OrderBy(g => g.Value));

        probe.Blocker.Set();
        SpinWait.SpinUntil(() => runtime.Strategy.Threads().All(thread => thread.State != "lost"), TimeSpan.FromSeconds(30));
        Assert.Equal(2, runtime.Broken.Count);
        Assert.Equal("3", await runtime.Eval("return 3"));
        Assert.Single(runtime.Strategy.Vms());
    }

    [Fact]
    public async Task Disposal_WithAStuckThread_Ends()
    {
        var probe = new ProbeModule();
        var runtime = new RuntimeHarness(Impatient, modules: probe.AsPlain);
        var stuck = runtime.Run("require('@antiraid/probe').block()");
        await probe.Blocking.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await runtime.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(BrokenReason.PanicRecovery, (await stuck).BrokenReason);
        probe.Blocker.Set();
    }

    [Fact]
    public async Task BusyThread_ThatTakesTurns_IsNotGivenUp()
    {
        await using var runtime = new RuntimeHarness(Impatient with { RunCpu = TimeSpan.FromSeconds(4) });
        Assert.Equal(LuaVmResultKind.Timeout, (await runtime.Run("while true do end")).Kind);
        Assert.Empty(runtime.Broken);
    }
}
