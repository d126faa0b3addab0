using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Guilds;

public sealed class ShellFaultTests
{
    private static readonly LuaVmResult Ok = new() { Kind = LuaVmResultKind.Ok, ResultJson = "1"u8.ToArray() };

    [Fact]
    public async Task Consume_GraceIsOver_ParksTheRun()
    {
        var (clock, vms) = (new FakeClock(), new FakeVms());
        await using var world = await GuildWorld.StartAsync(new ExecutionOptions(), strategy: () => vms, time: clock);
        await world.PutAsync("t", "return 1", ["E"]);
        var consumed = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await vms.StartedAsync();

        clock.Advance(TimeSpan.FromMilliseconds(249));
        Assert.Equal(0, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
        Assert.False(consumed.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(2));

        await consumed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
        Assert.Equal(1, vms.Running);
    }

    [Fact]
    public async Task Consume_WaitWithinTheGrace_StaysLive()
    {
        var (clock, vms) = (new FakeClock(), new FakeVms());
        await using var world = await GuildWorld.StartAsync(new ExecutionOptions(), strategy: () => vms, time: clock);
        await world.PutAsync("t", "return 1", ["E"]);
        var consumed = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await vms.StartedAsync();

        vms.Wait(0, clock.GetUtcNow().AddMilliseconds(100));
        vms.End(0, Ok);

        await consumed.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(0, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
    }

    [Fact]
    public async Task Consume_NinthLiveRun_IsParkedAtOnce_AndPastTheVmsCapacityWaitsForItsTurn()
    {
        var vms = new FakeVms();
        var options = GuildWorld.Patient with { Lifecycle = GuildWorld.Patient.Lifecycle with { RunningRuns = 9 } };
        await using var world = await GuildWorld.StartAsync(options, strategy: () => vms);
        await world.PutAsync("t", "return 1", ["E"]);
        var live = Enumerable.Range(0, 8).Select(i => world.ConsumeAsync(GuildWorld.Message("E", $"live{i}"))).ToArray();
        for (var i = 0; i < 8; i++)
        {
            await vms.StartedAsync();
        }

        await world.ConsumeAsync(GuildWorld.Message("E", "ninth")).WaitAsync(TimeSpan.FromSeconds(60));
        await world.ConsumeAsync(GuildWorld.Message("E", "tenth")).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(2, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
        await vms.StartedAsync();
        Assert.Equal(9, vms.Running);
        Assert.DoesNotContain(("tenth", 1), vms.Starts);

        vms.End(0, Ok);
        await vms.StartedAsync();

        Assert.Contains(("tenth", 1), vms.Starts);
        await live[0].WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Consume_OutcomeCannotBeStored_TheMessageComesBackAndRunsAsTheNextAttempt()
    {
        var vms = new FakeVms();
        await using var world = await GuildWorld.StartAsync(strategy: () => vms);
        await world.PutAsync("t", "return 1", ["E"]);
        var first = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await vms.StartedAsync();
        world.Disk.Fails = _ => true;
        vms.End(0, Ok);
        await Assert.ThrowsAsync<StorageException>(() => first.WaitAsync(TimeSpan.FromSeconds(60)));

        world.Disk.Fails = _ => false;
        var second = world.ConsumeAsync(GuildWorld.Message("E", "e1"), dequeueCount: 2);
        await vms.StartedAsync();
        vms.End(0, Ok);

        await second.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([("e1", 1), ("e1", 2)], vms.Starts);
    }

    [Fact]
    public async Task Consume_OutcomeOfAParkedRunCannotBeStored_RecoveryRunsItAgain()
    {
        var vms = new FakeVms();
        await using var world = await GuildWorld.StartAsync(strategy: () => vms);
        await world.PutAsync("t", "return 1", ["E"]);
        var consumed = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await vms.StartedAsync();
        vms.Wait(0, DateTimeOffset.MaxValue);
        await consumed.WaitAsync(TimeSpan.FromSeconds(60));
        var guild = world.Host.Registry.Get(GuildWorld.Guild);
        var run = guild.Runs.Find(new RunKey(GuildWorld.Guild, "e1", "t"))!;

        world.Disk.Fails = _ => true;
        vms.End(0, Ok);
        await run.ReachedAsync(RunPhase.Waiting);
        world.Disk.Fails = _ => false;
        await guild.OperateAsync(new GuildOperation.Recover());
        await vms.StartedAsync();
        vms.End(0, Ok);

        Assert.Equal("1", (await world.OutcomeAsync("e1", "t")).GetProperty("result").GetRawText());
        Assert.Equal([("e1", 1), ("e1", 2)], vms.Starts);
    }
}

internal static class GuildRunExtensions
{
    /// <summary>Completes when the run's writes have brought it there.</summary>
    public static async Task ReachedAsync(this GuildRun run, RunPhase phase)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (run.Phase != phase)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
