using TemplateFunctions.Core.Plugins.Discord;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

/// <summary>
/// Guild 42 belongs to user 1. Everyone (role 42) may read (1024); role 10 (position 5) bans (4); role 11 (position 9) administers (8).
/// User 2 has role 10, user 3 role 11, user 4 none. Channel 7 denies reading to everyone, allows it to role 10 and denies banning to user 2.
/// </summary>
public sealed class DiscordChecksTests : IAsyncDisposable
{
    private static readonly Dictionary<string, string> Answers = new()
    {
        ["/guilds/42"] = """{"id":"42","owner_id":"1","roles":[{"id":"42","position":0,"permissions":"1024"},{"id":"10","position":5,"permissions":"4"},{"id":"11","position":9,"permissions":"8"}]}""",
        ["/guilds/42/members/1"] = """{"user":{"id":"1"},"roles":[]}""",
        ["/guilds/42/members/2"] = """{"user":{"id":"2"},"roles":["10"]}""",
        ["/guilds/42/members/3"] = """{"user":{"id":"3"},"roles":["11"]}""",
        ["/guilds/42/members/4"] = """{"user":{"id":"4"},"roles":[]}""",
        ["/channels/7"] = """{"id":"7","guild_id":"42","permission_overwrites":[{"id":"42","type":0,"allow":"0","deny":"1024"},{"id":"10","type":0,"allow":"1024","deny":"0"},{"id":"2","type":1,"allow":"0","deny":"4"}]}""",
        ["/channels/8"] = """{"id":"8","guild_id":"43"}""",
    };

    private readonly ModuleHarness _vm;

    public DiscordChecksTests()
    {
        var clock = new FakeClock();
        var discord = new RecordingDiscordTransport(call => Answers.TryGetValue(call.Path, out var body)
            ? new DiscordAnswer(200, System.Text.Encoding.UTF8.GetBytes(body))
            : new DiscordAnswer(404, """{"message":"Unknown Member","code":10007}"""u8.ToArray()));
        _vm = new ModuleHarness(clock, new DiscordPlugin(discord, new RateLimiter(clock)).Module());
    }

    [Theory]
    [InlineData("antiraid_check_permissions{user_id='1', needed_permissions='4'}.permissions", "18446744073709551615")]
    [InlineData("antiraid_check_permissions{user_id='2', needed_permissions='4'}.permissions", "1028")]
    [InlineData("antiraid_check_permissions{user_id='3', needed_permissions='1099511627776'}.permissions", "18446744073709551615")]
    [InlineData("antiraid_check_permissions{user_id='2', needed_permissions='0'}.member.user.id", "2")]
    [InlineData("antiraid_check_permissions_and_hierarchy{user_id='2', target_id='4', needed_permissions='4'}.permissions", "1028")]
    [InlineData("antiraid_check_permissions_and_hierarchy{user_id='1', target_id='3', needed_permissions='4'}.partial_guild.id", "42")]
    [InlineData("antiraid_check_channel_permissions{user_id='2', channel_id='7', needed_permissions='1024'}.permissions", "1024")]
    [InlineData("antiraid_check_channel_permissions{user_id='3', channel_id='7', needed_permissions='1024'}.channel.id", "7")]
    public async Task Check_Allowed_AnswersWhatItFound(string call, string text) =>
        Assert.Equal($"\"{text}\"", await _vm.Eval($"local _, ctx = ... return ctx.Discord:{call}"));

    [Theory]
    [InlineData("antiraid_check_permissions{user_id='4', needed_permissions='1028'}", "TF4303", "user 4 lacks the permissions 4 of the 1028")]
    [InlineData("antiraid_check_permissions_and_hierarchy{user_id='2', target_id='2', needed_permissions='4'}", "TF4303", "does not stand above user 2")]
    [InlineData("antiraid_check_permissions_and_hierarchy{user_id='3', target_id='1', needed_permissions='4'}", "TF4303", "does not stand above user 1")]
    [InlineData("antiraid_check_permissions_and_hierarchy{user_id='2', target_id='3', needed_permissions='4'}", "TF4303", "does not stand above user 3")]
    [InlineData("antiraid_check_channel_permissions{user_id='4', channel_id='7', needed_permissions='1024'}", "TF4303", "lacks the permissions 1024")]
    [InlineData("antiraid_check_channel_permissions{user_id='2', channel_id='7', needed_permissions='4'}", "TF4303", "lacks the permissions 4")]
    [InlineData("antiraid_check_channel_permissions{user_id='3', channel_id='8', needed_permissions='1'}", "TF4101", "not one of this guild")]
    [InlineData("antiraid_check_permissions{user_id='9', needed_permissions='4'}", "TF4302", "Unknown Member (code 10007)")]
    [InlineData("antiraid_check_permissions{user_id='x', needed_permissions='4'}", "TF4101", "user_id must be 1 to 20 digits")]
    [InlineData("antiraid_check_permissions{user_id='2'}", "TF4101", "needed_permissions must be 1 to 20 digits")]
    [InlineData("antiraid_check_reason('')", "TF4101", "reason must be")]
    public async Task Check_Refused_SaysWhy(string call, string code, string part)
    {
        var error = await _vm.Fail($"local _, ctx = ... return ctx.Discord:{call}");

        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WithoutCapability_IsRefused() => Assert.Contains(
        "discord:antiraid_check_permissions",
        (await _vm.Fail("local _, ctx = ... ctx.Discord:antiraid_check_permissions{user_id='2', needed_permissions='4'}", ["discord:get_guild"])).Message,
        StringComparison.Ordinal);

    [Fact]
    public async Task CheckReason_GoodReason_AnswersNothing() =>
        Assert.Equal("0", await _vm.Eval("local _, ctx = ... return select('#', ctx.Discord:antiraid_check_reason('spam'))"));

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
