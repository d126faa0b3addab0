using System.Net;
using Azure.Storage.Queues;
using TemplateFunctions.App.EndToEnd.Tests.Fixtures;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.App.EndToEnd.Tests.RealHost;

/// <summary>What the app does without being asked by an event: timers, the poison queue, the rolling reset, templates that reach other processes.</summary>
public sealed class OperationsTests(SharedHost shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly string _guild = SharedHost.NewGuild();

    [Fact]
    public async Task Poison_Message_IsADeadLetterWithTheReason()
    {
        var host = shared.Host;
        var marker = Guid.NewGuid().ToString("N");
        var poison = new QueueClient(Given.Storage, $"{shared.Hub.QueueName}-poison");
        await poison.CreateIfNotExistsAsync();

        await poison.SendMessageAsync($$$"""{"guild_id":"{{{_guild}}}","event":{"name":"A"},"note":"{{{marker}}}"}""");

        await Until.TrueAsync(
            async () => (await host.GetAsync("/api/dead-letters?limit=200")).Json["dead_letters"]!.AsArray()
                .Any(letter => letter!.ToJsonString() is var text && text.Contains(marker, StringComparison.Ordinal) && text.Contains("maxDequeueCount", StringComparison.Ordinal)),
            Limit);
    }

    [Fact]
    public async Task Key_ThatExpires_RaisesItsEventAndIsGone()
    {
        var host = shared.Host;
        await host.PutTemplateAsync(_guild, "set", "local _, ctx = ... ctx.KV:set('tea', 7, {'e2e'}, os.time() + 2)", null, ["kv:*"]);
        await host.PutTemplateAsync(_guild, "due", "local evt, ctx = ... ctx.KV:set('seen', evt.data.key, {'other'})", ["KeyExpiry[e2e]"], ["kv:*"]);
        await host.PutTemplateAsync(_guild, "look", "local _, ctx = ... local seen = ctx.KV:get('seen', {'other'}) local _, tea = ctx.KV:get('tea', {'e2e'}) return { seen = seen, tea = tea }", null, ["kv:*"]);

        Assert.Equal(HttpStatusCode.OK, (await host.ExecuteAsync(_guild, "set")).Status);

        await Until.TrueAsync(
            async () => (await host.ExecuteAsync(_guild, "look")).Json["result"] is { } result && (string?)result["seen"] == "tea" && !(bool)result["tea"]!,
            Limit);
    }

    [Fact]
    public async Task RollingReset_Asked_GivesTheGuildAFreshVm()
    {
        var host = shared.Host;
        await host.PutTemplateAsync(_guild, "count", "local _, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return ctx.store.n");
        await host.ExecuteAsync(_guild, "count");
        Assert.Equal(2, (int)(await host.ExecuteAsync(_guild, "count")).Json["result"]!);

        Assert.Equal(HttpStatusCode.Accepted, (await host.SendAsync(HttpMethod.Post, "/api/operations/rolling-reset")).Status);

        // The count only grows while the VM lives.
        await Until.TrueAsync(async () => (int?)(await host.ExecuteAsync(_guild, "count")).Json["result"] == 1, Limit);
    }

    [Fact]
    public async Task Template_WrittenThroughAnotherHost_ReachesTheHolder()
    {
        var hub = new Hub();
        await using var one = await Host.StartAsync(hub);
        await using var other = await Host.StartAsync(hub);
        for (var version = 1; version <= 6; version++)
        {
            await (version % 2 == 0 ? one : other).PutTemplateAsync(_guild, "t", $"return {version}", ["MESSAGE_CREATE"]);
            for (var (number, answered) = (0, 0); answered != version; number++)
            {
                answered = await AskAsync(hub, $"v{version}-{number}");
                Assert.InRange(answered, version - 1, version);
                Assert.InRange(number, 0, 20);
            }
        }
    }

    private async Task<int> AskAsync(Hub hub, string id)
    {
        await hub.SendAsync($$$"""{"id":"{{{id}}}","guild_id":"{{{_guild}}}","event":{"name":"MESSAGE_CREATE"},"reply_to":"{{{hub.ReplyQueueName}}}"}""");
        int? answered = null;
        await Until.TrueAsync(
            async () =>
            {
                answered ??= (await hub.TakeRepliesAsync()).Where(reply => (string?)reply["event_id"] == id).Select(reply => (int?)reply["result"]).FirstOrDefault();
                return answered is not null;
            },
            Limit);
        return answered!.Value;
    }
}
