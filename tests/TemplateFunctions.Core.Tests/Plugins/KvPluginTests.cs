using TemplateFunctions.Core.Plugins.Kv;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class KvPluginTests : IAsyncDisposable
{
    private const string Head = "local _, ctx = ... local kv = ctx.KV ";
    private readonly FakeClock _clock = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("kv-plugin").FullName;
    private readonly EmbeddedStore _store;
    private readonly ModuleHarness _vm;

    public KvPluginTests()
    {
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = _directory, FlushToDisk = false }, _clock);
        _vm = new ModuleHarness(_clock, new KvPlugin(_store.Kv, new RateLimiter(_clock), _clock).Module());
    }

    [Theory]
    [InlineData("select(2, kv:get('a', {'s'}))", "false")]
    [InlineData("(function() local w = kv:set('a', {n = 1}, {'s'}) local v, found = kv:get('a', {'s'}) return {w.exists, #w.id > 0, v.n, found} end)()", "[false,true,1,true]")]
    [InlineData("(function() kv:set('a', 1, {'s'}) local w = kv:set('a', 2, {'s'}) return {w.exists, (kv:get('a', {'s'}))} end)()", "[true,2]")]
    [InlineData("(function() kv:set('a', {}, {'s'}) kv:set('b', {1}, {'s'}) return {next((kv:get('a', {'s'}))) == nil, kv:get('b', {'s'})[1]} end)()", "[true,1]")]
    [InlineData("(function() kv:set('a', nil, {'s'}) return select('#', kv:get('a', {'s'})), kv:get('a', {'s'}) end)()", "[2,null,true]")]
    [InlineData("(function() kv:set('a', 1, {'s', 'u'}) return {kv:exists('a', {'s'}), kv:exists('a', {'u', 's'}), kv:exists('a', {'x'}), kv:exists('A', {'s'})} end)()", "[true,true,false,false]")]
    [InlineData("(function() kv:set('b', 1, {'s'}) kv:set('a', 1, {'s'}) kv:set('c', 1, {'t'}) return kv:keys{'s'} end)()", """["a","b"]""")]
    [InlineData("kv:keys{'s'}", "[]")]
    [InlineData("(function() kv:set('a', 1, {'s'}) kv:set('b', 1, {'t', 's'}) return kv:list_scopes() end)()", """["s","t"]""")]
    [InlineData("(function() for i = 1, 3 do kv:set('k' .. i, i, {'s'}) end kv:set('x', 9, {'s'}) local r = kv:find('K%', {'s'}) return {#r, r[1].key, r[3].value, r[1].exists} end)()", """[3,"k1",3,true]""")]
    [InlineData("(function() kv:set('a', 1, {'s'}) return {kv:delete('a', {'s'}), kv:delete('a', {'s'}), kv:exists('a', {'s'})} end)()", "[true,false,false]")]
    [InlineData("(function() local id = kv:set('a', 1, {'s'}).id return {kv:setbyid(id, 2), (kv:getbyid(id)), kv:getrecordbyid(id).key, kv:deletebyid(id), kv:getrecordbyid(id) == nil, kv:setbyid(id, 1)} end)()", """[true,2,"a",true,true,false]""")]
    [InlineData("(function() local r = kv:getrecord('a', {'s'}) return {r.exists, r.key, r.id == nil} end)()", """[false,"a",true]""")]
    [InlineData("(function() kv:set('a', 5, {'u', 's', 's'}, '2026-02-01T00:00:00Z', true) local r = kv:getrecord('a', {'s'}) return {r.value, r.scopes, r.resume, r.expires_at, r.created_at, r.last_updated_at} end)()",
        """[5,["s","u"],true,"2026-02-01T00:00:00Z","2026-01-31T12:00:00Z","2026-01-31T12:00:00Z"]""")]
    [InlineData("(function() kv:set('a', 5, {'s'}, 1769947200.5) return kv:getrecord('a', {'s'}).expires_at end)()", "\"2026-02-01T12:00:00.5Z\"")]
    [InlineData("(function() local id = kv:set('a', 5, {'s'}).id kv:setexpiry('a', {'s'}, '2026-03-01T00:00:00+01:00') local e = kv:getrecord('a', {'s'}).expires_at kv:setexpirybyid(id, nil) return {e, kv:getrecord('a', {'s'}).expires_at == nil} end)()", """["2026-02-28T23:00:00Z",true]""")]
    public async Task Operations_OnTheStore_AnswerAsDocumented(string expression, string json)
    {
        Assert.Equal(json, await _vm.Eval($"{Head} return {expression}"));
    }

    [Theory]
    [InlineData("kv:get('', {'s'})", "TF3015", "key must have 1 to 512 characters, has 0")]
    [InlineData("kv:get(('k'):rep(513), {'s'})", "TF3015", "has 513")]
    [InlineData("kv:get('k', {})", "TF4101", "at least one scope")]
    [InlineData("kv:get('k')", "TF4101", "scopes")]
    [InlineData("kv:get('k', {'a[b]'})", "TF3015", "without brackets")]
    [InlineData("kv:get(7, {'s'})", "TF4101", "key")]
    [InlineData("kv:set('k', print, {'s'})", "TF2002", "function")]
    [InlineData("kv:set('k', {a = {b = 0/0}}, {'s'})", "TF2002", "value.a.b")]
    [InlineData("kv:set('k', ('x'):rep(262143), {'s'})", "TF3015", "at most 262144 bytes")]
    [InlineData("kv:set('k', 1, {'s'}, '2026-01-31T12:00:00Z')", "TF4101", "must lie in the future")]
    [InlineData("kv:set('k', 1, {'s'}, 'soon')", "TF4101", "expires_at must be a DateTime")]
    [InlineData("kv:set('k', 1, {'s'}, 1e300)", "TF4101", "expires_at must be a DateTime")]
    [InlineData("kv:set('k', 1, {'s'}, nil, 'yes')", "TF4101", "resume")]
    [InlineData("kv.get('k', {'s'})", "TF2001", "colon")]
    public async Task Operations_BadArgument_IsRefused(string call, string code, string part)
    {
        var error = await _vm.Fail($"{Head} return {call}");

        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
        Assert.Empty(await _store.Kv.ListScopesAsync(_vm.Guild));
    }

    [Theory]
    [InlineData("get('k', {'s'})", "kv:get:k", "kv:get:*", "kv:*", "kv[s]:get:k", "kv[s]:get:*", "kv[s]:get", "kv[s]:*")]
    [InlineData("getrecord('k', {'s'})", "kv:get:k", "kv[s]:get")]
    [InlineData("exists('k', {'s'})", "kv:exists:k", "kv:exists:*")]
    [InlineData("set('k', 1, {'s', 't'})", "kv:set:k", "kv[t]:set:k")]
    [InlineData("setexpiry('k', {'s'})", "kv:set:k")]
    [InlineData("delete('k', {'s'})", "kv:delete:k", "kv[s]:*")]
    [InlineData("find('k%', {'s'})", "kv:find:k%", "kv:find:*")]
    [InlineData("keys({'s'})", "kv.meta:keys", "kv:*", "kv.meta[s]:keys", "kv[s]:*")]
    [InlineData("list_scopes()", "kv.meta:list_scopes", "kv:*")]
    [InlineData("getbyid('x')", "kv.meta:id_ops", "kv:*")]
    [InlineData("deletebyid('x')", "kv.meta:id_ops", "kv:*")]
    public async Task Operations_Capability_AnyOfTheListedSuffices(string call, params string[] sufficient)
    {
        var error = await _vm.Fail($"{Head} kv:{call}", ["kv:other:*", "kv[other]:*", "discord:*", "kv"]);
        Assert.Equal("TF4201", error.Code);
        Assert.Contains(sufficient[0], error.Message, StringComparison.Ordinal);

        foreach (var capability in sufficient)
        {
            await _vm.Eval($"{Head} kv:{call} return true", [capability]);
        }
    }

    [Fact]
    public async Task Writes_FromAProcessThatLostTheGuild_AreRefused()
    {
        await _vm.Eval($"{Head} kv:set('k', 'new', {{'s'}})", epoch: 7);

        var error = await _vm.Fail($"{Head} kv:set('k', 'old', {{'s'}})", epoch: 6);

        Assert.Equal("TF5010", error.Code);
        Assert.Equal("\"new\"", await _vm.Eval($"{Head} return (kv:get('k', {{'s'}}))", epoch: 6));
    }

    [Fact]
    public async Task Guilds_NeverSeeEachOthersRecords()
    {
        await _vm.Eval($"{Head} kv:set('k', 1, {{'s'}})");

        Assert.Equal("[false,0,0]", await _vm.Eval($"{Head} return kv:exists('k', {{'s'}}), #kv:keys{{'s'}}, #kv:list_scopes()", guild: new GuildId(43)));
    }

    [Fact]
    public async Task Calls_OverTheLimit_NameBucketAndWaitAndRecover()
    {
        const string Calls = $"{Head} for i = 1, 501 do kv:exists('k', {{'s'}}) end return true";

        var error = await _vm.Fail(Calls);
        Assert.Equal("TF3009", error.Code);
        Assert.Contains("rate limit 'kv' reached, wait 0.1 s", error.Message, StringComparison.Ordinal);

        _clock.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("true", await _vm.Eval(Calls.Replace("501", "500", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Find_MoreThanFits_AsksForANarrowerPattern()
    {
        await _vm.Eval($"{Head} for i = 1, 5 do kv:set('k' .. i, ('x'):rep(250000), {{'s'}}) end");

        var error = await _vm.Fail($"{Head} return kv:find('%', {{'s'}})");

        Assert.Equal("TF3005", error.Code);
        Assert.Equal("1", await _vm.Eval($"{Head} return #kv:find('k1', {{'s'}})"));
    }

    [Fact]
    public async Task Errors_OfTheStore_AreCatchableAndCarryACode()
    {
        _store.Dispose();

        var error = await _vm.Fail($"{Head} kv:set('k', 1, {{'s'}})");

        Assert.StartsWith("TF51", error.Code, StringComparison.Ordinal);
        Assert.DoesNotContain(_directory, error.Message, StringComparison.Ordinal);
        Assert.Equal("false", await _vm.Eval($"{Head} return (pcall(kv.set, kv, 'k', 1, {{'s'}}))"));
    }

    public async ValueTask DisposeAsync()
    {
        await _vm.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
