using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Guilds;

public sealed class VmLossTests
{
    private const string Hog = "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 4000) .. i end";
    private const string Waits = "local evt = ... if evt.attempt == 1 then task.wait(600) end return evt.attempt";

    [Fact]
    public async Task MemoryLimit_OtherRuns_StartAgainOrAreToldThatTheVmBroke()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", Waits, ["E"]);
        await world.PutAsync("hog", Hog);
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        var caller = world.ExecuteAsync("slow");

        var hog = await world.ExecuteAsync("hog");

        Assert.Equal("memory_limit", hog.GetProperty("error").GetProperty("kind").GetString());
        Assert.Equal("vm_broken", (await caller).GetProperty("error").GetProperty("kind").GetString());
        Assert.Equal(2, (await world.OutcomeAsync("e1", "slow")).GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Quarantine_AfterFiveBreaks_BuriesEventsUntilResetAndReplay()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("hog", Hog, ["HOG"]);
        await world.PutAsync("t", "return 'ran'", ["E"]);
        for (var i = 0; i < 5; i++)
        {
            await world.Host.Registry.Get(GuildWorld.Guild).OperateAsync(
                new GuildOperation.VmBroke(BrokenReason.MemoryLimitExceeded, world.Host.Registry.Get(GuildWorld.Guild).State.Epoch, DateTimeOffset.UtcNow.AddMilliseconds(i)));
        }

        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        var letter = Assert.Single((await world.Host.Guilds.GetDeadLettersAsync()).DeadLetters);
        Assert.Equal(RequestDiagnostics.Quarantined.Code, letter.ReasonCode);
        Assert.Equal(RequestDiagnostics.Quarantined.Code, (await world.TryExecuteAsync("t")).Problem?.Code);
        Assert.Equal(RequestDiagnostics.Quarantined.Code, (await world.Host.Guilds.ReplayAsync(letter.Id)).Problem?.Code);
        Assert.NotNull((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value?.QuarantinedUntil);

        await world.Host.Guilds.ResetAsync(GuildWorld.Guild);
        Assert.True((await world.Host.Guilds.ReplayAsync(letter.Id)).IsOk);

        Assert.Equal("ran", (await world.OutcomeAsync("e1", "t")).GetProperty("result").GetString());
        Assert.Null((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value?.QuarantinedUntil);
    }

    [Fact]
    public async Task Quarantine_ByTheOperator_SurvivesARestart()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("t", "return 1", ["E"]);
        Assert.Null(await world.Host.Guilds.QuarantineAsync(GuildWorld.Guild, TimeSpan.FromHours(1), "it is hostile"));
        Assert.Equal(RequestDiagnostics.BodyRefused.Code, (await world.Host.Guilds.QuarantineAsync(GuildWorld.Guild, TimeSpan.Zero, "x"))?.Code);

        await world.KillAndRestartAsync();

        var problem = (await world.TryExecuteAsync("t")).Problem;
        Assert.Equal(RequestDiagnostics.Quarantined.Code, problem?.Code);
        Assert.Contains("it is hostile", problem!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroy_QueueFedRun_StartsAgainOnAFreshVm()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", Waits, ["E"]);
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));

        Assert.True(await world.Host.Guilds.DestroyAsync(GuildWorld.Guild));

        Assert.Equal(2, (await world.OutcomeAsync("e1", "slow")).GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Actions_EachType_AnswersItsOwnField()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("t", "local evt, ctx = ... return ctx.memory_limit");
        Assert.Equal(RequestDiagnostics.NotFound.Code, (await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Problem?.Code);
        Assert.Equal(RequestDiagnostics.NotFound.Code, (await ActAsync(world, """{"type":"get_state"}""")).Problem?.Code);
        Assert.Equal(0, (await ActAsync(world, """{"type":"clear_cache"}""")).Value!.Cleared);
        await world.ExecuteAsync("t");

        var limit = await ActAsync(world, """{"type":"set_memory_limit","limit":5242880}""");
        Assert.Equal((20L << 20, 5L << 20), (limit.Value!.PreviousLimit, limit.Value.Limit));
        Assert.Equal(5 << 20, (await world.ExecuteAsync("t")).GetProperty("result").GetInt64());
        Assert.InRange((await ActAsync(world, """{"type":"get_memory_usage"}""")).Value!.MemoryBytes!.Value, 1, 5 << 20);
        Assert.Equal(1, (await ActAsync(world, """{"type":"clear_cache"}""")).Value!.Cleared);
        Assert.Equal((VmState.Healthy, 5L << 20), ((await ActAsync(world, """{"type":"get_state"}""")).Value!.State!.State, (await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value!.MemoryLimit));
        Assert.True((await ActAsync(world, """{"type":"destroy"}""")).Value!.Destroyed);
        foreach (var bad in (string[])["""{"type":"melt"}""", """{"type":"set_memory_limit"}""", """{"type":"set_memory_limit","limit":1}""", "5", "{"])
        {
            Assert.Equal(400, (await ActAsync(world, bad)).Problem?.Status);
        }

        await world.KillAndRestartAsync();
        Assert.Equal(5 << 20, (await world.ExecuteAsync("t")).GetProperty("result").GetInt64());
    }

    private static ValueTask<TemplateFunctions.Core.Execution.Answer<VmActionResult>> ActAsync(GuildWorld world, string body) =>
        world.Host.Guilds.ActAsync(GuildWorld.Guild, Encoding.UTF8.GetBytes(body));
}
