using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Json;

namespace TemplateFunctions.Core.Tests.Json;

public sealed class JsonBodyTests
{
    [Fact]
    public void TryRead_GoodBody_ReadsEveryKindAndIgnoresUnknownFields()
    {
        var value = Read("""
            {"name":"a","count":3,"on":true,"at":"2026-01-31T12:00:00Z","inner":{"data":{"x":[1, 2]}},"list":["p","q"],"map":{"k":"v"},"more":1,"none":null}
            """);

        Assert.Equal("a|3|True|2026-01-31T12:00:00.0000000+00:00|{\"x\":[1, 2]}|p,q|k=v|", value);
    }

    [Theory]
    [InlineData("""{"name":5}""", "name", "must be a string, is a number")]
    [InlineData("""{}""", "name", "is required")]
    [InlineData("""{"name":null}""", "name", "is required")]
    [InlineData("""{"name":"toolong"}""", "name", "has 7 characters, at most 5 are allowed")]
    [InlineData("""{"name":"bad"}""", "name", "must not be bad")]
    [InlineData("""{"name":"a","count":1.5}""", "count", "must be a whole number from 0 to 10, is 1.5")]
    [InlineData("""{"name":"a","count":11}""", "count", "must be a whole number from 0 to 10, is 11")]
    [InlineData("""{"name":"a","count":"1"}""", "count", "must be a whole number, is a string")]
    [InlineData("""{"name":"a","on":1}""", "on", "must be a boolean, is a number")]
    [InlineData("""{"name":"a","at":"yesterday"}""", "at", "must be a time such as 2026-01-31T12:00:00Z")]
    [InlineData("""{"name":"a","inner":[]}""", "inner", "must be an object, is an array")]
    [InlineData("""{"name":"a","list":["x",7]}""", "list[1]", "must be a string, is a number")]
    [InlineData("""{"name":"a","list":["1","2","3","4"]}""", "list", "has 4 entries, at most 3 are allowed")]
    [InlineData("""{"name":"a","map":{"a b":null}}""", "map[\"a b\"]", "must be a string, is null")]
    [InlineData("""{"name":"a","name":"b"}""", "name", "occurs twice")]
    [InlineData("""{"name":"a","inner":{"data":[0,{"k":1,"k":2}]}}""", "inner.data[1].k", "occurs twice")]
    [InlineData("""{"name":"a","n\u0061me":"b"}""", "name", "occurs twice")]
    [InlineData("""{"name":"a","inner":{"data":["x","\ud800"]}}""", "inner.data[1]", "holds an escape that is half of a surrogate pair, which is no character")]
    [InlineData("""{"name":"a","list":[{"\uDC00":1}]}""", "list[0]", "holds an escape that is half of a surrogate pair, which is no character")]
    [InlineData("""[]""", "", "must be an object, is an array")]
    public void TryRead_RefusedField_NamesItsPathAndTheRule(string body, string path, string message)
    {
        var problem = Refusal(Encoding.UTF8.GetBytes(body));

        Assert.Equal("TF4002", problem.Code);
        Assert.Equal(new ProblemError(path, message), Assert.Single(problem.Errors));
        Assert.Contains(message, problem.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "The body is empty.")]
    [InlineData("{", "The JSON is not valid at line 1, byte 2.")]
    [InlineData("{}x", "The JSON is not valid at line 1, byte 3.")]
    [InlineData("{\n\"a\":nope}", "The JSON is not valid at line 2, byte 6.")]
    [InlineData("{\"a\":1,}", "The JSON is not valid at line 1, byte 8.")]
    [InlineData("// c\n{}", "The JSON is not valid at line 1, byte 1.")]
    public void TryRead_NotJson_SaysWhere(string body, string detail)
    {
        var problem = Refusal(Encoding.UTF8.GetBytes(body));

        Assert.Equal(("TF4001", detail), (problem.Code, problem.Detail));
    }

    [Fact]
    public void TryRead_InvalidUtf8_IsRefusedAsAWhole() =>
        Assert.Equal("TF4001", Refusal([.. "{\"name\":\""u8, 0xC3, 0x28, .. "\"}"u8]).Code);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void TryRead_Depth_IsLimitedTo64(int depth, bool accepted)
    {
        var body = "{\"name\":\"a\",\"x\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        Assert.Equal(accepted, TryRead(Encoding.UTF8.GetBytes(body), out _, out var problem));
        Assert.Equal(accepted ? null : "TF4001", problem?.Code);
    }

    [Fact]
    public void TryRead_SurrogatePairsAndByteOrderMark_AreTaken()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, .. """{"name":"\ud83d\ude00"}"""u8];

        Assert.True(TryRead(body, out var value, out _));
        Assert.StartsWith("\U0001F600|", value);
    }

    [Fact]
    public void TryRead_SeveralMistakes_AreAllNamed()
    {
        var problem = Refusal("""{"count":"x","on":3,"list":[1,2],"inner":7}"""u8.ToArray());

        Assert.Equal(["name", "count", "on", "inner", "list[0]", "list[1]"], problem.Errors.Select(error => error.Path));
        Assert.Contains("5 more in `errors`", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_ThousandsOfMistakes_KeepsFifty()
    {
        var map = string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"k{i}\":1"));
        var body = "{\"name\":\"a\",\"map\":{" + map + "}}";

        var problem = Refusal(Encoding.UTF8.GetBytes(body));

        Assert.Equal(50, problem.Errors.Count);
        Assert.Contains("499 more", problem.Detail, StringComparison.Ordinal);
    }

    private static Problem Refusal(byte[] body)
    {
        Assert.False(TryRead(body, out _, out var problem));
        return problem!;
    }

    private static string Read(string body)
    {
        Assert.True(TryRead(Encoding.UTF8.GetBytes(body), out var value, out var problem), problem?.Detail);
        return value!;
    }

    private static bool TryRead(byte[] body, out string? value, out Problem? problem) =>
        JsonBody.TryRead(
            body,
            fields =>
            {
                var name = fields.Text("name", required: true, maxChars: 5, rule: text => text == "bad" ? "must not be bad" : null);
                var count = fields.Integer("count", 0, 10);
                var on = fields.Boolean("on");
                var at = fields.Timestamp("at");
                var data = fields.Object("inner")?.Raw("data") ?? default;
                var list = fields.Texts("list", maxItems: 3);
                var map = fields.TextMap("map", maxItems: 1_000);
                var none = fields.Text("none");
                return $"{name}|{count}|{on}|{at:O}|{Encoding.UTF8.GetString(data.Span)}|{string.Join(',', list ?? [])}|{string.Join(',', map?.Select(e => $"{e.Key}={e.Value}") ?? [])}|{none}";
            },
            out value,
            out problem);
}
