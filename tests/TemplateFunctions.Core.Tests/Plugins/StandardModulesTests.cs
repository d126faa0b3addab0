using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class StandardModulesTests : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("modules").FullName;
    private readonly EmbeddedStore _store;
    private readonly ModuleHarness _vm;

    public StandardModulesTests()
    {
        var clock = new FakeClock();
        _store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = _directory, FlushToDisk = false }, clock);
        _vm = new ModuleHarness(clock, StandardModules.Create(new PluginServices(_store.Kv, new RateLimiter(clock), clock)));
    }

    [Fact]
    public async Task SealedValues_GivenToOtherModules_TravelAsTheirJson()
    {
        const string Source = """
            local _, ctx = ...
            local d, x, json = require('@antiraid/datetime'), require('@antiraid/typesext'), require('@antiraid/json')
            local kv = ctx.KV
            kv:set('k', {id = x.U64('18446744073709551615'), at = d.UTC:now(), span = d.timedelta_millis(1500)}, {'s'}, d.UTC:now() + d.timedelta_hours(1))
            local record = kv:getrecord('k', {'s'})
            local expiry = d.UTC:fromString(record.expires_at)
            return {record.value.at, record.value.span, (expiry - d.UTC:now()).hours, json.encode(x.I64(-5)), tostring(d.UTC:fromTime(x.U64(60)))}
            """;

        Assert.Equal("""["2026-01-31T12:00:00Z",1.5,1,"-5","1970-01-01T00:01:00Z"]""", await _vm.Eval(Source));
    }

    [Fact]
    public async Task EveryModule_RequiredByName_IsReadOnlyAndNeverNil() => Assert.Equal("\"ok\"", await _vm.Eval("""
        local _, ctx = ...
        for _, name in ipairs{'json', 'typesext', 'datetime', 'permissions', 'kv', 'discord'} do
          local module = require('@antiraid/' .. name)
          assert(not pcall(function() module.extra = 1 end), name)
          assert(not pcall(rawset, module, 'extra', 1), name)
          assert(not pcall(setmetatable, module, {}), name)
        end
        assert(not pcall(function() ctx.KV.get = print end))
        assert(require('@antiraid/kv').new(ctx) == ctx.KV)
        return 'ok'
        """));

    public async ValueTask DisposeAsync()
    {
        await _vm.DisposeAsync();
        _store.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
