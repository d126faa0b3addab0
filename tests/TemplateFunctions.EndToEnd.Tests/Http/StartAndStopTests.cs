using System.Net;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

public sealed class StartAndStopTests(SharedHost shared)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("TemplateFunctions:Limits:RunCpu is '5'", "--TemplateFunctions:Limits:RunCpu", "5")]
    [InlineData("TemplateFunctions:Limts:RunCpu is not a setting", "--TemplateFunctions:Limts:RunCpu", "00:00:05")]
    [InlineData("TemplateFunctions:Key must be set", "--urls", "http://0.0.0.0:0")]
    [InlineData("--url is not an option", "--url", "http://127.0.0.1:0")]
    [InlineData("urls holds 'nonsense'", "--urls", "nonsense")]
    [InlineData("TemplateFunctions:Strategy is 'magic'", "--TemplateFunctions:Strategy", "magic")]
    public async Task Start_WrongSetting_EndsWithItsNameAndNoStackTrace(string expected, params string[] arguments)
    {
        using var data = new TemporaryFolder();
        await using var process = Host.Launch(["--TemplateFunctions:DataDirectory", data.Path, .. arguments]);

        Assert.Equal(2, await process.ExitAsync(Limit));
        Assert.Contains(expected, process.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_DataDirectoryOrAddressInUse_SaysSo()
    {
        using var data = new TemporaryFolder();
        await using var first = await Host.StartAsync(data.Path);
        await using var second = Host.Launch("--urls", "http://127.0.0.1:0", "--TemplateFunctions:DataDirectory", data.Path);
        using var elsewhere = new TemporaryFolder();
        await using var third = Host.Launch("--urls", first.Address.ToString(), "--TemplateFunctions:DataDirectory", elsewhere.Path);

        Assert.Equal((2, 2), (await second.ExitAsync(Limit), await third.ExitAsync(Limit)));
        Assert.Contains("TF5102", second.Output, StringComparison.Ordinal);
        Assert.Contains("address already in use", third.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", second.Output + third.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_WhenSet_IsAskedOfEveryRouteButHealth()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path, "--TemplateFunctions:Key", "open-sesame");

        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/health")).Status);
        Assert.Equal("TF4005", (await host.GetAsync("/api/vms")).Code);
        Assert.Equal("TF4005", (await host.GetAsync("/openapi.json")).Code);
        Assert.Equal("TF4005", (await host.GetAsync("/api/vms", ("x-functions-key", "open-sesam"))).Code);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("/api/vms", ("x-functions-key", "open-sesame"))).Status);
        Assert.DoesNotContain("open-sesame", host.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stop_WhileARunGoesOn_LetsItEndAndExitsWithZero()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path);
        await host.PutTemplateAsync("7", "slow", "print('started') task.wait(6) return 'finished'");
        var running = host.ExecuteAsync("7", "slow");
        await Until.TrueAsync(async () => (await host.GetAsync("/api/vms")).Body.Contains("\"live_runs\":1", StringComparison.Ordinal), Limit);

        var stopped = await host.StopAsync();

        Assert.Equal(0, stopped);
        Assert.Equal("finished", (string?)(await running).Json["result"]);
    }

    [Fact]
    public async Task Stop_RunThatWillNotEnd_IsAnsweredAfterTheGrace()
    {
        using var data = new TemporaryFolder();
        await using var host = await Host.StartAsync(data.Path);
        await host.PutTemplateAsync("7", "endless", "task.wait(500)");
        var running = host.ExecuteAsync("7", "endless");
        await Until.TrueAsync(async () => (await host.GetAsync("/api/vms")).Body.Contains("\"live_runs\":1", StringComparison.Ordinal), Limit);

        var stopped = await host.StopAsync();

        Assert.Equal(0, stopped);
        Assert.Equal("vm_broken", (string?)(await running).Json["error"]!["kind"]);
    }

    [Fact]
    public async Task Restart_AfterAStop_FindsTemplatesAndValues()
    {
        using var data = new TemporaryFolder();
        await using (var first = await Host.StartAsync(data.Path))
        {
            await first.PutTemplateAsync("7", "count", "local _, ctx = ... local n = (ctx.KV:get('n', {'s'}) or 0) + 1 ctx.KV:set('n', n, {'s'}) return n", caps: ["kv:*"]);
            Assert.Equal(1, (int)(await first.ExecuteAsync("7", "count")).Json["result"]!);
            await first.StopAsync();
        }

        await using var second = await Host.StartAsync(data.Path);

        Assert.Equal(2, (int)(await second.ExecuteAsync("7", "count")).Json["result"]!);
    }

    [Fact]
    public async Task OpenApi_EveryRouteOfTheContract_IsThereAndAnswers()
    {
        string[] contract =
        [
            "POST /api/execute", "GET /api/executions/{id}", "POST /api/guilds/{guild_id}/events", "GET /api/guilds/{guild_id}/vm", "DELETE /api/guilds/{guild_id}/vm",
            "POST /api/guilds/{guild_id}/vm/actions", "POST /api/guilds/{guild_id}/reset", "GET /api/guilds/{guild_id}/templates", "GET /api/guilds/{guild_id}/templates/{name}",
            "PUT /api/guilds/{guild_id}/templates/{name}", "DELETE /api/guilds/{guild_id}/templates/{name}", "GET /api/guilds/{guild_id}/errors", "GET /api/vms", "GET /api/threads",
            "GET /api/dead-letters", "POST /api/dead-letters/{id}/replay", "GET /api/health",
        ];
        var document = (await shared.Host.GetAsync("/openapi.json")).Json;
        var documented = document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => $"{method.Key.ToUpperInvariant()} {path.Key}")).ToArray();

        Assert.Empty(contract.Except(documented));
        foreach (var route in documented)
        {
            var (method, path) = (route.Split(' ')[0], route.Split(' ')[1].Replace("{guild_id}", "424242", StringComparison.Ordinal).Replace("{name}", "x", StringComparison.Ordinal).Replace("{id}", "x", StringComparison.Ordinal));
            var answer = await shared.Host.SendAsync(new HttpMethod(method), path, method is "POST" or "PUT" ? "{}" : null);
            var answers = document["paths"]![route.Split(' ')[1]]![method.ToLowerInvariant()]!["responses"]!.AsObject();
            Assert.True(answers.ContainsKey(((int)answer.Status).ToString()), $"{route} answered {answer.Status}, which the document does not name");
        }
    }
}
