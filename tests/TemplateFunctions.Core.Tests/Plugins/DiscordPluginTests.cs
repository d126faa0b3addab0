using System.Text;
using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class DiscordPluginTests : IAsyncDisposable
{
    private readonly FakeClock _clock = new();
    private readonly RecordingDiscordTransport _discord;
    private readonly ModuleHarness _vm;
    private DiscordAnswer _answer = new(200, "{\"id\":\"9\",\"embeds\":[]}"u8.ToArray());

    public DiscordPluginTests()
    {
        _discord = new RecordingDiscordTransport(_ => _answer);
        _vm = new ModuleHarness(_clock, new DiscordPlugin(_discord, new RateLimiter(_clock)).Module());
    }

    [Theory]
    [InlineData("create_message{channel_id='1', data={content='hi'}}", "POST /channels/1/messages", """{"content":"hi"}""", null)]
    [InlineData("get_guild_member{guild_id='666', user_id='5'}", "GET /guilds/42/members/5", "", null)]
    [InlineData("get_guild_member('5')", "GET /guilds/42/members/5", "", null)]
    [InlineData("get_guild()", "GET /guilds/42", "", null)]
    [InlineData("delete_message('1', '2', 'spam')", "DELETE /channels/1/messages/2", "", "spam")]
    [InlineData("bulk_delete_messages{channel_id='1', message_ids={'2','3'}, reason='spam'}", "POST /channels/1/messages/bulk-delete", """{"messages":["2","3"]}""", "spam")]
    [InlineData("create_guild_ban{user_id='5', reason='bad', delete_message_seconds=60}", "PUT /guilds/42/bans/5", """{"delete_message_seconds":60}""", "bad")]
    [InlineData("edit_channel_permissions{channel_id='1', target_id='2', allow='8', kind=0}", "PUT /channels/1/permissions/2", """{"allow":"8","type":0}""", null)]
    [InlineData("get_channel_messages{channel_id='1', limit=5, before='7'}", "GET /channels/1/messages?before=7&limit=5", "", null)]
    [InlineData("search_guild_members{query='a b&limit=1'}", "GET /guilds/42/members/search?query=a%20b%26limit%3D1", "", null)]
    [InlineData("create_reaction{channel_id='1', message_id='2', reaction='\u2764'}", "PUT /channels/1/messages/2/reactions/%E2%9D%A4/@me", "", null)]
    [InlineData("create_reaction{channel_id='1', message_id='2', reaction={type='Custom', id='7', name='wave'}}", "PUT /channels/1/messages/2/reactions/wave%3A7/@me", "", null)]
    [InlineData("modify_guild_channel_positions{{id='1'}}", "PATCH /guilds/42/channels", """[{"id":"1"}]""", null)]
    [InlineData("create_guild_commands{data={}}", "PUT /applications/159985870458322944/guilds/42/commands", "[]", null)]
    [InlineData("edit_original_interaction_response{interaction_token='a.b-c', data={content=''}}", "PATCH /webhooks/159985870458322944/a.b-c/messages/@original", """{"content":""}""", null)]
    public async Task Call_Method_IsTheRestCallOfThisGuild(string call, string request, string body, string? reason)
    {
        await _vm.Eval($"local _, ctx = ... return ctx.Discord:{call}");

        var sent = Assert.Single(_discord.Calls);
        Assert.Equal(request, $"{sent.Verb} {sent.Path}");
        Assert.Equal(body, Encoding.UTF8.GetString(sent.Body.Span));
        Assert.Equal(reason, sent.Reason);
        Assert.Equal(_vm.Guild, sent.Run.Guild);
    }

    [Fact]
    public async Task Call_OldStyle_WorksToo() =>
        Assert.Equal("\"9\"", await _vm.Eval("local _, ctx = ... return require('@antiraid/discord').new(ctx):get_channel('1').id"));

    [Theory]
    [InlineData("get_channel{}", "channel_id is required")]
    [InlineData("get_channel{channel_id=5}", "channel_id must be a Discord id")]
    [InlineData("get_channel{channel_id='1/../2'}", "channel_id must be a Discord id")]
    [InlineData("get_invite{code='../guilds/1'}", "code must be a string of")]
    [InlineData("get_invite{code='..'}", "code must be a string of")]
    [InlineData("create_message{channel_id='1'}", "data must be a table")]
    [InlineData("create_message{channel_id='1', data={'x'}}", "data must be a table")]
    [InlineData("create_guild_commands{data='x'}", "data must be a list")]
    [InlineData("delete_channel{channel_id='1', reason='a\\nb'}", "reason must be")]
    [InlineData("delete_channel{channel_id='1', reason=('x'):rep(513)}", "reason must be")]
    [InlineData("create_reaction{channel_id='1', message_id='2', reaction='..'}", "reaction must be")]
    [InlineData("create_reaction{channel_id='1', message_id='2', reaction={id='x'}}", "reaction must be")]
    [InlineData("get_channel_messages{channel_id='1', limit={}}", "limit must be")]
    public async Task Call_BadArgument_IsRefusedAndNotSent(string call, string message)
    {
        var error = await _vm.Fail($"local _, ctx = ... return ctx.Discord:{call}");

        Assert.Equal("TF4101", error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(_discord.Calls);
    }

    [Fact]
    public async Task Call_Capability_IsThatOfTheMethodOrAllOfDiscord()
    {
        const string Call = "local _, ctx = ... return ctx.Discord:get_channel('1').id";

        var error = await _vm.Fail(Call, ["discord:create_message"]);
        Assert.Equal("TF4201", error.Code);
        Assert.Contains("discord:get_channel", error.Message, StringComparison.Ordinal);
        Assert.Equal("\"9\"", await _vm.Eval(Call, ["discord:get_channel"]));
        Assert.Equal("\"9\"", await _vm.Eval(Call, ["discord:*"]));
    }

    [Fact]
    public async Task Call_OverTheLimit_NamesBucketAndWait()
    {
        const string Calls = "local _, ctx = ... for i = 1, 21 do ctx.Discord:get_channel('1') end";

        var error = await _vm.Fail(Calls);

        Assert.Equal("TF3009", error.Code);
        Assert.Contains("rate limit 'discord' reached, wait 5 s", error.Message, StringComparison.Ordinal);
        Assert.Equal(20, _discord.Calls.Count);
    }

    [Fact]
    public async Task Call_DiscordRefuses_CarriesItsStatusAndText()
    {
        _answer = new DiscordAnswer(403, "{\"message\":\"Missing Permissions\",\"code\":50013}"u8.ToArray());
        var error = await _vm.Fail("local _, ctx = ... ctx.Discord:get_channel('1')");
        Assert.Equal("TF4302", error.Code);
        Assert.Contains("Discord answered 403: Missing Permissions (code 50013)", error.Message, StringComparison.Ordinal);

        _answer = new DiscordAnswer(502, "<html>"u8.ToArray());
        Assert.Contains("Discord answered 502", (await _vm.Fail("local _, ctx = ... ctx.Discord:get_channel('1')")).Message, StringComparison.Ordinal);

        _answer = new DiscordAnswer(200, "<html>"u8.ToArray());
        Assert.Contains("answer is not JSON", (await _vm.Fail("local _, ctx = ... ctx.Discord:get_channel('1')")).Message, StringComparison.Ordinal);

        _answer = new DiscordAnswer(404, default);
        Assert.Equal("null", await _vm.Eval("local _, ctx = ... return ctx.Discord:get_guild_ban('1')"));
    }

    [Fact]
    public async Task Call_WithoutTransport_IsAClearError()
    {
        await using var vm = new ModuleHarness(_clock, new DiscordPlugin(null, new RateLimiter(_clock)).Module());

        var error = await vm.Fail("local _, ctx = ... ctx.Discord:get_channel('1')");

        Assert.Equal("TF4301", error.Code);
        Assert.Contains("no connection to Discord", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_Table_IsConsistent()
    {
        Assert.Equal(72, DiscordMethods.All.Count);
        Assert.Distinct(DiscordMethods.All.Select(method => method.Name));
        Assert.All(DiscordMethods.All, method =>
        {
            Assert.Matches("^(GET|POST|PUT|PATCH|DELETE)$", method.Verb);
            Assert.Matches("^(/([a-z@-]+|\\{[a-z_]+\\}))+$", method.Route);
            Assert.Equal(method.Body == DiscordBody.Fields, method.Fields.Length > 0);
            Assert.False(method.Verb is "GET" or "DELETE" && method.Body != DiscordBody.None);
        });
    }

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
