using System.Collections.Concurrent;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Crash;

/// <summary>Kills the host under load at random moments and counts afterwards: whatever was acknowledged is there.</summary>
public sealed class KillTests
{
    private const string Guild = "88";
    private const int Rounds = 4;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task AcceptedEvents_AfterKillsUnderLoad_HaveAllRun()
    {
        using var data = new TemporaryFolder();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var accepted = new ConcurrentQueue<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var host = await StartAsync(data);
            var senders = Enumerable.Range(0, 8).Select(sender => SendUntilDeadAsync(host, $"r{round}s{sender}", accepted)).ToArray();
            await Task.Delay(random.Next(100, 1200));

            // A busy machine may have answered nothing yet.
            await Until.TrueAsync(() => accepted.Count >= 13 * (round + 1), Limit);
            await host.KillAsync();
            await Task.WhenAll(senders);
        }

        await using var last = await StartAsync(data);

        Assert.True(accepted.Count > 50, $"only {accepted.Count} events were accepted: this proves nothing");
        var missing = new HashSet<string>(accepted);
        try
        {
            await Until.TrueAsync(
                async () =>
                {
                    foreach (var id in missing.ToArray())
                    {
                        var execution = await last.GetAsync($"/api/executions/{id}");
                        if ((int)execution.Status == 200 && (string?)execution.Json["status"] == "ok")
                        {
                            missing.Remove(id);
                        }
                    }

                    return missing.Count == 0;
                },
                Limit);
        }
        catch (TimeoutException)
        {
            var example = (await last.GetAsync($"/api/executions/{missing.First()}")).Body;
            Assert.Fail($"seed {seed}: {missing.Count} of {accepted.Count} accepted runs have no outcome; the first: {example}");
        }
    }

    [Fact]
    public async Task AnsweredWrites_AfterKillsUnderLoad_AreAllThere()
    {
        using var data = new TemporaryFolder();
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var templates = new ConcurrentQueue<string>();
        var values = new ConcurrentQueue<string>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var host = await StartAsync(data);
            var guild = $"{900 + round}";
            var writers = Enumerable.Range(0, 4).Select(writer => WriteUntilDeadAsync(host, guild, writer, templates, values)).ToArray();
            await Task.Delay(random.Next(100, 1200));
            await Until.TrueAsync(() => Math.Min(templates.Count, values.Count) >= 3 * (round + 1), Limit);
            await host.KillAsync();
            await Task.WhenAll(writers);
        }

        await using var last = await StartAsync(data);

        Assert.True(templates.Count > 10 && values.Count > 10, $"only {templates.Count} templates and {values.Count} values were acknowledged: this proves nothing");
        var stored = new HashSet<string>();
        for (var round = 0; round < Rounds; round++)
        {
            stored.UnionWith((await last.GetAsync($"/api/guilds/{900 + round}/templates")).Json.AsArray().Select(one => $"{900 + round}/{one!["name"]}"));
        }

        Assert.True(templates.All(stored.Contains), $"seed {seed}: lost {templates.Count(name => !stored.Contains(name))} of {templates.Count} templates");
        var listed = await last.ExecuteAsync(Guild, "seen");
        Assert.True((string?)listed.Json["status"] == "ok", listed.Body);
        var kept = listed.Json["result"]!.AsArray().Select(name => (string)name!).ToHashSet();
        Assert.True(values.All(kept.Contains), $"seed {seed}: lost {values.Count(key => !kept.Contains(key))} of {values.Count} values");
    }

    private static async Task<Host> StartAsync(TemporaryFolder data)
    {
        var host = await Host.StartAsync(data.Path);

        await host.PutTemplateAsync(Guild, "wait", "local evt = ... if evt.data.wait then task.wait(evt.data.wait) end return evt.id", ["RUN"]);

        // Leaves a key of its own behind; "seen" lists them.
        await host.PutTemplateAsync(Guild, "mark", "local evt, ctx = ... ctx.KV:set(evt.id, 'done', {'seen'})", caps: ["kv:*"]);
        await host.PutTemplateAsync(
            Guild,
            "seen",
            "local _, ctx = ... local done = setmetatable({}, require('@antiraid/interop').array_metatable) for _, r in ipairs(ctx.KV:find('%', {'seen'})) do if r.value == 'done' then done[#done + 1] = r.key end end return done",
            caps: ["kv:*"]);
        return host;
    }

    private static async Task SendUntilDeadAsync(Host host, string sender, ConcurrentQueue<string> accepted)
    {
        for (var n = 0; n < 100; n++)
        {
            var id = $"{sender}n{n}";
            var data = n % 5 == 0 ? """{"wait":0.6}""" : "{}";
            try
            {
                var answer = await host.PostAsync($"/api/guilds/{Guild}/events", $$"""{"name":"RUN","id":"{{id}}","data":{{data}}}""");
                if ((int)answer.Status != 202)
                {
                    return;
                }

                accepted.Enqueue((string)answer.Json["executions"]!["wait"]!);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private static async Task WriteUntilDeadAsync(Host host, string guild, int writer, ConcurrentQueue<string> templates, ConcurrentQueue<string> values)
    {
        for (var n = 0; n < 20; n++)
        {
            try
            {
                await host.PutTemplateAsync(guild, $"w{writer}n{n}", $"return {n}");
                templates.Enqueue($"{guild}/w{writer}n{n}");
                var id = $"{guild}w{writer}n{n}";
                var answer = await host.PostAsync("/api/execute", $$$"""{"template":"mark","event":{"name":"MARK","id":"{{{id}}}"},"context":{"guild_id":"{{{Guild}}}"}}""");
                if ((string?)answer.Json["status"] != "ok")
                {
                    return;
                }

                values.Enqueue(id);
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }
}
