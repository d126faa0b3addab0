using System.Text;
using System.Text.Json.Nodes;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Functions;
using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Tests.Fixtures;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Tests.Functions;

public sealed class EventFunctionTests : IAsyncLifetime
{
    private static readonly GuildId Guild = new(77);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private AppUnderTest _app = null!;

    public async ValueTask InitializeAsync() => _app = await AppUnderTest.StartAsync();

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _app.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task OnEvent_PlainOrBase64_RunsAndReplies(bool base64)
    {
        await PutAsync("return select(1, ...).name");
        var message = $$$"""{"id":"e1","guild_id":"{{{Guild}}}","event":{"name":"MESSAGE_CREATE"},"reply_to":"template-replies-test"}""";

        await OnEventAsync(base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) : message);

        await Until.TrueAsync(() => !_app.Replies.Sent.IsEmpty, Limit);
        Assert.True(_app.Replies.Sent.TryPeek(out var reply));
        Assert.Equal("template-replies-test", reply.Queue);
        Assert.Equal(("ok", "MESSAGE_CREATE", "e1"), ((string?)Json(reply.Body)["status"], (string?)Json(reply.Body)["result"], (string?)Json(reply.Body)["event_id"]));
    }

    [Fact]
    public async Task OnEvent_Run_LeavesOutcomeAndStateAndNoJournalRow()
    {
        await PutAsync("return 'done'");

        await OnEventAsync($$$"""{"id":"e2","guild_id":"{{{Guild}}}","event":{"name":"MESSAGE_CREATE"}}""");

        await Until.TrueAsync(async () => (await _app.Storage.Results.GetAsync(new RunKey(Guild, "e2", "t")))?.Status == ExecutionStatus.Done, Limit);
        await Until.TrueAsync(async () => await _app.Storage.Inflight.CountAsync(Guild) == 0, Limit);
        await Until.TrueAsync(() => _app.Engine.Guilds.StateOf(Guild.ToString()) is { } state && (long?)Json(state)["epoch"] == 1, Limit);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"guild_id":"x","event":{"name":"A"}}""")]
    [InlineData("")]
    [InlineData("//79/A==")]
    [InlineData("eyJndWlsZF9pZCI6")]
    [InlineData("""{"guild_id":"77","event":{"name":"A","data":"\ud800"}}""")]
    public async Task OnEvent_Malformed_BecomesADeadLetterWithTheReason(string body)
    {
        await OnEventAsync(body);

        var letter = Assert.Single((await _app.Storage.DeadLetters.ListAsync()).Letters);
        Assert.Equal("guild-events", letter.Source);
        Assert.StartsWith("TF40", letter.ReasonCode, StringComparison.Ordinal);
        Assert.Equal(body, Encoding.UTF8.GetString(letter.Body.Span));
    }

    [Theory]
    [InlineData("id")]
    [InlineData("name")]
    public async Task OnEvent_TextBeyondItsLimit_BecomesADeadLetterThatNamesIt(string field)
    {
        var @long = new string('x', 2_000);
        var (id, name) = field == "id" ? (@long, "A") : ("e", @long);
        await OnEventAsync($$$"""{"id":"{{{id}}}","guild_id":"{{{Guild}}}","event":{"name":"{{{name}}}"}}""");

        var letter = Assert.Single((await _app.Storage.DeadLetters.ListAsync(Guild)).Letters);
        Assert.StartsWith("TF40", letter.ReasonCode, StringComparison.Ordinal);
        Assert.Contains(field, letter.ReasonText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnEvent_Oversized_BecomesADeadLetterThatNamesTheLimit()
    {
        var body = $$$"""{"id":"e","guild_id":"{{{Guild}}}","event":{"name":"A","data":"{{{new string('x', EventMessage.MaxBytes)}}}"}}""";
        await OnEventAsync(body);

        var letter = Assert.Single((await _app.Storage.DeadLetters.ListAsync()).Letters);
        Assert.Equal(("TF3014", "guild-events"), (letter.ReasonCode, letter.Source));
        Assert.Contains($"{EventMessage.MaxBytes}", letter.ReasonText, StringComparison.Ordinal);
        Assert.Contains($"{body.Length}", letter.ReasonText, StringComparison.Ordinal);
        Assert.Equal(body.Length, letter.Body.Length);
    }

    [Fact]
    public async Task OnEvent_EngineUnreachable_LetsTheMessageComeBack()
    {
        // Stored without telling the guild's entity, which would bring the guild here.
        Dictionary<string, string> files = new() { ["init.luau"] = "return 1" };
        await _app.Storage.Templates.PutAsync(new TemplateRecord
        {
            Guild = Guild, Name = "t", Files = files, Events = ["MESSAGE_CREATE"], CreatedAt = DateTimeOffset.UtcNow, UpdatedAt = DateTimeOffset.UtcNow, Version = TemplateRecord.HashFiles(files),
        });
        _app.Engine.Guilds.Fault = () => throw new InvalidOperationException("no engine");

        await Assert.ThrowsAsync<StorageException>(() => OnEventAsync($$$"""{"id":"e3","guild_id":"{{{Guild}}}","event":{"name":"MESSAGE_CREATE"}}"""));

        _app.Engine.Guilds.Fault = null;
        await OnEventAsync($$$"""{"id":"e3","guild_id":"{{{Guild}}}","event":{"name":"MESSAGE_CREATE"}}""", dequeued: 2);
        await Until.TrueAsync(async () => (await _app.Storage.Results.GetAsync(new RunKey(Guild, "e3", "t")))?.Status == ExecutionStatus.Done, Limit);
    }

    [Fact]
    public async Task OnEvent_StorageUnavailable_LetsTheMessageComeBack()
    {
        _app.Tables.Get("TestTemplates");
        _app.Tables.Fail(_ => throw new StorageServiceException(503, "ServerBusy", "The server is busy."));

        await Assert.ThrowsAsync<StorageException>(() => OnEventAsync($$$"""{"id":"e4","guild_id":"{{{Guild}}}","event":{"name":"MESSAGE_CREATE"}}"""));
    }

    [Fact]
    public async Task OnPoison_Message_IsRecorded()
    {
        await Functions().OnPoison(Message("{\"guild_id\":\"77\"}", 1), CancellationToken.None);

        var letter = Assert.Single((await _app.Storage.DeadLetters.ListAsync(Guild)).Letters);
        Assert.Equal("guild-events-poison", letter.Source);
    }

    private Task OnEventAsync(string body, int dequeued = 1) => Functions().OnEvent(Message(body, dequeued), _app.Engine, CancellationToken.None);

    private EventFunctions Functions() => new(_app.Host, _app.Services.GetRequiredService<EntityClients>(), new EventsQueue("guild-events"));

    private static Azure.Storage.Queues.Models.QueueMessage Message(string body, int dequeued) => QueuesModelFactory.QueueMessage(
        "0b5c7b1a-5d5e-4a6c-9a53-6d5c7b8b5a01", "receipt", BinaryData.FromString(body), dequeued, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, null);

    private async Task PutAsync(string source)
    {
        var body = new JsonObject { ["content"] = source, ["events"] = new JsonArray("MESSAGE_CREATE") };
        Assert.True((await _app.Host.Templates.PutAsync(Guild, "t", Encoding.UTF8.GetBytes(body.ToJsonString()))).IsOk);
    }

    private static JsonNode Json(string text) => JsonNode.Parse(text)!;
}
