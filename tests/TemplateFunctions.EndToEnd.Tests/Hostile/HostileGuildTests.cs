using System.Net;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Hostile;

/// <summary>A guild that breaks its VM again and again, as its neighbours and its operator see it over HTTP.</summary>
public sealed class HostileGuildTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;
    private readonly string _guild = SharedHost.NewGuild();

    [Fact]
    public async Task Quarantine_AfterFiveBreaksInAMinute_IsInTheStateAndLiftedByReset()
    {
        await _host.PutTemplateAsync(_guild, "hog", "local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end");
        await _host.PutTemplateAsync(_guild, "calm", "return 1");
        Answer last;
        var runs = 0;
        do
        {
            last = await _host.ExecuteAsync(_guild, "hog");

            // A run that had begun when the quarantine came is ended with its VM.
            Assert.True(last.Status == HttpStatusCode.Conflict || (string?)last.Json["error"]!["kind"] is "memory_limit" or "vm_broken", last.Body);
        }
        while (last.Status == HttpStatusCode.OK && ++runs < 50);

        Assert.Equal("TF4010", last.Code);
        Assert.Equal("TF4010", (await _host.ExecuteAsync(_guild, "calm")).Code);
        var state = (await _host.GetAsync($"/api/guilds/{_guild}/vm")).Json;
        Assert.True((DateTimeOffset)state["quarantined_until"]! > DateTimeOffset.UtcNow, state.ToJsonString());
        var neighbour = SharedHost.NewGuild();
        await _host.PutTemplateAsync(neighbour, "calm", "return 2");
        Assert.Equal(2, (int)(await _host.ExecuteAsync(neighbour, "calm")).Json["result"]!);

        Assert.True((await _host.PostAsync($"/api/guilds/{_guild}/reset", "{}")).Status is HttpStatusCode.OK or HttpStatusCode.NoContent);

        Assert.Equal(1, (int)(await _host.ExecuteAsync(_guild, "calm")).Json["result"]!);
    }
}
