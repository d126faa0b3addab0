using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.LocalHost.Queues.Azure;

namespace TemplateFunctions.EndToEnd.Tests.Queues;

/// <summary>Events through a real storage queue into a real host, as a bot sends them.</summary>
public sealed class QueueContractTests(Azurite azurite) : IAsyncLifetime
{
    private const string Guild = "77";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly CancellationToken None = CancellationToken.None;
    private readonly TemporaryFolder _data = new();
    private readonly string _queue = $"events-{Guid.NewGuid():N}";
    private readonly string _replies = $"template-replies-{Guid.NewGuid():N}";
    private Host _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await StartAsync();
        await azurite.Client.CreateAsync(_replies, None);

        // The host makes its queue, which it may not have done yet.
        await Until.TrueAsync(IsThereAsync, Limit);
        await _host.PutTemplateAsync(Guild, "echo", "local evt = ... return { got = evt.data.n, attempt = evt.attempt }", ["MESSAGE_CREATE"]);
        await _host.PutTemplateAsync(Guild, "fails", "error('on purpose')", ["GUILD_MEMBER_ADD"]);
        await _host.PutTemplateAsync(Guild, "large", "return ('x'):rep(60000)", ["GUILD_UPDATE"]);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _data.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_PlainOrBase64_IsRunAnsweredAndDeleted(bool base64)
    {
        await PutAsync(Message("e1", "MESSAGE_CREATE", """{"n":5}"""), base64);

        var reply = await ReplyAsync();

        Assert.Equal("ok", (string?)reply["status"]);
        Assert.Equal(("e1", "echo"), ((string?)reply["event_id"], (string?)reply["template"]));
        Assert.Equal((5, 1), ((int)reply["result"]!["got"]!, (int)reply["result"]!["attempt"]!));
        Assert.Equal(reply["result"]!.ToJsonString(), (await _host.GetAsync($"/api/executions/{reply["execution_id"]}")).Json["result"]!.ToJsonString());
        await EmptyAsync();
    }

    [Fact]
    public async Task Message_Twice_RunsOnce()
    {
        await PutAsync(Message("same", "MESSAGE_CREATE", """{"n":1}"""));
        await ReplyAsync();
        await PutAsync(Message("same", "MESSAGE_CREATE", """{"n":2}"""));
        await EmptyAsync();

        Assert.Equal(1, (int)(await _host.GetAsync($"/api/guilds/{Guild}/vm")).Json["executions"]!);
    }

    [Fact]
    public async Task Message_ScriptFailure_IsSettledAndRecorded()
    {
        await PutAsync(Message("f1", "GUILD_MEMBER_ADD", "{}"));

        Assert.Equal("error", (string?)(await ReplyAsync())["status"]);
        await EmptyAsync();
        Assert.Contains("on purpose", (await _host.GetAsync($"/api/guilds/{Guild}/errors")).Body, StringComparison.Ordinal);
        Assert.Equal(0, (int)(await _host.GetAsync("/api/dead-letters")).Json["total"]!);
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("{\"guild_id\":77}")]
    [InlineData("{\"id\":\"x\",\"guild_id\":\"77\",\"event\":{\"name\":\"X\"},\"reply_to\":\"orders\"}")]
    [InlineData("AAAA")]
    public async Task Message_Malformed_GoesToTheDeadLettersWithItsReason(string text)
    {
        await azurite.Client.PutAsync(_queue, text, TimeSpan.Zero, None);

        await Until.TrueAsync(async () => (int)(await _host.GetAsync("/api/dead-letters")).Json["total"]! == 1, Limit);
        var letter = (await _host.GetAsync("/api/dead-letters")).Json["dead_letters"]![0]!;

        Assert.Matches("^TF[34]", (string?)letter["reason_code"]);
        Assert.Equal(_queue, (string?)letter["source"]);
        Assert.False(string.IsNullOrEmpty((string?)letter["reason_text"]));
        await EmptyAsync();
        Assert.Equal(400, (int)(await _host.SendAsync(HttpMethod.Post, $"/api/dead-letters/{letter["id"]}/replay")).Status);
    }

    [Fact]
    public async Task Reply_OverTheSizeOfAMessage_IsTheExecutionIdAlone()
    {
        await PutAsync(Message("big", "GUILD_UPDATE", "{}"));

        var reply = await ReplyAsync();

        Assert.Null(reply["result"]);
        Assert.Equal(60000, ((string?)(await _host.GetAsync($"/api/executions/{reply["execution_id"]}")).Json["result"])!.Length);
    }

    [Fact]
    public async Task Message_ToOneTemplate_ReachesOnlyThat()
    {
        await PutAsync(Message("t1", "SOMETHING_ELSE", """{"n":3}""", ["echo"]));

        Assert.Equal("echo", (string?)(await ReplyAsync())["template"]);
    }

    [Fact]
    public async Task Host_RestartedWithMessagesWaiting_TakesThemUp()
    {
        await _host.KillAsync();
        for (var i = 0; i < 20; i++)
        {
            await PutAsync(Message($"w{i}", "MESSAGE_CREATE", $$"""{"n":{{i}}}"""));
        }

        await using var again = await StartAsync();

        await Until.TrueAsync(async () => await azurite.Client.CountAsync(_replies, None) == 20, Limit);
        await EmptyAsync();
    }

    private Task<Host> StartAsync() => Host.StartAsync(
        _data.Path, "--TemplateFunctions:Queue:ConnectionString", azurite.ConnectionString, "--TemplateFunctions:Queue:Name", _queue);

    private async Task<bool> IsThereAsync()
    {
        try
        {
            return await azurite.Client.CountAsync(_queue, None) == 0;
        }
        catch (QueueServiceException missing) when (missing.Status == HttpStatusCode.NotFound)
        {
            return false;
        }
    }

    private string Message(string id, string name, string data, string[]? templates = null) => new JsonObject
    {
        ["id"] = id,
        ["guild_id"] = Guild,
        ["event"] = new JsonObject { ["name"] = name, ["data"] = JsonNode.Parse(data) },
        ["templates"] = templates is null ? null : new JsonArray([.. templates.Select(text => (JsonNode)text)]),
        ["reply_to"] = _replies,
    }.ToJsonString();

    private async Task PutAsync(string text, bool base64 = false) => await azurite.Client.PutAsync(
        _queue, base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) : text, TimeSpan.Zero, None);

    private async Task<JsonNode> ReplyAsync()
    {
        JsonNode? reply = null;
        await Until.TrueAsync(
            async () =>
            {
                var messages = await azurite.Client.GetAsync(_replies, 1, TimeSpan.FromSeconds(60), None);
                reply = messages is [var message] ? JsonNode.Parse(message.Text) : null;
                return reply is not null;
            },
            Limit);
        return reply!;
    }

    private Task EmptyAsync() => Until.TrueAsync(async () => await azurite.Client.CountAsync(_queue, None) == 0, Limit);
}
