using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Guilds;

public sealed class EventTests
{
    private const string Counting = "local evt, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return {ctx.store.n, evt.attempt}";

    [Fact]
    public async Task Raise_NobodySubscribes_WakesNoVmAndWritesNothing()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("t", "return 1", ["MESSAGE_CREATE"]);

        var answer = await world.RaiseAsync("CHANNEL_CREATE", "e1", wait: true);
        await world.ConsumeAsync(GuildWorld.Message("CHANNEL_CREATE", "e2"));

        Assert.Equal("{}", Encoding.UTF8.GetString(answer.Value!.ToJson()));
        Assert.Empty(world.Vms.Vms());
        Assert.Null(world.Host.Registry.Find(GuildWorld.Guild));
    }

    [Fact]
    public async Task Raise_Waiting_AnswersEachSubscriber()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("a", "return 'a'", ["MESSAGE_CREATE"]);
        await world.PutAsync("b", "error('no')", ["Discord"]);
        await world.PutAsync("c", "return 'c'", ["Discord"], paused: true);

        var answer = await world.RaiseAsync("MESSAGE_CREATE", "e1", wait: true);
        var map = GuildWorld.Json(answer.Value!.ToJson());

        Assert.Equal(["a", "b"], map.EnumerateObject().Select(p => p.Name).Order());
        Assert.Equal("a", map.GetProperty("a").GetProperty("result").GetString());
        Assert.Equal("error", map.GetProperty("b").GetProperty("status").GetString());
        Assert.Equal("e1", Assert.Single(await world.Host.Guilds.GetErrorsAsync(GuildWorld.Guild)).EventId);
    }

    [Fact]
    public async Task Raise_NotWaiting_IsJournaledBeforeItIsAccepted()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "local evt = ... if evt.attempt == 1 then task.wait(600) end return evt.attempt", ["E"]);

        var answer = await world.RaiseAsync("E", "e1", wait: false);
        await world.KillAndRestartAsync();

        var id = answer.Value!.Executions!["slow"];
        Assert.True(answer.Value.IsAccepted);
        var outcome = await world.OutcomeAsync("e1", "slow");
        Assert.Equal((2, id), (outcome.GetProperty("result").GetInt32(), outcome.GetProperty("execution_id").GetString()));
    }

    [Fact]
    public async Task Consume_DuplicateOfSettledOrRunning_RunsOnce()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting + ",task.wait(0.05)", ["E"]);

        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => world.ConsumeAsync(GuildWorld.Message("E", "e1"))));
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"), dequeueCount: 2);
        await world.KillAndRestartAsync();
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"), dequeueCount: 3);

        Assert.Equal("[1,1]", (await world.OutcomeAsync("e1", "count")).GetProperty("result")[0].GetRawText());
    }

    [Fact]
    public async Task Consume_SecondDelivery_ShowsInAttempt()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting, ["E"]);

        await world.ConsumeAsync(GuildWorld.Message("E", "e1"), dequeueCount: 3);

        Assert.Equal("[1,3]", (await world.OutcomeAsync("e1", "count")).GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Consume_Base64_IsReadAndMalformed_IsADeadLetter()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting, ["E"]);

        await world.ConsumeAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(GuildWorld.Message("E", "e1"))));
        await world.ConsumeAsync("not json");
        await world.ConsumeAsync("""{"guild_id":"42","event":{"name":7}}""");

        await world.OutcomeAsync("e1", "count");
        var page = await world.Host.Guilds.GetDeadLettersAsync();
        Assert.Equal(2, page.Total);
        Assert.Equal("not json", page.DeadLetters[1].Body);
        Assert.Equal(("42", RequestDiagnostics.QueueMessageRefused.Code), (page.DeadLetters[0].GuildId, page.DeadLetters[0].ReasonCode));
        Assert.Contains("event.name", page.DeadLetters[0].ReasonText, StringComparison.Ordinal);
        var replay = await world.Host.Guilds.ReplayAsync(page.DeadLetters[0].Id);
        Assert.Equal(400, replay.Problem?.Status);
        Assert.Equal(2, (await world.Host.Guilds.GetDeadLettersAsync()).Total);
    }

    [Fact]
    public async Task Consume_EventOfTheBotItself_IsNotDispatched()
    {
        await using var world = await GuildWorld.StartAsync(GuildWorld.Patient with { BotUserId = "99" });
        await world.PutAsync("count", Counting, ["E"]);

        await world.ConsumeAsync("""{"guild_id":"42","event":{"name":"E","author":"99"}}""");

        Assert.Empty(world.Vms.Vms());
    }

    [Fact]
    public async Task Consume_NamedTemplates_GetItAloneAndUnknownOnesAreTold()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("a", "return 1", ["E"]);
        await world.PutAsync("b", "return 2");

        await world.ConsumeAsync(GuildWorld.Message("E", "e1", ""","templates":["b","ghost"]"""));

        Assert.Equal(2, (await world.OutcomeAsync("e1", "b")).GetProperty("result").GetInt32());
        Assert.Null(await world.Store.Results.GetAsync(new RunKey(GuildWorld.Guild, "e1", "a")));
        Assert.Equal("ghost", Assert.Single(await world.Host.Guilds.GetErrorsAsync(GuildWorld.Guild)).Template);
    }

    [Fact]
    public async Task Consume_WithReplyTo_SendsTheOutcome()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting, ["E"]);

        await world.ConsumeAsync(GuildWorld.Message("E", "e1", ""","reply_to":"template-replies-x" """));

        var reply = GuildWorld.Json((await world.Store.Queues.Get("template-replies-x").ReceiveAsync(1, TimeSpan.FromMinutes(1)))[0].Body.Span);
        Assert.Equal(("e1", "count", "ok"), (reply.GetProperty("event_id").GetString(), reply.GetProperty("template").GetString(), reply.GetProperty("status").GetString()));
    }

    [Fact]
    public async Task Consume_LongWait_IsParkedAtOnceAndFreesItsMessage()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "local evt = ... if evt.attempt == 1 then task.wait(600) end return evt.attempt", ["E"]);

        // The grace is 30 s, so only the announced wait of ten minutes can free the message.
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        Assert.Equal(1, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
        await world.KillAndRestartAsync();

        Assert.Equal(2, (await world.OutcomeAsync("e1", "slow")).GetProperty("result").GetInt32());
        Assert.Equal(0, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
    }

    [Fact]
    public async Task Consume_ParkedFiveTimes_BecomesADeadLetterAndReplayStartsAnew()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "local evt, ctx = ... local _, found = ctx.KV:get('go', {'s'}) if not found then task.wait(600) end return evt.attempt", ["E"]);
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        for (var i = 0; i < 5; i++)
        {
            await world.KillAndRestartAsync();
        }

        var outcome = await world.OutcomeAsync("e1", "slow");
        var letter = Assert.Single((await world.Host.Guilds.GetDeadLettersAsync()).DeadLetters);
        Assert.Equal((HostDiagnostics.AttemptsExhausted.Code, 5), (letter.ReasonCode, letter.Attempts));
        Assert.Equal(HostDiagnostics.AttemptsExhausted.Code, outcome.GetProperty("error").GetProperty("code").GetString());

        await world.Store.Kv.SetAsync(GuildWorld.Guild, 1_000, new KvEntry("go", ["s"], "true"u8.ToArray()));
        Assert.True((await world.Host.Guilds.ReplayAsync(letter.Id)).IsOk);
        Assert.Equal(1, (await world.OutcomeAsync("e1", "slow")).GetProperty("result").GetInt32());
        Assert.Equal(0, (await world.Host.Guilds.GetDeadLettersAsync()).Total);
    }

    [Fact]
    public async Task Consume_TemplateDeletedWhileParked_SettlesWithThatReason()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "task.wait(600)", ["E"]);
        await world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        Assert.Null(await world.Host.Templates.DeleteAsync(GuildWorld.Guild, "slow"));

        await world.KillAndRestartAsync();

        var error = (await world.OutcomeAsync("e1", "slow")).GetProperty("error");
        Assert.Equal((RequestDiagnostics.UnknownTemplate.Code, "given_up"), (error.GetProperty("code").GetString(), error.GetProperty("kind").GetString()));
        Assert.Equal(0, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
    }

    [Fact]
    public async Task Stop_RunsUnderway_AreLeftToTheirQueueOrTheirRow()
    {
        await using var world = await GuildWorld.StartAsync(GuildWorld.Patient with { StopGrace = TimeSpan.FromMilliseconds(50) });
        await world.PutAsync("loop", "while true do task.wait(0.01) end", ["E"]);
        await world.PutAsync("slow", "task.wait(600)", ["F"]);
        var live = world.ConsumeAsync(GuildWorld.Message("E", "e1"));
        await world.ConsumeAsync(GuildWorld.Message("F", "f1"));

        await world.Host.StopAsync();
        Assert.Equal(HostDiagnostics.ShuttingDown.Code, (await world.TryExecuteAsync("slow")).Problem?.Code);
        Assert.Equal(HostDiagnostics.ShuttingDown.Code, (await world.RaiseAsync("E", "e3", wait: true)).Problem?.Code);
        await Assert.ThrowsAsync<DeliveryInterruptedException>(() => world.ConsumeAsync(GuildWorld.Message("E", "e2")));
        await world.Vms.DisposeAsync();

        await Assert.ThrowsAsync<DeliveryInterruptedException>(() => live);
        Assert.Equal("f1|slow", Assert.Single(await world.Store.Inflight.ListAsync(GuildWorld.Guild)).EventId);
    }
}
