using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Guilds;

public sealed class KeyEventTests
{
    private static readonly string[] Scopes = ["reminders"];

    [Fact]
    public async Task KeyExpiry_WrittenByATemplate_IsRaisedOnceAndTheRecordGoes()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync(
            "due",
            "local evt, ctx = ... ctx.KV:set('seen', (ctx.KV:get('seen', {'log'}) or 0) + 1, {'log'}) return evt.data.key .. ':' .. evt.data.scopes[1]",
            [$"{EventNames.KeyExpiry}[reminders]"]);
        await world.PutAsync("other", "error('not mine')", [$"{EventNames.KeyExpiry}[other]"]);
        var at = DateTimeOffset.UtcNow.AddMilliseconds(20);
        var kv = world.ObservedKv;
        var gone = WaitUntilGoneAsync(world);
        await kv.SetAsync(GuildWorld.Guild, 1_000, new KvEntry("k", Scopes, "1"u8.ToArray(), at));

        await gone;

        var seen = await world.Store.Kv.GetAsync(GuildWorld.Guild, "seen", ["log"]);
        Assert.Equal("1"u8.ToArray(), seen!.Value.ToArray());
        Assert.Empty(await world.Host.Guilds.GetErrorsAsync(GuildWorld.Guild));
    }

    [Fact]
    public async Task KeyExpiry_DueWhileTheProcessWasDown_IsRaisedAtStart()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("due", "return 1", [EventNames.KeyExpiry]);
        await world.Store.Kv.SetAsync(GuildWorld.Guild, 1, new KvEntry("k", Scopes, "1"u8.ToArray(), DateTimeOffset.UtcNow.AddHours(-1)));

        await world.KillAndRestartAsync();
        await WaitUntilGoneAsync(world);
    }

    [Fact]
    public async Task Startup_NewVm_TellsSubscribersAndResumesKeys()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("init", "local evt, ctx = ... ctx.store.why = evt.data.reason", [EventNames.OnStartup]);
        await world.PutAsync("resume", "local evt, ctx = ... ctx.store.key = evt.data.key", [EventNames.KeyResume]);
        await world.PutAsync("look", "local evt, ctx = ... for _ = 1, 4000 do if ctx.store.key then break end task.wait(0.01) end return {ctx.store.why, ctx.store.key}");
        await world.Store.Kv.SetAsync(GuildWorld.Guild, 1_000, new KvEntry("job", Scopes, "1"u8.ToArray(), null, Resume: true));

        Assert.Equal("""["start","job"]""", (await world.ExecuteAsync("look")).GetProperty("result").GetRawText());
        await world.Host.Guilds.DestroyAsync(GuildWorld.Guild);
        Assert.Equal("""["explicit_destroy","job"]""", (await world.ExecuteAsync("look")).GetProperty("result").GetRawText());
    }

    [Fact]
    public async Task Start_GuildThatAsksForIt_GetsItsVmWithoutAnEvent()
    {
        await using var world = await GuildWorld.StartAsync();
        await world.PutAsync("init", "return 1", [EventNames.OnStartup]);

        await world.KillAndRestartAsync();
        await world.Host.Registry.Get(GuildWorld.Guild).Startup.EnsureAsync(alone: false);

        Assert.NotNull((await world.Host.Guilds.GetVmAsync(GuildWorld.Guild)).Value?.CreatedAt);
    }

    /// <summary>Completes when the pump has removed the record, which it does after the runs have ended.</summary>
    private static Task WaitUntilGoneAsync(GuildWorld world) => world.ExpirySettled.WaitAsync(TimeSpan.FromSeconds(60));
}
