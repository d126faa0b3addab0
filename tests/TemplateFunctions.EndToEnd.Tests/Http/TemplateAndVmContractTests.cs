using System.Text.Json.Nodes;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

public sealed class TemplateAndVmContractTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    private string Templates => $"/api/guilds/{_guild}/templates";

    [Fact]
    public async Task Template_PutGetListDelete_RoundTrips()
    {
        const string Body = """{"files":{"init.luau":"return require('./lib/names').first","lib/names.luau":"return {first = 'ada'}"},"events":["MESSAGE_CREATE","KeyExpiry[x]"],"allowed_caps":["kv:*"],"error_channel":"99","paused":false}""";

        var created = await _host.SendAsync(HttpMethod.Put, $"{Templates}/names", Body);
        var replaced = await _host.SendAsync(HttpMethod.Put, $"{Templates}/names", Body);
        var got = await _host.GetAsync($"{Templates}/names");
        var listed = await _host.GetAsync(Templates);

        Assert.Equal((201, 200), ((int)created.Status, (int)replaced.Status));
        Assert.Equal(JsonNode.Parse(Body)!["files"]!.ToJsonString(), got.Json["files"]!.ToJsonString());
        Assert.Equal("99", (string?)got.Json["error_channel"]);
        Assert.Equal((string?)created.Json["version"], (string?)replaced.Json["version"]);
        Assert.Equal((string?)created.Json["created_at"], (string?)got.Json["created_at"]);
        Assert.Equal("names", (string?)Assert.Single(listed.Json.AsArray())!["name"]);
        Assert.Equal("ada", (string?)(await _host.ExecuteAsync(_guild, "names")).Json["result"]);
        Assert.Equal(204, (int)(await _host.SendAsync(HttpMethod.Delete, $"{Templates}/names")).Status);
        Assert.Equal("TF4003", (await _host.GetAsync($"{Templates}/names")).Code);
        Assert.Equal("TF4003", (await _host.SendAsync(HttpMethod.Delete, $"{Templates}/names")).Code);
    }

    [Fact]
    public async Task Put_SourceThatDoesNotCompile_Is422WithTheLineAndStoresNothing()
    {
        await _host.PutTemplateAsync(_guild, "kept", "return 'old'");

        var refused = await _host.SendAsync(HttpMethod.Put, $"{Templates}/kept", """{"content":"local x = 1\nreturn return"}""");

        Assert.Equal(422, (int)refused.Status);
        Assert.Contains("init.luau:2", (string?)refused.Json["detail"], StringComparison.Ordinal);
        Assert.Equal("old", (string?)(await _host.ExecuteAsync(_guild, "kept")).Json["result"]);
    }

    [Fact]
    public async Task Put_ChangedSource_RunsOnTheSameVm()
    {
        await _host.PutTemplateAsync(_guild, "change", "local _, ctx = ... ctx.store.seen = true return 'first'");
        await _host.ExecuteAsync(_guild, "change");

        await _host.PutTemplateAsync(_guild, "change", "local _, ctx = ... return ctx.store.seen");

        Assert.True((bool)(await _host.ExecuteAsync(_guild, "change")).Json["result"]!);
    }

    [Fact]
    public async Task Paused_Execute_Is409()
    {
        await _host.SendAsync(HttpMethod.Put, $"{Templates}/sleeping", """{"content":"return 1","paused":true}""");

        Assert.Equal((409, "TF4004"), (await _host.ExecuteAsync(_guild, "sleeping")) switch { var a => ((int)a.Status, a.Code) });
    }

    [Fact]
    public async Task Vm_LifeOfOne_IsSeenThroughItsRoutes()
    {
        var vm = $"/api/guilds/{_guild}/vm";
        Assert.Equal(404, (int)(await _host.GetAsync(vm)).Status);
        await _host.PutTemplateAsync(_guild, "alive", "return 1");

        await _host.ExecuteAsync(_guild, "alive");
        var state = (await _host.GetAsync(vm)).Json;

        Assert.Equal("healthy", (string?)state["state"]);
        Assert.Equal(20 << 20, (int)state["memory_limit"]!);
        Assert.True((long)state["memory_bytes"]! > 0);
        Assert.Contains(_guild, (await _host.GetAsync("/api/vms")).Json.AsArray().Select(one => (string?)one!["guild_id"]));
        Assert.True((long)(await _host.PostAsync($"{vm}/actions", """{"type":"get_memory_usage"}""")).Json["memory_bytes"]! > 0);
        Assert.Equal(20 << 20, (int)(await _host.PostAsync($"{vm}/actions", """{"type":"set_memory_limit","limit":4194304}""")).Json["previous_limit"]!);
        Assert.Equal(4 << 20, (int)(await _host.GetAsync(vm)).Json["memory_limit"]!);
        Assert.Equal(1, (int)(await _host.PostAsync($"{vm}/actions", """{"type":"clear_cache"}""")).Json["cleared"]!);
        Assert.True((bool)(await _host.SendAsync(HttpMethod.Delete, vm)).Json["destroyed"]!);
        await Until.TrueAsync(async () => !(await _host.GetAsync("/api/vms")).Body.Contains($"\"{_guild}\"", StringComparison.Ordinal), TimeSpan.FromSeconds(60));
        state = (await _host.GetAsync(vm)).Json;
        Assert.Equal(("initializing", null, 0), ((string?)state["state"], (string?)state["reason"], (int)state["memory_bytes"]!));
        Assert.Equal(204, (int)(await _host.SendAsync(HttpMethod.Post, $"/api/guilds/{_guild}/reset")).Status);
        Assert.Equal(1, (int)(await _host.ExecuteAsync(_guild, "alive")).Json["result"]!);
    }

    [Fact]
    public async Task Execute_OverTheMemoryLimit_BreaksOnlyItsOwnVmAndOnlyOnce()
    {
        await _host.PutTemplateAsync(_guild, "greedy", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(100000) .. i end");
        await _host.PutTemplateAsync(_guild, "modest", "return 1");

        Assert.Equal("memory_limit", (string?)(await _host.ExecuteAsync(_guild, "greedy")).Json["error"]!["kind"]);
        Assert.Equal(1, (int)(await _host.ExecuteAsync(_guild, "modest")).Json["result"]!);
    }
}
