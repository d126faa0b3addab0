using System.Text.Json.Nodes;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.ProcessPool.Tests.Hosts;

/// <summary>A native death of the whole host, or of one of its children, with several guilds on its threads: who did it is found out without hurting the others.</summary>
public sealed class SuspectTests
{
    private const string Culprit = "500";
    private const string Bystander = "600";
    private const string RunAlone = "they run alone next: ";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("thread-pool")]
    [InlineData("process-pool")]
    public async Task Segfault_WithTwoGuildsRunning_SuspectsBothAndOnlyTheCulpritIsPutIntoQuarantine(string strategy)
    {
        using var data = new TemporaryFolder();
        var host = await StartAsync(data, strategy);
        try
        {
            var innocent = await PutTemplatesAsync(host);
            var waits = await RaiseAsync(host, Bystander, "WAITS", "w1");
            var busy = await RaiseAsync(host, innocent, "BUSY", "b1");
            await Until.TrueAsync(async () => await LiveRunsAsync(host, innocent) > 0 && await LiveRunsAsync(host, Bystander) > 0, Limit);
            var boom = await RaiseAsync(host, Culprit, "BOOM", "boom1");
            await LightAsync(host);
            if (strategy == "thread-pool")
            {
                Assert.NotEqual(0, await host.ExitAsync());
                await host.DisposeAsync();
                host = await StartAsync(data, strategy);
                Assert.Equal([Culprit, innocent], (await NamedAsync(host)).Order());
            }

            // Its second attempt waits until it is let go: both can be seen while they run alone.
            await Until.TrueAsync(async () => (bool?)(await VmAsync(host, innocent))["suspect"] == true, Limit);
            Assert.Null((await VmAsync(host, Bystander))["suspect"]);
            Assert.Equal(2, (int)(await OutcomeAsync(host, waits))["result"]!);

            var letter = await LetterAsync(host, "boom1");
            Assert.Equal("TF4010", (string?)letter["reason_code"]);
            Assert.Matches(@"in quarantine until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ: a run of it, running alone, took its process down", (string?)letter["reason_text"]);
            Assert.Equal(2, (int)letter["attempts"]!);
            Assert.Equal("TF4010", (string?)(await OutcomeAsync(host, boom))["error"]!["code"]);
            await host.SaysAsync($"guild {Culprit} ran alone was lost");
            var vm = await VmAsync(host, Culprit);
            Assert.NotNull(vm["quarantined_until"]);
            Assert.Equal("a run of it, running alone, took its process down", (string?)vm["quarantine_reason"]);
            await RaiseAsync(host, Culprit, "BOOM", "boom2");
            Assert.Contains("in quarantine until", (string?)(await LetterAsync(host, "boom2"))["reason_text"], StringComparison.Ordinal);

            Assert.Equal("ok", (string?)(await host.ExecuteAsync(innocent, "gate")).Json["status"]);
            var outcome = await OutcomeAsync(host, busy);
            Assert.True((string?)outcome["status"] == "ok" && (int)outcome["result"]! == 2, outcome.ToJsonString());
            await Until.TrueAsync(async () => (await VmAsync(host, innocent))["suspect"] is null, Limit);
            Assert.Null((await VmAsync(host, innocent))["quarantined_until"]);
            Assert.Equal(2, (await host.GetAsync("/api/dead-letters")).Json["dead_letters"]!.AsArray().Count);

            Assert.Equal(0, await host.StopAsync());
            Assert.Empty(Directory.EnumerateFiles(Path.Combine(data.Path, "running")));
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    [Fact]
    public async Task Kill_OfTheHost_SuspectsWhoRanAndForgetsItWhenTheyEndWell()
    {
        using var data = new TemporaryFolder();
        string innocent, busy;
        await using (var host = await StartAsync(data, "thread-pool"))
        {
            innocent = await PutTemplatesAsync(host);
            busy = await RaiseAsync(host, innocent, "BUSY", "b1");
            await Until.TrueAsync(async () => await LiveRunsAsync(host, innocent) > 0, Limit);

            // A run that is there has had a turn when its thread has answered once more.
            await VmAsync(host, innocent);
            await host.KillAsync();
        }

        await using (var host = await StartAsync(data, "thread-pool"))
        {
            Assert.Equal([innocent], await NamedAsync(host));
            await Until.TrueAsync(async () => (bool?)(await VmAsync(host, innocent))["suspect"] == true, Limit);
            await host.ExecuteAsync(innocent, "gate");
            Assert.Equal(2, (int)(await OutcomeAsync(host, busy))["result"]!);
            Assert.Equal(0, await host.StopAsync());
        }

        await using var last = await StartAsync(data, "thread-pool");
        Assert.Null((await VmAsync(last, innocent))["suspect"]);
        Assert.DoesNotContain(RunAlone, last.Output, StringComparison.Ordinal);
    }

    /// <summary>What runs when a VM is new runs alone too: otherwise the host would never come up again.</summary>
    [Fact]
    public async Task Segfault_WhenTheVmIsNew_TakesTheHostDownOnce()
    {
        using var data = new TemporaryFolder();
        await using (var host = await StartAsync(data, "thread-pool"))
        {
            await host.PutTemplateAsync(Culprit, "startup", "require('@antiraid/faults').segfault()", ["OnStartup"]);

            // Not done before the other: a slice of that may end before its fault.
            await host.PutTemplateAsync(Culprit, "any", "task.wait(30) return 1", ["ANY"]);
            await Assert.ThrowsAnyAsync<HttpRequestException>(() => host.ExecuteAsync(Culprit, "any"));
            Assert.NotEqual(0, await host.ExitAsync());
        }

        await using var next = await StartAsync(data, "thread-pool");
        await Until.TrueAsync(async () => (await VmAsync(next, Culprit))["quarantined_until"] is not null, Limit);
        Assert.Equal("TF4010", (await next.ExecuteAsync(Culprit, "any")).Code);
    }

    private static Task<Host> StartAsync(TemporaryFolder data, string strategy) => Host.StartFaultyAsync(
        data.Path,
        "--TemplateFunctions:Strategy", strategy,
        "--TemplateFunctions:Pool:Threads", "2",
        "--TemplateFunctions:Pool:Processes", "1",
        "--TemplateFunctions:Pool:ThreadsPerProcess", "2",
        "--TemplateFunctions:Limits:RunCpu", "00:05:00");

    /// <summary>Answers a guild that another thread serves than the culprit.</summary>
    private static async Task<string> PutTemplatesAsync(Host host)
    {
        // In between it waits, so that its sender is answered before the host is gone.
        await host.PutTemplateAsync(
            Culprit, "boom", "local _, ctx = ... while not ctx.KV:get('lit', {'s'}) do task.wait(0.05) end require('@antiraid/faults').segfault()", ["BOOM"], ["kv:*"]);
        await host.PutTemplateAsync(Culprit, "light", "local _, ctx = ... ctx.KV:set('lit', true, {'s'})", caps: ["kv:*"]);
        await host.PutTemplateAsync(Culprit, "fine", "return 1");
        await host.PutTemplateAsync(Bystander, "waits", "local evt = ... if evt.attempt == 1 then task.wait(500) end return evt.attempt", ["WAITS"]);
        await host.ExecuteAsync(Culprit, "fine");
        var thread = (int)(await VmAsync(host, Culprit))["thread"]!;
        for (var guild = 501; ; guild++)
        {
            await host.PutTemplateAsync($"{guild}", "gate", "local _, ctx = ... ctx.KV:set('gate', true, {'s'}) return 1", caps: ["kv:*"]);
            await host.PutTemplateAsync($"{guild}", "fine", "return 1");
            await host.ExecuteAsync($"{guild}", "fine");
            if ((int)(await VmAsync(host, $"{guild}"))["thread"]! != thread)
            {
                await host.PutTemplateAsync(
                    $"{guild}",
                    "busy",
                    "local evt, ctx = ... while evt.attempt == 1 do end while not ctx.KV:get('gate', {'s'}) do task.wait(0.05) end return evt.attempt",
                    ["BUSY"],
                    ["kv:*"]);
                return $"{guild}";
            }
        }
    }

    private static async Task<string> RaiseAsync(Host host, string guild, string name, string id)
    {
        var answer = await host.PostAsync($"/api/guilds/{guild}/events", $$"""{"name":"{{name}}","id":"{{id}}"}""");
        Assert.True((int)answer.Status == 202, answer.Body);
        return (string)Assert.Single(answer.Json["executions"]!.AsObject()).Value!;
    }

    private static async Task<JsonNode> VmAsync(Host host, string guild) => (await host.GetAsync($"/api/guilds/{guild}/vm")).Json;

    private static async Task<int> LiveRunsAsync(Host host, string guild) => (int?)(await VmAsync(host, guild))["live_runs"] ?? 0;

    private static async Task<JsonNode> OutcomeAsync(Host host, string execution)
    {
        JsonNode? outcome = null;
        await Until.TrueAsync(async () => (outcome = (await host.GetAsync($"/api/executions/{execution}")).Json)["status"] is { } status && (string?)status != "running", Limit);
        return outcome!;
    }

    private static async Task<JsonNode> LetterAsync(Host host, string eventId)
    {
        JsonNode? letter = null;
        await Until.TrueAsync(
            async () => (letter = (await host.GetAsync($"/api/dead-letters?guild_id={Culprit}")).Json["dead_letters"]!.AsArray()
                .FirstOrDefault(one => ((string?)one!["body"])?.Contains($"\"{eventId}\"", StringComparison.Ordinal) == true)) is not null,
            Limit);
        return letter!;
    }

    /// <summary>The suspects that a host names when it starts.</summary>
    private static async Task<string[]> NamedAsync(Host host) => (await host.SaysAsync(RunAlone + "([0-9, ]+)")).Groups[1].Value.Split(", ");

    /// <summary>Lets what takes the process down go on, which it may do before this is answered.</summary>
    private static async Task LightAsync(Host host)
    {
        try
        {
            await host.ExecuteAsync(Culprit, "light");
        }
        catch (HttpRequestException)
        {
            // The host has gone.
        }
    }
}
