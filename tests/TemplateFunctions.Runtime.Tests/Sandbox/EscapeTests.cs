using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Sandbox;

/// <summary>Each case is an attempt that must come to nothing: the script reports what it reached.</summary>
public sealed class EscapeTests
{
    [Theory]
    [InlineData("return luanet, import_type, load_assembly, io, package, dofile, loadfile")]
    [InlineData("return os.execute, os.exit, os.getenv, os.remove, os.rename, os.tmpname, os.setlocale")]
    [InlineData("return debug.sethook, debug.getregistry, debug.getupvalue, debug.setupvalue, debug.getlocal, debug.setmetatable, debug.getinfo")]
    [InlineData("return string.dump, _G['context'], _G['prelude'], _G['global']")]
    public async Task Globals_Dangerous_AreAbsent(string source)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Matches(@"^\[(null,?)+\]$", await runtime.Eval(source));
    }

    [Theory]
    [InlineData("return pcall(load, '\\27Lua')")]
    [InlineData("local done return load(function() if done then return nil end done = true return '\\27Lua' end)")]
    public async Task Load_BinaryChunk_IsRefused(string source)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Contains("attempt to load a binary chunk", await runtime.Eval(source));
    }

    [Fact]
    public async Task Template_BinarySource_IsRefused()
    {
        await using var runtime = new RuntimeHarness();
        Assert.Contains("binary chunk", (await runtime.Fail("\u001bLua")).Message);
    }

    [Theory]
    [InlineData("local evt, ctx = ... ctx.guild_id = 1")]
    [InlineData("local evt = ... evt.data = 1")]
    [InlineData("local evt, ctx = ... rawset(ctx, 'x', 1)")]
    [InlineData("local m = require('@antiraid/interop') m.null = 1")]
    [InlineData("setmetatable(_G, {})")]
    [InlineData("getmetatable('').__index = nil")]
    [InlineData("setmetatable({}, {__gc = function() end})")]
    [InlineData("setmetatable({}, {__gc = false})")]
    [InlineData("return tostring(setmetatable({}, {__tostring = function() return {} end}))")]
    [InlineData("return ('%p'):format({})")]
    public async Task Tampering_IsRefused(string source)
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Fail(source, "{}");
    }

    [Fact]
    public async Task Library_ChangedByOneTemplate_IsUnchangedForAnother()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Run("string.rep = nil table.concat = nil math.pi = 3 x = 1", name: "a");
        var other = await runtime.Run("return string.rep ~= nil and table.concat ~= nil and math.pi > 3.1 and x == nil and ('a'):rep(2) == 'aa'", name: "b");
        Assert.Equal("true", System.Text.Encoding.UTF8.GetString(other.ResultJson.Span));
    }

    /// <summary>Loops in every place where Lua can be kept busy end by the CPU limit, and the neighbour's guild still answers.</summary>
    [Theory]
    [InlineData("while true do end")]
    [InlineData("while true do pcall(function() while true do end end) end")]
    [InlineData("while true do xpcall(function() while true do end end, function() while true do end end) end")]
    [InlineData("local co = coroutine.wrap(function() while true do end end) co()")]
    [InlineData("local function nest(n) for i = 1, 40 do local c = coroutine.create(function() if n > 0 then nest(n - 1) end for j = 1, 50 do end end) coroutine.resume(c) end end nest(20)")]
    [InlineData("table.sort({3, 1, 2}, function() while true do end end)")]
    [InlineData("('x'):gsub('x', function() while true do end end)")]
    [InlineData("tostring(setmetatable({}, {__tostring = function() while true do end end}))")]
    [InlineData("load(function() while true do end end)")]
    [InlineData("for _ in pairs(setmetatable({}, {__pairs = function() while true do end end})) do end")]
    [InlineData("for _ in ipairs(setmetatable({}, {__index = function() while true do end end})) do end")]
    [InlineData("for _ in ipairs(setmetatable({}, {__index = function() return 1 end})) do end")]
    [InlineData("local t <close> = setmetatable({}, {__close = function() while true do end end})")]
    [InlineData("local function f() local t <close> = setmetatable({}, {__close = function() while true do end end}) error('x') end while true do pcall(f) end")]
    [InlineData("('a'):rep(100):find(('a*'):rep(30) .. 'b')")]
    [InlineData("while true do pcall(string.find, ('a'):rep(100), ('a*'):rep(30) .. 'b') end")]
    [InlineData("table.concat(setmetatable({}, {__index = function() while true do end end, __len = function() return 10 end}))")]
    [InlineData("while true do local t = {} for i = 1, 1e5 do t[i] = i end end")]
    [InlineData("while true do coroutine.wrap(function() coroutine.yield() end)() end")]
    [InlineData("task.spawn(function() while true do end end)")]
    [InlineData("task.defer(function() while true do end end) task.wait(30)")]
    [InlineData("local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)")]
    public async Task Loop_AnyPlace_EndsByCpuLimit(string source)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromMilliseconds(100) });
        var attack = runtime.Run(source);
        Assert.Equal("1", System.Text.Encoding.UTF8.GetString((await runtime.Run("return 1", guild: new GuildId(7))).ResultJson.Span));
        var result = await attack;
        Assert.True(result.Kind is LuaVmResultKind.Timeout or LuaVmResultKind.LuaError, $"{result.Kind} {result.Error}");
        Assert.Equal("2", await runtime.Eval("return 2"));
    }
}
