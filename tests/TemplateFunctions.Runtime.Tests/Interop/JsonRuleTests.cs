using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Interop;

public sealed class JsonRuleTests
{
    private const string Prelude = "local interop = require('@antiraid/interop') local evt = ... ";

    [Theory]
    [InlineData("return nil", "null")]
    [InlineData("return nil, nil", "[null,null]")]
    [InlineData("return interop.null", "null")]
    [InlineData("return {a = nil, b = interop.null}", "{\"b\":null}")]
    [InlineData("return {1, nil, 3}", "[1,null,3]")]
    [InlineData("return {1, interop.null}", "[1,null]")]
    [InlineData("return math.maxinteger, math.mininteger", "[9223372036854775807,-9223372036854775808]")]
    [InlineData("return 1.0, -3.0, 1e15, 2^53, 0.1, 1e300, -1.5e-7", "[1,-3,1000000000000000,9007199254740992,0.1,1E+300,-1.5E-07]")]
    [InlineData("return 2^-25, -2^-958, 2^-26, 2^70", "[2.9802322387695312E-008,-4.1045368012983762E-289,1.4901161193847656E-08,1.1805916207174113E+21]")]
    [InlineData("return {}", "{}")]
    [InlineData("return setmetatable({}, interop.array_metatable)", "[]")]
    [InlineData("return setmetatable({1}, interop.array_metatable)", "[1]")]
    [InlineData("return {list = setmetatable({}, interop.array_metatable)}", "{\"list\":[]}")]
    [InlineData("return setmetatable({a = 1}, {__index = {b = 2}, __pairs = error, __len = error, __tostring = error})", "{\"a\":1}")]
    [InlineData("return 'a\\0b\\n\\t\\\"\\\\\\x7f'", "\"a\\u0000b\\n\\t\\\"\\\\\x7f\"")]
    [InlineData("return '\\u{1F600}\\u{fffd}é'", "\"\U0001F600\ufffdé\"")]
    [InlineData("return {['1'] = 'a'}", "{\"1\":\"a\"}")]
    [InlineData("return {['a b'] = {['\"'] = 1}}", "{\"a b\":{\"\\\"\":1}}")]
    [InlineData("return evt.data", "{\"a\":[1,{\"b\":null}],\"big\":12345678901234567,\"f\":1.5,\"e\":[],\"o\":{}}")]
    [InlineData("return evt.data.a, {evt.data.a}", "[[1,{\"b\":null}],[[1,{\"b\":null}]]]")]
    [InlineData("return {x = evt.data.e, y = evt.data.o}", null)]
    [InlineData("local t = {} local s = {t, t} return s", "[{},{}]")]
    [InlineData("local t = 'leaf' for i = 1, 64 do t = {t} end return #t", "1")]
    public async Task Value_ThatHasAForm_IsWrittenByTheRules(string source, string? expected)
    {
        await using var runtime = new RuntimeHarness();
        var json = await runtime.Eval(Prelude + source, """{"a":[1,{"b":null}],"big":12345678901234567,"f":1.5,"e":[],"o":{}}""");
        if (expected is null)
        {
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"x":[],"y":{}}"""), JsonNode.Parse(json)), json);
            return;
        }

        Assert.Equal(expected, json);
    }

    [Theory]
    [InlineData("return 0 / 0", "result: NaN has no JSON form")]
    [InlineData("return {a = {1, math.huge}}", "result.a[2]: infinity has no JSON form")]
    [InlineData("return {a = -math.huge}", "result.a: infinity has no JSON form")]
    [InlineData("return print", "result: a function has no JSON form")]
    [InlineData("return 1, {x = coroutine.create(print)}", "result[2].x: a thread has no JSON form")]
    [InlineData("return interop", "result: a userdata has no JSON form")]
    [InlineData("return {1, 2, x = 3}", "result: a list has the extra key 'x', which would be lost")]
    [InlineData("return {a = {1, 2, [5] = 3}}", "result.a: a list has the extra key 5, which would be lost")]
    [InlineData("return {[1.5] = 1}", "result: a table with the key 1.5 (number) is neither a list nor an object with string keys")]
    [InlineData("return {[true] = 1}", "result: a table with the key true (boolean) is neither a list nor an object with string keys")]
    [InlineData("return {[2] = 1}", "result: a table with the key 2 (number) is neither a list nor an object with string keys")]
    [InlineData("return setmetatable({x = 1}, interop.array_metatable)", "result: a list has the extra key 'x', which would be lost")]
    [InlineData("return {a = '\\xff'}", "result.a: a string is not valid UTF-8")]
    [InlineData("return {a = '\\u{d800}'}", "result.a: a string is not valid UTF-8")]
    [InlineData("return {['\\xff'] = 1}", "result: a key is not valid UTF-8")]
    [InlineData("local t = {} t.x = {t} return t", "result.x[1]: a table contains itself")]
    [InlineData("local t = {} t[1] = t return t", "result[1]: a table contains itself")]
    public async Task Value_ThatHasNone_IsRefusedWithItsPath(string source, string message)
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail(Prelude + source);
        Assert.Equal(("TF2002", message), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("local t = 1 for i = 1, 65 do t = {t} end return t", "TF3013")]
    [InlineData("local t = {} for i = 1, 100000 do t = {t} end return t", "TF3013")]
    [InlineData("return ('x'):rep(1 << 20)", "TF3005")]
    [InlineData("local t = {} for i = 1, 200000 do t[i] = 'abcdef' end return t", "TF3005")]
    public async Task Value_OverALimit_IsRefused(string source, string code)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal(code, (await runtime.Fail(source)).Code);
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Fact]
    public async Task Result_OfExactlyTheLimit_IsTaken()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { ResultBytes = 1000 });
        Assert.Equal(1000, (await runtime.Eval("return ('x'):rep(998)")).Length);
        Assert.Equal("TF3005", (await runtime.Fail("return ('x'):rep(999)")).Code);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""", "[\"b\",\"a\"]", "[3,2]")]
    [InlineData("""{"a":{"x":1,"x":{"y":[1],"y":[2]}},"b":2,"b":null}""", "[\"a\"]", "[{\"x\":{\"y\":[2]}},null]")]
    public async Task DuplicateNames_InAnEvent_TheLastCounts(string data, string keys, string values)
    {
        await using var runtime = new RuntimeHarness();
        var names = JsonSerializer.Deserialize<string[]>(await runtime.Eval("local evt = ... local t = {} for k in pairs(evt.data) do t[#t + 1] = k end return t", data))!;
        Assert.Equal(JsonSerializer.Deserialize<string[]>(keys)!.Order(), names.Order());
        Assert.Equal(values, await runtime.Eval("local evt = ... return evt.data.a, evt.data.b", data));
    }

    [Fact]
    public async Task BigArrays_InAnEvent_AreIndexedIteratedAndMeasured()
    {
        await using var runtime = new RuntimeHarness();
        var data = JsonSerializer.Serialize(Enumerable.Range(1, 20_000).Select(i => i % 100 == 0 ? (object)new { i } : i));
        Assert.Equal("[20000,199990000,20000,{\"i\":20000}]", await runtime.Eval(
            "local evt = ... local d, s, n = evt.data, 0, 0 for i, v in ipairs(d) do n = n + 1 s = s + (type(v) == 'table' and v.i or v) end local q = 0 for i in pairs(d) do q = q + i end assert(q == s) return #d, s - 20000, n, d[20000]", data));
    }

    [Fact]
    public async Task Event_WithHalfASurrogatePair_IsReadWithAReplacement()
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal("[\"a\ufffdb\U0001F600\ufffd\",\"\ufffd\"]", await runtime.Eval("local evt = ... local k = next(evt.data, 's') return evt.data.s, k", """{"s":"a\ud800b\ud83d\ude00\udc00","\ud800":1}"""));
    }

    /// <summary>Random JSON comes back equal from evt.data, and from a host call that makes tables of it.</summary>
    [Fact]
    public async Task RandomJson_ThereAndBack_IsEqual()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlain);
        for (var i = 0; i < 300; i++)
        {
            var json = RandomJson.Make(random).ToJsonString();
            foreach (var source in new[] { "local evt = ... return evt.data", "local evt = ... return require('@antiraid/probe').echo(evt.data)", "local evt = ... return require('@antiraid/probe').rawjson(evt.data)" })
            {
                var raw = source.Contains("rawjson", StringComparison.Ordinal);
                var back = await runtime.Eval(source, raw ? JsonSerializer.Serialize(json) : json);
                var expected = source.EndsWith("return evt.data", StringComparison.Ordinal) ? JsonNode.Parse(json) : RandomJson.WithoutNulls(JsonNode.Parse(json));
                Assert.True(RandomJson.Same(expected, JsonNode.Parse(back)), $"seed {seed}: {source}\n{json}\n{back}");
            }
        }
    }
}
