using System.Text.Json;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Guilds;

public sealed class ExecuteTests
{
    private const string Counting = "local evt, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return ctx.store.n";

    [Fact]
    public async Task Execute_StoredTemplate_AnswersItsResultAndLog()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("greet", "local evt, ctx = ... print('hi', evt.data.name) return {hello = evt.data.name, attempt = evt.attempt}");

        var answer = await world.ExecuteAsync("greet", new { name = "Ada" });

        Assert.Equal("ok", answer.GetProperty("status").GetString());
        Assert.Equal("Ada", answer.GetProperty("result").GetProperty("hello").GetString());
        Assert.Equal(1, answer.GetProperty("result").GetProperty("attempt").GetInt32());
        Assert.Contains("hi", answer.GetProperty("logs")[0].GetString(), StringComparison.Ordinal);
        var id = answer.GetProperty("execution_id").GetString()!;
        Assert.Equal(RequestDiagnostics.NotFound.Code, (await world.Host.Guilds.GetExecutionAsync(id)).Problem?.Code);
    }

    [Fact]
    public async Task Execute_FailingTemplate_AnswersTheErrorAndTellsTheGuild()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("bad", "local x = 1\nerror('boom')");

        var error = (await world.ExecuteAsync("bad")).GetProperty("error");
        await world.ExecuteAsync("bad");

        Assert.Equal("lua_error", error.GetProperty("kind").GetString());
        Assert.Equal(2, error.GetProperty("line").GetInt32());
        var entry = Assert.Single(await world.Host.Guilds.GetErrorsAsync(GuildWorld.Guild));
        Assert.Equal(("bad", 2L, "TEST", 2), (entry.Template, entry.Count, entry.EventName, entry.Line));
    }

    [Fact]
    public async Task Execute_UnknownOrPausedTemplate_IsRefusedWithoutTouchingTheGuild()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("idle", "return 1", paused: true);

        Assert.Equal(RequestDiagnostics.UnknownTemplate.Code, (await world.TryExecuteAsync("nobody")).Problem?.Code);
        Assert.Equal(RequestDiagnostics.TemplatePaused.Code, (await world.TryExecuteAsync("idle")).Problem?.Code);
        Assert.Null(world.Host.Registry.Find(GuildWorld.Guild));
    }

    [Fact]
    public async Task Execute_BadBody_NamesTheFields()
    {
        await using var world = await GuildWorld.StartAsync();

        var problem = (await world.Host.Guilds.ExecuteAsync("""{"template":5,"event":{}}"""u8.ToArray())).Problem;

        Assert.Equal(RequestDiagnostics.BodyRefused.Code, problem?.Code);
        Assert.Contains(problem!.Errors, e => e.Path == "template");
    }

    [Fact]
    public async Task Execute_UnsavedContent_RunsInTheStoredOnesPlaceWithoutCapabilities()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("t", "return 'stored'");
        const string source = "local evt, ctx = ... return ctx:has_cap('kv:get:x') and 'may' or 'may not'";
        var body = JsonSerializer.SerializeToUtf8Bytes(new
        {
            template = "t", content = source, @event = new { name = "X" }, context = new { guild_id = GuildWorld.Guild.ToString() },
        });

        var unsaved = GuildWorld.Json((await world.Host.Guilds.ExecuteAsync(body)).Value);
        Assert.Equal("stored", (await world.ExecuteAsync("t")).GetProperty("result").GetString());
        Assert.Equal("may not", unsaved.GetProperty("result").GetString());
    }

    [Fact]
    public async Task Execute_WaitExceeded_AnswersRunningAndStoresTheOutcome()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "local evt, ctx = ... while not ctx.KV:get('go', {'s'}) do task.wait(0.01) end return 'done'");

        var answer = await world.TryExecuteAsync("slow", waitMs: 1);
        Assert.True(answer.Value.IsRunning);
        var id = answer.Value.ExecutionId;
        Assert.True((await world.Host.Guilds.GetExecutionAsync(id)).Value.IsRunning);
        Assert.Equal(1, world.Host.Registry.Find(GuildWorld.Guild)!.Runs.Journaled);
        await world.Store.Kv.SetAsync(GuildWorld.Guild, 1_000, new KvEntry("go", ["s"], "true"u8.ToArray()));

        var outcome = await world.OutcomeAsync($"http:{id}", "slow");
        Assert.Equal("done", outcome.GetProperty("result").GetString());
        Assert.Equal("done", GuildWorld.Json((await world.Host.Guilds.GetExecutionAsync(id)).Value).GetProperty("result").GetString());
        Assert.Equal(0, await world.Store.Inflight.CountAsync(GuildWorld.Guild));
    }

    [Fact]
    public async Task Execute_WaitExceededAndProcessKilled_RunsAgainUnderTheSameIdWithAttemptTwo()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("slow", "local evt = ... if evt.attempt == 1 then task.wait(600) end return evt.attempt");
        var id = (await world.TryExecuteAsync("slow", waitMs: 1)).Value.ExecutionId;

        await world.KillAndRestartAsync();

        Assert.Equal(2, (await world.OutcomeAsync($"http:{id}", "slow")).GetProperty("result").GetInt32());
        Assert.Equal(id, (await world.OutcomeAsync($"http:{id}", "slow")).GetProperty("execution_id").GetString());
    }

    [Fact]
    public async Task Execute_SameIdempotencyKey_RunsOnceAlsoAfterARestart()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting);

        var first = await world.ExecuteAsync("count", key: "k1");
        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => world.ExecuteAsync("count", key: "k2")));
        await world.KillAndRestartAsync();
        var again = await world.ExecuteAsync("count", key: "k1");

        Assert.Equal(first.GetRawText(), again.GetRawText());
        Assert.Single(together.Select(t => t.GetProperty("execution_id").GetString()).Distinct());
        Assert.All(together, t => Assert.Equal(2, t.GetProperty("result").GetInt32()));
        Assert.Equal(again.GetRawText(), GuildWorld.Json((await world.Host.Guilds.GetExecutionAsync(again.GetProperty("execution_id").GetString()!)).Value).GetRawText());
        Assert.Equal(0, world.Host.Registry.Find(GuildWorld.Guild)?.Pending.Count ?? 0);
    }

    [Fact]
    public async Task Execute_IdempotencyKeyOfAnotherRequest_IsAConflict()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting);
        await world.ExecuteAsync("count", new { n = 1 }, key: "k");

        Assert.Equal(RequestDiagnostics.IdempotencyConflict.Code, (await world.TryExecuteAsync("count", new { n = 2 }, key: "k")).Problem?.Code);
    }

    [Fact]
    public async Task Execute_TooManyPending_IsRefusedWithRetryAfter()
    {
        await using var world = await GuildWorld.StartAsync(GuildWorld.Patient with { PendingRunsPerGuild = 2 });
        await world.PutAsync("slow", "task.wait(600)");
        await world.TryExecuteAsync("slow", waitMs: 0);
        await world.TryExecuteAsync("slow", waitMs: 0);

        var third = await world.TryExecuteAsync("slow", waitMs: 0);

        Assert.Equal(LimitDiagnostics.TooManyPendingRuns.Code, third.Problem?.Code);
        Assert.Equal(TimeSpan.FromSeconds(1), third.RetryAfter);
    }

    [Fact]
    public async Task Put_ChangedSource_IsSeenByTheNextRunOnTheSameVm()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("count", Counting);
        await world.ExecuteAsync("count");
        await world.PutAsync("count", Counting + " * 100");

        Assert.Equal(200, (await world.ExecuteAsync("count")).GetProperty("result").GetInt32());
    }

    [Fact]
    public async Task Put_ChangedCapabilitiesOnly_HoldFromTheNextRun()
    {
        await using var world = await GuildWorld.StartAsync();
        const string source = "local evt, ctx = ... return ctx:has_cap('a')";
        await world.PutAsync("t", source, caps: ["a"]);
        Assert.True((await world.ExecuteAsync("t")).GetProperty("result").GetBoolean());
        await world.PutAsync("t", source, caps: []);

        Assert.False((await world.ExecuteAsync("t")).GetProperty("result").GetBoolean());
    }

    [Fact]
    public async Task Put_SourceThatDoesNotCompile_IsRefusedAndNotStored()
    {
        await using var world = await GuildWorld.StartAsync();

        var put = await world.Host.Templates.PutAsync(GuildWorld.Guild, "t", """{"content":"local x = \nreturn )"}"""u8.ToArray());

        Assert.Equal(422, put.Problem?.Status);
        Assert.Contains("files[\"init.luau\"]:2", put.Problem!.Errors[0].Path, StringComparison.Ordinal);
        Assert.Empty(await world.Host.Templates.ListAsync(GuildWorld.Guild));
    }
}
