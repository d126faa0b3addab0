using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Luau;

/// <summary>A file keeps the numbers of its own language, whatever language the others are in.</summary>
public sealed class TwoLanguagesTests
{
    private const string Numbers = "return tostring(10 / 2) .. ' ' .. tostring(tonumber('3')) .. ' ' .. string.format('%s', 2.0) .. ' ' .. table.concat({ 1.0 }) .. ' ' .. tostring(math.type) .. ' ' .. _VERSION";
    private const string Luau = "5 3 2 1 nil Luau";
    private const string Lua = "5.0 3 2.0 1.0 function Lua 5.4";

    [Theory]
    [InlineData("init.luau", Luau)]
    [InlineData("init.lua", Lua)]
    public async Task EntryFile_OfEachLanguage_HasItsNumbers(string path, string expected) => Assert.Equal(expected, await Run(new() { [path] = Numbers }));

    [Fact]
    public async Task EntryFile_WithDirective_HasTheNumbersOfLua54() => Assert.Equal(Lua, await Run(new() { ["init.luau"] = "--!lua54\n" + Numbers }));

    [Theory]
    [InlineData("init.luau", "m.lua", "5.0 3 2 1.0 function Lua 5.4")]
    [InlineData("init.lua", "m.luau", "5 3 2.0 1 nil Luau")]
    public async Task RequiredFile_OfTheOtherLanguage_HasItsOwnNumbers(string entry, string module, string expected) =>
        Assert.Equal(expected, await Run(new() { [entry] = "return require('./m')", [module] = Numbers }));

    [Fact]
    public async Task Globals_AreSharedByBothLanguages()
    {
        var files = new Dictionary<string, string>
        {
            ["init.luau"] = "shared = 1\nlocal set = require('./m')\nset(7)\nreturn `{shared} {other} {_G.shared == shared} {require('./n')}`",
            ["m.lua"] = "other = shared + 1\nreturn function(v) shared = v; _G.other = other + v end",
            ["n.lua"] = "return require('./m') == require('./m') and shared",
        };
        Assert.Equal("7 9 true 7", await Run(files));
    }

    [Fact]
    public async Task Lua54Template_BesideALuauOne_KeepsItsRefusals()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Run(runtime.Request("", name: "luau", files: new() { ["init.luau"] = "return ('abc'):sub(1, 5 / 2)" }));
        var error = await runtime.Fail("return ('abc'):sub(1, 2.5)");
        Assert.Equal("init.lua:1: bad argument #2 to 'sub' (number has no integer representation)", error.Message);
    }

    /// <summary>The file that a relative name starts from is that of the function which calls require, however it calls it.</summary>
    [Theory]
    [InlineData("return function() return require('./inner') end")]
    [InlineData("return function() local m = require('./inner') return m end")]
    [InlineData("return function() return (require('./inner')) end")]
    [InlineData("return function() return select(2, pcall(require, './inner')) end")]
    [InlineData("local M = {} function M.get() return require('./inner') end return function() return M.get() end")]
    public async Task Require_InAFunctionCalledLater_StartsFromItsOwnFile(string module)
    {
        var files = new Dictionary<string, string>
        {
            ["init.luau"] = "local get = require('./lib/m')\nreturn get()",
            ["lib/m.luau"] = module,
            ["lib/inner.luau"] = "return 'right'",
            ["inner.luau"] = "return 'wrong'",
        };
        Assert.Equal("right", await Run(files));
    }

    /// <summary>Lua 5.4 forgets who made a tail call: the only folder that has such a file is meant.</summary>
    [Fact]
    public async Task Require_AsATailCallOfLua54_FindsTheOnlyFileOfThatName()
    {
        var files = new Dictionary<string, string>
        {
            ["init.lua"] = "local get = require('./lib/m')\nlocal v = get()\nreturn v",
            ["lib/m.lua"] = "return function() return require('./inner') end",
            ["lib/inner.lua"] = "return 'right'",
        };
        Assert.Equal("right", await Run(files));
    }

    private static async Task<string> Run(Dictionary<string, string> files)
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Run(runtime.Request("", files: files));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Error}");
        return Encoding.UTF8.GetString(result.ResultJson.Span).Trim('"');
    }
}
