using System.Text;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.App.EndToEnd.Tests.RealHost;

/// <summary>Events from the queue, through the host's trigger and the engine, to their outcome.</summary>
public sealed class QueueTests(SharedHost shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Message_PlainOrBase64_BecomesAnOutcomeAndAReply(bool base64)
    {
        await _host.PutTemplateAsync(_guild, "t", "local evt = ... return evt.data.text", ["MESSAGE_CREATE"]);
        var id = $"q{Guid.NewGuid():N}";
        var message = $$$"""{"id":"{{{id}}}","guild_id":"{{{_guild}}}","event":{"name":"MESSAGE_CREATE","data":{"text":"h\u00e9llo"}},"reply_to":"{{{shared.Hub.ReplyQueueName}}}"}""";

        await shared.Hub.SendAsync(base64 ? Convert.ToBase64String(Encoding.UTF8.GetBytes(message)) : message);

        await Until.TrueAsync(async () => (await shared.Hub.TakeRepliesAsync()).Any(reply => (string?)reply["event_id"] == id && (string?)reply["result"] == "h\u00e9llo"), Limit);
        var vm = (await _host.GetAsync($"/api/guilds/{_guild}/vm")).Json;
        Assert.Equal(("healthy", 1), ((string?)vm["state"], (int)vm["epoch"]!));
    }

    [Fact]
    public async Task Message_Malformed_IsADeadLetterWithTheReason()
    {
        var marker = Guid.NewGuid().ToString("N");
        await shared.Hub.SendAsync($"not json {marker}");
        await shared.Hub.SendAsync($$"""{"guild_id":"{{_guild}}","event":{"name":7},"note":"{{marker}}"}""");

        await Until.TrueAsync(async () => (await LettersAsync()).Count(letter => letter.Contains(marker, StringComparison.Ordinal)) == 2, Limit);
        Assert.All((await LettersAsync()).Where(letter => letter.Contains(marker, StringComparison.Ordinal)), letter => Assert.Contains("TF40", letter, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Message_NamedTwice_RunsOnce()
    {
        await _host.PutTemplateAsync(_guild, "t", "local _, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return ctx.store.n", ["MESSAGE_CREATE"]);
        var message = $$$"""{"id":"twice-{{{_guild}}}","guild_id":"{{{_guild}}}","event":{"name":"MESSAGE_CREATE"},"reply_to":"{{{shared.Hub.ReplyQueueName}}}"}""";
        await shared.Hub.SendAsync(message);
        await shared.Hub.SendAsync(message);
        await shared.Hub.SendAsync(message.Replace("twice", "after", StringComparison.Ordinal));

        await Until.TrueAsync(async () => (await shared.Hub.TakeRepliesAsync()).Any(reply => (string?)reply["event_id"] == $"after-{_guild}"), Limit);
        Assert.Equal(3, (int)(await _host.ExecuteAsync(_guild, "t")).Json["result"]!);
    }

    [Fact]
    public async Task ThousandEvents_TwoHundredGuilds_NothingIsLost()
    {
        const int Guilds = 200;
        const int Events = 1_000;
        var guilds = Enumerable.Range(0, Guilds).Select(_ => SharedHost.NewGuild()).ToArray();
        await Parallel.ForEachAsync(guilds, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (guild, _) =>
            await _host.PutTemplateAsync(guild, "t", "local evt = ... return evt.attempt", ["MESSAGE_CREATE"]));
        await shared.Hub.TakeRepliesAsync();

        await Parallel.ForEachAsync(Enumerable.Range(0, Events), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await shared.Hub.SendAsync(
            $$$"""{"id":"bulk-{{{guilds[0]}}}-{{{number}}}","guild_id":"{{{guilds[number % Guilds]}}}","event":{"name":"MESSAGE_CREATE"},"reply_to":"{{{shared.Hub.ReplyQueueName}}}"}"""));

        var replies = new Dictionary<string, List<int>>();
        await Until.TrueAsync(
            async () =>
            {
                foreach (var reply in await shared.Hub.TakeRepliesAsync())
                {
                    Assert.Equal("ok", (string?)reply["status"]);
                    var id = (string)reply["event_id"]!;
                    replies[id] = [.. replies.GetValueOrDefault(id) ?? [], (int)reply["result"]!];
                }

                return replies.Count == Events;
            },
            TimeSpan.FromMinutes(5));

        // A reply may be repeated; a template that ran again was told so.
        Assert.All(replies.Values, attempts => Assert.Equal(1, attempts[0]));
        TestContext.Current.TestOutputHelper!.WriteLine($"{replies.Count} events, {replies.Values.Count(attempts => attempts.Count > 1)} replied to more than once.");
    }

    private async Task<string[]> LettersAsync() => [.. (await _host.GetAsync("/api/dead-letters?limit=200")).Json["dead_letters"]!.AsArray().Select(letter => letter!.ToJsonString())];
}
