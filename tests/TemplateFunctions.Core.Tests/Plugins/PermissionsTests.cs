using TemplateFunctions.Core.Plugins.Permissions;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class PermissionsTests : IAsyncDisposable
{
    private readonly ModuleHarness _vm = new(new FakeClock(), PermissionsModule.Create());

    [Theory]
    [InlineData("rpc.test", "rpc", "test", false)]
    [InlineData("~rpc.test.more", "rpc", "test.more", true)]
    [InlineData("test", "global", "test", false)]
    [InlineData("~@clear", "global", "@clear", true)]
    public void Parse_Text_SplitsAtTheFirstDot(string text, string space, string perm, bool negator) =>
        Assert.Equal(new Permission(space, perm, negator), Permission.Parse(text));

    [Theory]
    [InlineData("global.*", "test", true)]
    [InlineData("rpc.*", "global.*", false)]
    [InlineData("global.test", "rpc.test", true)]
    [InlineData("global.test", "rpc.view", false)]
    [InlineData("rpc.*", "rpc.view", true)]
    [InlineData("rpc.claim", "rpc.view", false)]
    [InlineData("apps.*", "rpc.view", false)]
    [InlineData("apps.test", "rpc.test", false)]
    [InlineData("~apps.*", "apps.test", false)]
    [InlineData("apps.* ~apps.test", "apps.test", false)]
    [InlineData("~apps.test apps.*", "apps.test", false)]
    [InlineData("apps.test apps.*", "apps.test", true)]
    [InlineData("~apps.test global.*", "apps.test", true)]
    [InlineData("", "apps.test", false)]
    public void Has_Permissions_FollowKittycat(string held, string wanted, bool expected) =>
        Assert.Equal(expected, PermissionRules.Has(Read(held), Permission.Parse(wanted)));

    [Theory]
    [InlineData("", "rpc.a", "rpc.a")]
    [InlineData("1:rpc.a", "", "rpc.a")]
    [InlineData("1:rpc.a 2:rpc.b", "", "rpc.b rpc.a")]
    [InlineData("1:rpc.a,rpc.b 2:~rpc.a,~rpc.c", "", "~rpc.c rpc.a rpc.b")]
    [InlineData("1:~rpc.a,rpc.b 2:~rpc.c,rpc.a", "", "~rpc.c ~rpc.a rpc.b")]
    [InlineData("1:~rpc.a,rpc.b,rpc.c 2:~rpc.c,~rpc.b", "rpc.a", "rpc.b rpc.c rpc.a")]
    [InlineData("1:~rpc.a,rpc.b 1:global.@clear,~rpc.a,rpc.b 2:~rpc.c,~rpc.b", "~rpc.a rpc.b rpc.c", "~rpc.a rpc.b rpc.c")]
    [InlineData("2:rpc.a,apps.b 1:rpc.@clear,rpc.c", "", "apps.b rpc.c")]
    [InlineData("1:rpc.* 2:~rpc.c,~rpc.b", "", "rpc.*")]
    [InlineData("1:~rpc.c,~rpc.b 2:rpc.*", "", "rpc.* ~rpc.c ~rpc.b")]
    [InlineData("", "~rpc.claim", "~rpc.claim")]
    public void Resolve_Positions_ApplyFromTheHighestIndexDown(string positions, string overrides, string expected)
    {
        var staff = positions.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(position =>
            new StaffPosition(position[0] - '0', Read(position[2..].Replace(',', ' '))));

        Assert.Equal(expected, string.Join(' ', PermissionRules.Resolve(staff, Read(overrides))));
    }

    [Theory]
    [InlineData("global.*", "rpc.a", "rpc.a rpc.b", true)]
    [InlineData("rpc.*", "global.*", "rpc.a rpc.b", false)]
    [InlineData("rpc.*", "rpc.a", "rpc.a rpc.b", true)]
    [InlineData("~rpc.a rpc.*", "rpc.c", "rpc.*", false)]
    [InlineData("~rpc.a rpc.*", "~rpc.a", "rpc.* ~rpc.a ~rpc.b", true)]
    [InlineData("~rpc.a rpc.*", "~rpc.a", "rpc.* ~rpc.b", false)]
    [InlineData("", "rpc.a", "rpc.a", true)]
    public void CheckPatch_Change_IsAllowedOnlyWithinTheManagersOwnPermissions(string manager, string current, string wanted, bool allowed) =>
        Assert.Equal(allowed, PermissionRules.CheckPatch(Read(manager), Read(current), Read(wanted)) is null);

    [Theory]
    [InlineData("p.permission_to_string(p.permission_from_string('~a.b'))", "\"~a.b\"")]
    [InlineData("{p.has_perm({'a.*', {namespace = 'b', perm = 'c', negator = false}}, p.permission_from_string('b.c')), p.has_perm_str({}, 'x')}", "[true,false]")]
    [InlineData("p.permission_to_string(p.staff_permissions_resolve{user_positions = {{id = 'x', index = 1, perms = {'a.b'}}}, perm_overrides = {}}[1])", "\"a.b\"")]
    [InlineData("#p.staff_permissions_resolve{user_positions = {}}", "0")]
    [InlineData("p.check_patch_changes({'a.*'}, {}, {'a.b'})", "true")]
    [InlineData("(function() local ok, e = p.check_patch_changes({}, {}, {'a.b'}) return {ok, e.type, e.permission.perm} end)()", """[false,"NoPermission","b"]""")]
    [InlineData("(function() local ok, e = p.check_patch_changes({'~a.x', 'a.*'}, {}, {'a.*'}) return {ok, e.type, e.wildcard.perm, e.negator.perm} end)()", """[false,"LacksNegatorForWildcard","*","x"]""")]
    public async Task Module_FromLua_TakesTextsAndTables(string expression, string json) =>
        Assert.Equal(json, await _vm.Eval($"local p = require('@antiraid/permissions') return {expression}"));

    [Theory]
    [InlineData("p.has_perm({5}, 'a')", "a permission must be a string or a table")]
    [InlineData("p.has_perm('a', 'a')", "perms must be a list")]
    [InlineData("p.staff_permissions_resolve{user_positions = {{perms = {}}}}", "index must be a whole number")]
    [InlineData("(function() local t = {} for i = 1, 1001 do t[i] = 'a.b' end return p.has_perm(t, 'a') end)()", "at most 1000")]
    public async Task Module_BadArgument_IsRefused(string expression, string message) =>
        Assert.Contains(message, (await _vm.Fail($"local p = require('@antiraid/permissions') return {expression}")).Message, StringComparison.Ordinal);

    private static Permission[] Read(string texts) => [.. texts.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Permission.Parse)];

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
