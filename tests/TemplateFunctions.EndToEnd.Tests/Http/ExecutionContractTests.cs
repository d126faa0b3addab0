using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

/// <summary>Running templates over HTTP: the same on every host.</summary>
public sealed class ExecutionContractTests(SharedHost shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    [Fact]
    public async Task PutThenExecute_OwnTemplate_AnswersItsResult()
    {
        await _host.PutTemplateAsync(_guild, "shout", "local evt, ctx = ...\nprint('got ' .. evt.name)\nreturn { reply = evt.data.content:upper(), guild = ctx.guild_id }");

        var answer = await _host.ExecuteAsync(_guild, "shout", new System.Text.Json.Nodes.JsonObject { ["content"] = "hello" });

        Assert.Equal("ok", (string?)answer.Json["status"]);
        Assert.Equal(("HELLO", _guild), ((string?)answer.Json["result"]!["reply"], (string?)answer.Json["result"]!["guild"]));
        Assert.Equal("got MESSAGE_CREATE", (string?)answer.Json["logs"]![0]);
        Assert.True((double)answer.Json["duration_ms"]! > 0);
        Assert.True((long)answer.Json["memory_bytes"]! > 0);
    }

    [Fact]
    public async Task Execute_FailingTemplate_TellsFileLineFrameAndIsListedAmongTheErrors()
    {
        await _host.PutTemplateAsync(_guild, "broken", "local evt = ...\nlocal nothing\nreturn nothing.field");

        var error = (await _host.ExecuteAsync(_guild, "broken")).Json["error"]!;
        var listed = (await _host.GetAsync($"/api/guilds/{_guild}/errors")).Json[0]!;

        Assert.Equal("TF2001", (string?)error["code"]);
        Assert.Equal("init.luau", (string?)error["file"]);
        Assert.Equal(3, (int)error["line"]!);
        Assert.Contains("> 3 | return nothing.field", (string?)error["frame"], StringComparison.Ordinal);
        Assert.Equal("broken", (string?)listed["template"]);
        Assert.Equal((string?)error["message"], (string?)listed["message"]);
    }

    [Fact]
    public async Task RaiseEvent_Waiting_GivesTheOutcomeOfEverySubscriberOnly()
    {
        await _host.PutTemplateAsync(_guild, "exact", "return 1", ["MESSAGE_CREATE"]);
        await _host.PutTemplateAsync(_guild, "family", "return 2", ["Discord"]);
        await _host.PutTemplateAsync(_guild, "other", "return 3", ["GUILD_MEMBER_ADD"]);

        var answer = await _host.PostAsync($"/api/guilds/{_guild}/events?wait=true", """{"name":"MESSAGE_CREATE","data":{}}""");

        Assert.Equal(["exact", "family"], answer.Json.AsObject().Select(pair => pair.Key).Order());
        Assert.Equal(1, (int)answer.Json["exact"]!["result"]!);
    }

    [Fact]
    public async Task RaiseEvent_NotWaiting_IsAcceptedAndFoundByExecutionId()
    {
        await _host.PutTemplateAsync(_guild, "later", "return 'done'", ["MESSAGE_CREATE"]);

        var accepted = await _host.PostAsync($"/api/guilds/{_guild}/events", """{"name":"MESSAGE_CREATE","id":"my-event"}""");
        var id = (string?)accepted.Json["executions"]!["later"];

        Assert.Equal(202, (int)accepted.Status);
        Assert.Equal("my-event", (string?)accepted.Json["event_id"]);
        await Until.TrueAsync(async () => (await _host.GetAsync($"/api/executions/{id}")).Body.Contains("\"result\":\"done\"", StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Execute_LongerThanItsWait_Is202AndItsOutcomeIsFoundLater()
    {
        await _host.PutTemplateAsync(_guild, "slow", "local _, ctx = ... while not ctx.KV:get('go', {'s'}) do task.wait(0.05) end return 'at last'", caps: ["kv:*"]);
        await _host.PutTemplateAsync(_guild, "go", "local _, ctx = ... ctx.KV:set('go', true, {'s'})", caps: ["kv:*"]);

        var accepted = await _host.ExecuteAsync(_guild, "slow", null, ("wait_ms", 50));

        Assert.Equal(202, (int)accepted.Status);
        await _host.ExecuteAsync(_guild, "go");
        var location = accepted.Headers.Location!.ToString();
        await Until.TrueAsync(async () => (await _host.GetAsync(location)).Body.Contains("\"result\":\"at last\"", StringComparison.Ordinal), Limit);
    }

    [Fact]
    public async Task Execute_SameIdempotencyKey_RunsOnce()
    {
        await _host.PutTemplateAsync(_guild, "once", "ctx_store = select(2, ...).store ctx_store.n = (ctx_store.n or 0) + 1 return ctx_store.n");

        var first = await _host.ExecuteAsync(_guild, "once", null, ("idempotency_key", "k1"));
        var second = await _host.ExecuteAsync(_guild, "once", null, ("idempotency_key", "k1"));

        Assert.Equal(first.Body, second.Body);
        Assert.Equal(1, (int)first.Json["result"]!);
    }

    [Fact]
    public async Task Execute_UnsavedContent_RunsWithTheCapabilitiesListedAndStoresNothing()
    {
        var body = $$$"""{"template":"draft","content":"local _, ctx = ... return ctx:has_cap('kv:*')","event":{"name":"X"},"context":{"guild_id":"{{{_guild}}}","allowed_caps":["kv:*"]}}""";

        Assert.True((bool)(await _host.PostAsync("/api/execute", body)).Json["result"]!);
        Assert.Equal("TF4003", (await _host.ExecuteAsync(_guild, "draft")).Code);
    }

    [Fact]
    public async Task Execute_EndlessLoop_EndsAsTimeoutAndTheNeighbourGoesOn()
    {
        await _host.PutTemplateAsync(_guild, "endless", "while true do end");
        await _host.PutTemplateAsync(_guild, "quick", "return 1");

        var endless = _host.ExecuteAsync(_guild, "endless");
        var quick = await _host.ExecuteAsync(_guild, "quick");

        Assert.Equal(1, (int)quick.Json["result"]!);
        Assert.Equal("timeout", (string?)(await endless).Json["error"]!["kind"]);
    }
}
