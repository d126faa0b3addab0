using System.Text.Json;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>What callers and deliverers see of a guild that has used its processor time up.</summary>
public sealed class GuildCpuTests
{
    private static readonly RuntimeLimits Limits = new()
    {
        GuildCpu = TimeSpan.FromMilliseconds(50), GuildCpuWindow = TimeSpan.FromSeconds(10), RunWall = TimeSpan.FromDays(29), IdleEviction = TimeSpan.FromDays(29),
    };

    [Fact]
    public async Task Execute_OfAGuildAtItsLimit_IsRefusedUntilTimeHasComeBack()
    {
        var clock = new FakeClock();
        await using var world = await UsedUpAsync(clock, new());

        var refused = await world.TryExecuteAsync("small");
        var vm = (await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!;
        await PassUntilAsync(world, clock, () => !world.Vms.CpuOf(GuildWorld.Guild).IsUsedUp);
        var later = world.TryExecuteAsync("small");
        await PassUntilAsync(world, clock, () => later.IsCompleted);

        Assert.Equal(LimitDiagnostics.GuildCpu.Code, refused.Problem?.Code);
        Assert.Equal(429, refused.Problem!.Status);
        Assert.Contains("0.05 s (Limits:GuildCpu) per 10 s", refused.Problem.Detail, StringComparison.Ordinal);
        Assert.True(refused.RetryAfter > TimeSpan.Zero);
        Assert.True(vm.CpuUsedMs >= 50 && vm.CpuWaitMs > 0, JsonSerializer.Serialize(vm));
        Assert.Equal((50, 10_000), (vm.CpuLimitMs, vm.CpuWindowMs));
        Assert.True((await later).IsOk, (await later).Problem?.Detail);
    }

    [Fact]
    public async Task Event_ForAGuildAtItsLimit_WaitsInTheJournalAndRunsWhenTimeHasComeBack()
    {
        var clock = new FakeClock();
        await using var world = await UsedUpAsync(clock, new() { Lifecycle = new() { Grace = TimeSpan.FromMilliseconds(250) } });

        var accepted = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        while (world.Host.Registry.Find(GuildWorld.Guild)!.Runs.InPhase(RunPhase.Alive).Length == 0)
        {
            await Task.Yield();
        }

        Assert.False(accepted.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await accepted.WaitAsync(TimeSpan.FromSeconds(60));
        var journaled = await world.Store.Inflight.ListAsync(GuildWorld.Guild);
        var outcome = world.OutcomeAsync("e1", "small");
        await PassUntilAsync(world, clock, () => outcome.IsCompleted);

        Assert.Single(journaled);
        Assert.Equal(1, (await outcome).GetProperty("result").GetInt32());
    }

    private static async Task PassUntilAsync(GuildWorld world, FakeClock clock, Func<bool> condition)
    {
        for (var i = 0; i < 10_000 && !condition(); i++)
        {
            clock.Advance(Limits.GuildCpuWindow);

            // Through the VM's mailbox, so that it sees each step.
            await world.Host.Guilds.GetVmAsync(GuildWorld.Guild);

            // The store has a thread of its own, which must keep up.
            await Task.Delay(1);
        }

        Assert.True(condition());
    }

    /// <summary>A guild that has used many times its limit: a run of it is on, and stands still.</summary>
    private static async Task<GuildWorld> UsedUpAsync(FakeClock clock, Core.Execution.ExecutionOptions options)
    {
        var world = await GuildWorld.StartAsync(options, Limits, time: clock);
        await world.PutAsync("busy", "local n = 0 for i = 1, 1e5 do n = n + i % 7 end return n");
        await world.PutAsync("small", "return 1", ["E"]);
        for (var i = 0; i < 2000 && !world.Vms.CpuOf(GuildWorld.Guild).IsUsedUp; i++)
        {
            // The run that meets the limit stands still with it.
            var run = world.TryExecuteAsync("busy");
            while (!run.IsCompleted && !world.Vms.CpuOf(GuildWorld.Guild).IsUsedUp)
            {
                await Task.Yield();
            }
        }

        return world;
    }
}
