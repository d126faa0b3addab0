using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Modules;

/// <summary>Luau's require by string: what each form of a name means, from an entry file, from a file in a folder, and from an init file.</summary>
public sealed class RequireByStringTests
{
    [Theory]
    [InlineData("return require('./a')", "\"a.luau\"")]
    [InlineData("return require('./sub/b')", "\"sub/b.luau\"")]
    [InlineData("return require('./sub/../a')", "\"a.luau\"")]
    [InlineData("return require('@self/a')", "\"a.luau\"")]
    [InlineData("return require('./init/../mod')", "\"mod/init.luau\"")]
    [InlineData("return require('./mod')", "\"mod/init.luau\"")]
    [InlineData("return require('./old')", "\"old.lua\"")]
    [InlineData("return require('./oldmod')", "\"oldmod/init.lua\"")]
    [InlineData("return require('./both')", "\"both.luau\"")]
    [InlineData("local name = './' .. 'a' return require(name)", "\"a.luau\"")]
    [InlineData("return require('@lib/x')", "\"libs/x.luau\"")]
    [InlineData("return require('@LIB/x')", "\"libs/x.luau\"")]
    [InlineData("return require('@one')", "\"libs/x.luau\"")]
    [InlineData("return require('@chain/x')", "\"libs/deep/x.luau\"")]
    [InlineData("return require('./sub/from').here", "\"sub/b.luau\"")]
    [InlineData("return require('./sub/from').above", "\"a.luau\"")]
    [InlineData("return require('./sub/from').own", "\"sub/b.luau\"")]
    [InlineData("return require('./sub/from').alias", "\"sub/inner/x.luau\"")]
    [InlineData("return require('./sub/from').outer", "\"libs/x.luau\"")]
    [InlineData("return require('./folder').beside", "\"a.luau\"")]
    [InlineData("return require('./folder').inside", "\"folder/part.luau\"")]
    [InlineData("return require('./a') == require('@self/a'), require('./t') == require('./sub/../t')", "[true,true]")]
    public async Task Require_AName_GivesItsFile(string source, string expected)
    {
        var result = await Run(source);
        Assert.True(result.Kind == LuaVmResultKind.Ok, result.Error?.Message);
        Assert.Equal(expected, Encoding.UTF8.GetString(result.ResultJson.Span));
    }

    [Theory]
    [InlineData("a", "module 'a' does not exist: a name starts with './', '../' or '@'")]
    [InlineData("/a", "module '/a' does not exist: a name starts with './', '../' or '@'")]
    [InlineData("../a", "module '../a' is outside the template")]
    [InlineData("./sub/../../a", "module './sub/../../a' is outside the template")]
    [InlineData("./aa", "module './aa' does not exist: the template has no file 'aa.luau', 'aa.lua' or 'aa/init.luau'; did you mean 'a'?")]
    [InlineData("@nothing/x", "module '@nothing/x' does not exist")]
    [InlineData("@round/x", "module '@round/x' does not exist")]
    [InlineData("@away/x", "module '@away/x' does not exist")]
    [InlineData("@long/x", "module '@long/x' does not exist")]
    [InlineData("./circle", "circle.luau:1: module 'circle.luau' requires itself")]
    public async Task Require_ANameThatMeansNoFile_SaysSoAtItsLine(string name, string expected)
    {
        var error = (await Run($"\nlocal m = require('{name}')")).Error!;
        Assert.StartsWith(expected.Contains(".luau:1", StringComparison.Ordinal) ? expected : "init.luau:2: " + expected, error.Message, StringComparison.Ordinal);
    }

    private static async Task<LuaVmResult> Run(string source)
    {
        await using var runtime = new RuntimeHarness();
        string[] plain = ["a.luau", "sub/b.luau", "mod/init.luau", "old.lua", "oldmod/init.lua", "both.luau", "both.lua", "libs/x.luau", "libs/deep/x.luau", "sub/inner/x.luau", "folder/part.luau"];
        var files = plain.ToDictionary(name => name, name => $"return '{name}'");
        files["t.luau"] = "return {}";
        files["circle.luau"] = "return require('./circle')";
        var detour = string.Concat(Enumerable.Repeat("./", 600));
        files[".luaurc"] = $$"""{ "aliases": { "lib": "./libs", "one": "libs/x", "chain": "@lib/deep", "round": "@about", "about": "@round", "away": "../..", "long": "@lib/{{detour}}" } }""";
        files["sub/.luaurc"] = "// of this folder\n{ \"aliases\": { \"lib\": \"./inner\", \"up\": \"../libs\", } }";
        files["sub/from.luau"] = "return { here = require('./b'), above = require('../a'), own = require('@self/b'), alias = require('@lib/x'), outer = require('@one') }";
        files["folder/init.luau"] = "return { beside = require('./a'), inside = require('@self/part') }";
        files["init.luau"] = source;
        return await runtime.Run(runtime.Request("", files: files));
    }
}
