using TemplateFunctions.Core.Plugins.Json;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Plugins;

public sealed class JsonModuleTests : IAsyncDisposable
{
    private readonly ModuleHarness _vm = new(new FakeClock(), JsonModule.Create());

    [Theory]
    [InlineData("""{"a":[1,2.5,"x",true,{"b":[{}]}]}""")]
    [InlineData("""[9007199254740993,-9223372036854775808,"é😀\n"]""")]
    [InlineData("\"text\"")]
    public async Task EncodeAfterDecode_Text_IsTheSame(string text)
    {
        var lua = $"local json = require('@antiraid/json') local v = json.decode([==[{text}]==]) return json.encode(v) == [==[{text}]==], json.encode(v)";

        Assert.StartsWith("[true,", await _vm.Eval(lua), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("json.decode('{')", "TF4101", "line 1")]
    [InlineData("json.decode('')", "TF4101", "line 1")]
    [InlineData("json.decode('{\"a\":1,\"a\":2}')", "TF4101", "not valid JSON")]
    [InlineData("json.decode(('['):rep(65))", "TF4101", "not valid JSON")]
    [InlineData("json.decode(5)", "TF4101", "string")]
    [InlineData("json.encode(print)", "TF2002", "function")]
    [InlineData("json.encode({1, x = 2})", "TF2002", "extra key 'x'")]
    [InlineData("json.encode(0/0)", "TF2002", "NaN")]
    public async Task Call_BadValue_IsAnErrorOfTheScript(string call, string code, string part)
    {
        var error = await _vm.Fail($"local json = require('@antiraid/json') return {call}");

        Assert.Equal(code, error.Code);
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync() => _vm.DisposeAsync();
}
