using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>What callers and deliverers see when there is no room for the guild's VM.</summary>
public sealed class MemoryBudgetTests
{
    private const string Hold = "HELD = ('x'):rep(100000) task.wait(300)";
    private static readonly RuntimeLimits Limits = new() { MemoryBytes = 1 << 20, AllVmsBytes = 1 << 20, IdleEviction = TimeSpan.FromDays(1) };

    [Fact]
    public async Task Execute_WithoutRoomForTheVm_Is503AndAnEventRunsWhenThereIs()
    {
        var clock = new FakeClock();
        await using var world = await GuildWorld.StartAsync(new() { Lifecycle = new() { Grace = TimeSpan.FromMilliseconds(250) } }, Limits, time: clock);
        await world.PutAsync("small", "return 1", ["E"]);
        for (var i = 100UL; await HoldAsync(world, clock, new GuildId(i)); i++)
        {
            Assert.InRange(i, 100UL, 200UL);
        }

        var refused = world.TryExecuteAsync("small");
        var accepted = world.ConsumeAsync(GuildWorld.Message("E", "e1"));

        // The wait of those who would rather be refused begins when they have reached their thread, which takes the time it takes; those who
        // hold the memory go on for 300 s.
        for (var i = 0; i < 2_400 && !(refused.IsCompleted && accepted.IsCompleted); i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await LooksAsync(world, GuildWorld.Guild);

            // The store has a thread of its own, which must keep up.
            await Task.Delay(1);
        }

        var answer = await refused.WaitAsync(TimeSpan.FromSeconds(60));
        await accepted.WaitAsync(TimeSpan.FromSeconds(60));
        var outcome = world.OutcomeAsync("e1", "small");
        Assert.False(outcome.IsCompleted);
        for (var i = 0; i < 1000 && !outcome.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await world.Host.Guilds.GetVmAsync(GuildWorld.Guild);
            await Task.Delay(1);
        }

        Assert.Equal((LimitDiagnostics.AllVms.Code, 503), (answer.Problem?.Code, answer.Problem?.Status));
        Assert.Contains("1048576 bytes", answer.Problem!.Detail, StringComparison.Ordinal);
        Assert.True(answer.RetryAfter > TimeSpan.Zero);
        Assert.Equal(1, (await outcome).GetProperty("result").GetInt32());
    }

    /// <summary>Starts a run that waits; answers whether there was room for its VM.</summary>
    private static async Task<bool> HoldAsync(GuildWorld world, FakeClock clock, GuildId guild)
    {
        var template = new TemplateSource("holder", "1", new Dictionary<string, string> { ["init.lua"] = Hold });
        world.Vms.Dispatch(guild, new ExecuteAction(new RunRequest { RunId = "r", Template = template, Event = EventDocument.Parse(new EventHeader("E", "Custom", "e"), "null"u8.ToArray()) }));
        var there = await LooksAsync(world, guild);
        if (there)
        {
            // Two seconds later it has given back what it does not hold.
            clock.Advance(TimeSpan.FromSeconds(2));
            await LooksAsync(world, guild);
        }

        return there;
    }

    /// <summary>Several times through the mailbox of the VM thread; answers whether the guild has a VM.</summary>
    private static async Task<bool> LooksAsync(GuildWorld world, GuildId guild)
    {
        VmInfo? info = null;
        for (var i = 0; i < 4; i++)
        {
            var state = new GetStateAction();
            world.Vms.Dispatch(guild, state);
            info = await state.Completion;
        }

        return info is not null;
    }
}
