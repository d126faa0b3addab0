using System.Text.Json.Nodes;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.App.EndToEnd.Tests.RealHost;

/// <summary>What survives when processes die: everything accepted; a run that had begun is told its attempt.</summary>
public sealed class DeathTests
{
    private const string Guild = "9001";

    // The first attempt does not end before its process does.
    private const string Slow = "local evt = ... if evt.attempt == 1 then task.wait(600) end return evt.attempt";

    // Rows of a dead process are found within 30 seconds, lost messages within 50; the timers of a dead host move after two minutes.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);
    private readonly Hub _hub = new();

    [Fact]
    public async Task Worker_KilledMidRun_TheRunIsMadeAgainAndToldSo()
    {
        await using var host = await Host.StartAsync(_hub);
        await host.PutTemplateAsync(Guild, "slow", Slow, ["MESSAGE_CREATE"]);
        await SendAsync("worker");
        await ParkedAsync(host);

        host.KillWorker();

        Assert.Equal(2, (int)(await ReplyAsync("worker"))["result"]!);
        Assert.Equal(2, (int)(await host.GetAsync($"/api/guilds/{Guild}/vm")).Json["epoch"]!);
    }

    [Fact]
    public async Task Worker_KilledWhileAGuildRuns_TheGuildIsASuspectUntilItHasRunAlone()
    {
        using var notes = new TemporaryFolder();
        await using var host = await Host.StartAsync(_hub, ("TemplateFunctions__RunningDirectory", notes.Path));
        await host.PutTemplateAsync(Guild, "busy", "local evt, ctx = ... while evt.attempt == 1 do end while not ctx.KV:get('gate', {'s'}) do task.wait(0.1) end return evt.attempt", ["MESSAGE_CREATE"], ["kv:*"]);
        await host.PutTemplateAsync(Guild, "gate", "local _, ctx = ... ctx.KV:set('gate', true, {'s'})", ["GUILD_CREATE"], ["kv:*"]);
        await SendAsync("busy");
        await Until.TrueAsync(async () => await VmsAsync(host) == 1, Limit);

        host.KillWorker();

        await Until.TrueAsync(
            async () => (await host.GetAsync($"/api/guilds/{Guild}/vm")) is { Status: System.Net.HttpStatusCode.OK } vm && (bool?)vm.Json["suspect"] == true, Limit);

        // Its events run one at a time while it is a suspect; a caller's run goes beside them, in the same process.
        Assert.Equal(System.Net.HttpStatusCode.OK, (await host.ExecuteAsync(Guild, "gate")).Status);
        Assert.Equal(2, (int)(await ReplyAsync("busy"))["result"]!);
        await Until.TrueAsync(async () => (await host.GetAsync($"/api/guilds/{Guild}/vm")).Json["suspect"] is null, Limit);
        Assert.Single(Directory.EnumerateFiles(notes.Path, "*.running"));
    }

    [Fact]
    public async Task Host_KilledMidRun_AnotherHostMakesTheRunAgainAndTellsIt()
    {
        var first = await Host.StartAsync(_hub);
        await using (first)
        {
            await first.PutTemplateAsync(Guild, "slow", Slow, ["MESSAGE_CREATE"]);
            await SendAsync("host");
            await ParkedAsync(first);
            await first.KillAsync();
        }

        await using var second = await Host.StartAsync(_hub);

        Assert.Equal(2, (int)(await ReplyAsync("host"))["result"]!);
    }

    [Fact]
    public async Task Wait_OfAMinute_IsParkedAndFinishesWhileOtherEventsPass()
    {
        await using var host = await Host.StartAsync(_hub);
        await host.PutTemplateAsync(Guild, "minute", "local evt = ... task.wait(60) return evt.attempt", ["GUILD_CREATE"]);
        await host.PutTemplateAsync(Guild, "quick", "return 'quick'", ["MESSAGE_CREATE"]);
        await SendAsync("minute", "GUILD_CREATE");
        await ParkedAsync(host);

        await SendAsync("quick");

        Assert.Equal("quick", (string?)(await ReplyAsync("quick"))["result"]);
        Assert.Equal(1, (int)(await ReplyAsync("minute"))["result"]!);
        Assert.Equal(0, (int)(await host.GetAsync($"/api/guilds/{Guild}/vm")).Json["parked_runs"]!);
    }

    [Fact]
    public async Task Wait_OfAMinute_ItsProcessKilled_FinishesAsTheSecondAttempt()
    {
        await using var host = await Host.StartAsync(_hub);
        await host.PutTemplateAsync(Guild, "minute", "local evt = ... task.wait(60) return evt.attempt", ["MESSAGE_CREATE"]);
        await SendAsync("minute");
        await ParkedAsync(host);

        host.KillWorker();

        Assert.Equal(2, (int)(await ReplyAsync("minute"))["result"]!);
    }

    /// <summary>Durable drops the messages of the batches that were being handled; they come again.</summary>
    [Fact]
    public async Task Worker_KilledWhileItTakesFortyEvents_AllAreAnswered()
    {
        const int Guilds = 40;
        await using var host = await Host.StartAsync(_hub);
        for (var guild = 0; guild < Guilds; guild++)
        {
            await host.PutTemplateAsync($"{7000 + guild}", "t", "local evt = ... return evt.data.round", ["MESSAGE_CREATE"]);
        }

        await RoundAsync(Guilds, 1, wait: false);
        await Until.TrueAsync(async () => await VmsAsync(host) > Guilds / 4, Limit);
        host.KillWorker();

        await CollectAsync(Guilds, 1);
    }

    [Fact]
    public async Task TwoHosts_OneDies_ItsGuildsMoveAndNothingIsLost()
    {
        const int Guilds = 24;
        await using var survivor = await Host.StartAsync(_hub);
        var victim = await Host.StartAsync(_hub);
        await using (victim)
        {
            for (var guild = 0; guild < Guilds; guild++)
            {
                await survivor.PutTemplateAsync($"{7000 + guild}", "t", "local evt = ... return evt.data.round", ["MESSAGE_CREATE"]);
            }

            // Partitions are shared after a while: rounds go on until both hosts hold guilds.
            var round = 0;
            await Until.TrueAsync(
                async () =>
                {
                    await RoundAsync(Guilds, ++round);
                    return await VmsAsync(victim) > 0 && await VmsAsync(survivor) > 0;
                },
                Limit);
            await victim.KillAsync();
            await RoundAsync(Guilds, 1_000, wait: false);
        }

        await CollectAsync(Guilds, 1_000);
        var epochs = new List<int>();
        for (var guild = 0; guild < Guilds; guild++)
        {
            epochs.Add((int)(await survivor.GetAsync($"/api/guilds/{7000 + guild}/vm")).Json["epoch"]!);
        }

        Assert.Contains(epochs, epoch => epoch > 1);
        Assert.Equal(Guilds, await VmsAsync(survivor));
    }

    private static async Task<int> VmsAsync(Host host) => (await host.GetAsync("/api/vms")).Json.AsArray().Count;

    private async Task RoundAsync(int guilds, int round, bool wait = true)
    {
        for (var guild = 0; guild < guilds; guild++)
        {
            await _hub.SendAsync($$$"""{"id":"r{{{round}}}-{{{guild}}}","guild_id":"{{{7000 + guild}}}","event":{"name":"MESSAGE_CREATE","data":{"round":{{{round}}}}},"reply_to":"{{{_hub.ReplyQueueName}}}"}""");
        }

        if (wait)
        {
            await CollectAsync(guilds, round);
        }
    }

    /// <summary>Waits for a reply of every guild for the round.</summary>
    private async Task CollectAsync(int guilds, int round)
    {
        var seen = new HashSet<string>();
        await Until.TrueAsync(
            async () =>
            {
                seen.UnionWith((await _hub.TakeRepliesAsync()).Where(reply => (int?)reply["result"] == round).Select(reply => (string)reply["event_id"]!));
                return seen.Count == guilds;
            },
            TimeSpan.FromMinutes(12));
    }

    private Task SendAsync(string id, string name = "MESSAGE_CREATE") => _hub.SendAsync(
        $$$"""{"id":"{{{id}}}","guild_id":"{{{Guild}}}","event":{"name":"{{{name}}}"},"reply_to":"{{{_hub.ReplyQueueName}}}"}""");

    /// <summary>Its row is written and it has begun: a run that is only about to be written is not begun, and comes again as the first attempt.</summary>
    private static Task ParkedAsync(Host host) => Until.TrueAsync(
        async () => (await host.GetAsync($"/api/guilds/{Guild}/vm")) is { Status: System.Net.HttpStatusCode.OK } vm
            && ((int)vm.Json["parked_runs"]!, (int)vm.Json["executions"]!) == (1, 1),
        Limit);

    private async Task<JsonNode> ReplyAsync(string id)
    {
        JsonNode? found = null;
        await Until.TrueAsync(
            async () =>
            {
                found ??= (await _hub.TakeRepliesAsync()).FirstOrDefault(reply => (string?)reply["event_id"] == id);
                return found is not null;
            },
            Limit);
        return found!;
    }
}
