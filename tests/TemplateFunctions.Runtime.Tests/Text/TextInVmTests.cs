using System.Diagnostics;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>The text library inside a real VM: preemption, limits and errors as a template author meets them.</summary>
public sealed class TextInVmTests
{
    private static readonly TimeSpan Cpu = TimeSpan.FromMilliseconds(200);

    [Theory]
    [InlineData("while true do pcall(string.find, ('a'):rep(100), ('a*'):rep(30) .. 'b') end")]
    [InlineData("local s, p = ('a'):rep(1e6), '.-b' while true do pcall(string.gsub, s, p, '') end")]
    [InlineData("local s = ('a'):rep(1e6) while true do s:find('b') end")]
    [InlineData("local s = ('a'):rep(1e6) while true do s:gsub('a', function() return 'b' end) end")]
    [InlineData("local s = ('a'):rep(1e6) for _ in s:gmatch('a') do for _ in s:gmatch('b') do end end")]
    [InlineData("local s, n = ('a'):rep(1e6), ('a'):rep(5e5) .. 'b' while true do pcall(string.find, s, n, 1, true) end")]
    [InlineData("while true do ('x'):rep(4e6) end")]
    [InlineData("local s = ('x'):rep(1e6) while true do s:upper() end")]
    [InlineData("local f = ('b'):rep(1e6) while true do string.packsize(f) end")]
    [InlineData("local f, s = ('x'):rep(1e6), '' while true do pcall(string.unpack, f, s) end")]
    [InlineData("local s = ('x'):rep(4e6) while true do utf8.len(s) end")]
    [InlineData("local s = ('x'):rep(1e6) while true do utf8.offset(s, 1e6) end")]
    [InlineData("while true do os.date(('%c'):rep(10000)) end")]
    [InlineData("local t = {} while true do table.move(t, 1, 1000000, 2) end")]
    [InlineData("local t = {} for i = 1, 2e5 do t[i] = i end while true do table.insert(t, 1, 0) table.remove(t, 1) end")]
    [InlineData("local t = {} for i = 1, 2e5 do t[i] = '' end while true do table.concat(t) end")]
    [InlineData("local t = {} while true do table.unpack(t, 1, 90000) end")]
    [InlineData("table.insert(setmetatable({}, { __len = function() return 1e15 // 1 | 0 end }), 1, 1)")]
    [InlineData("table.remove(setmetatable({}, { __len = function() return 1e15 // 1 | 0 end }), 1)")]
    [InlineData("table.sort({ 1, 2, 3, 4 }, function() while true do end end)")]
    [InlineData("while true do table.sort(setmetatable({}, { __len = function() return 999999 end }), rawequal) end")]
    [InlineData("('x'):gsub('x', function() while true do end end)")]
    [InlineData("('x'):gsub('x', setmetatable({}, { __index = function() while true do end end }))")]
    [InlineData("('%s'):format(setmetatable({}, { __tostring = function() while true do end end }))")]
    [InlineData("table.find(setmetatable({}, { __index = function() return 1 end }), 2)")]
    public async Task EndlessWork_IsStoppedAndTheVmGoesOn(string source)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = Cpu });
        var clock = Stopwatch.StartNew();
        var result = await runtime.Run(source);
        Assert.Equal(LuaVmResultKind.Timeout, result.Kind);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(1), $"took {clock.Elapsed}");
        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Empty(runtime.Broken);
    }

    [Theory]
    [InlineData("local s = 'x'\nlocal r = s:rep({})", "bad argument #2 to 'rep' (number expected, got table)")]
    [InlineData("local s = 'x'\nlocal r = s:find('[')", "malformed pattern (missing ']')")]
    [InlineData("local s = 'x'\nfor w in s:gmatch('(') do end", "unfinished capture")]
    [InlineData("local s = 'x'\nlocal r = s:gsub('x', function() return {} end)", "invalid replacement value (a table)")]
    [InlineData("local s = 'x'\nlocal r = ('%d'):format(s)", "bad argument #2 to 'format' (number expected, got string)")]
    [InlineData("local s = 'x'\nlocal r = table.concat({ {} })", "invalid value (table) at index 1 in table for 'concat'")]
    [InlineData("local s = 'x'\ntable.insert(nil, s)", "bad argument #1 to 'insert' (table expected, got nil)")]
    [InlineData("local s = 'x'\ntable.sort({ 1, 'a' })", "attempt to compare string with number")]
    [InlineData("local s = 'x'\nlocal r = string.unpack('i4', s)", "bad argument #2 to 'unpack' (data string too short)")]
    [InlineData("local s = 'x'\nlocal r = utf8.codepoint(s, 5)", "bad argument #3 to 'codepoint' (out of bounds)")]
    [InlineData("local s = 'x'\nlocal r = os.date('%Q')", "bad argument #1 to 'date' (invalid conversion specifier '%Q')")]
    [InlineData("local s = 'x'\nlocal r = os.time({ year = 2020 })", "field 'month' missing in date table")]
    public async Task Misuse_PointsAtTheTemplatesLine(string source, string message)
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail(source);
        Assert.Equal(2, error.Line);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("return ('a-b'):gsub('%w', function(c) task.wait(0.001) return c:upper() end)", "[\"A-B\",2]")]
    [InlineData("local t = { 3, 1, 2 } table.sort(t, function(a, b) task.wait() return a < b end) return t", "[1,2,3]")]
    [InlineData("return string.format('%s %d', setmetatable({}, { __tostring = function() task.wait() return 'x' end }), 3)", "\"x 3\"")]
    [InlineData("local evt = ... return table.concat(evt.data, '+')", "\"1+2+3\"")]
    [InlineData("local evt = ... return table.unpack(evt.data)", "[1,2,3]")]
    [InlineData("local evt = ... return table.find(evt.data, 2), select('#', table.unpack(evt.data, 2))", "[2,2]")]
    [InlineData("return os.time() > 1e9, os.clock() >= 0, #os.date('%Y')", "[true,true,4]")]
    [InlineData("return string.split('a b', ' ')", "[\"a\",\"b\"]")]
    [InlineData("return ('%s|%s'):format(print, {}), ('%*'):format(1)", "[\"function|table\",\"1\"]")]
    [InlineData("return string.dump", "null")]
    [InlineData("return pcall(string.format, '%p', {})", "[false,\"'%p' is not available: it would show an address\"]")]
    public async Task Use_InATemplate_Works(string source, string expected)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal(expected, await runtime.Eval(source, "[1,2,3]"));
    }

    [Theory]
    [InlineData("return (string.gsub('a b', '%a', function(c) return 10 / 4 * 2 end))", "\"5 5\"")]
    [InlineData("return (string.gsub('a b', '%a', { a = 4 / 2, b = 0.5 }))", "\"2 0.5\"")]
    [InlineData("return table.concat({ 4 / 2, 'x' }, '-'), string.format('%s', 6 / 2)", "[\"2-x\",\"3\"]")]
    public async Task WholeFloats_InLuau_HaveNoFraction(string source, string expected)
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Run(runtime.Request(source, files: new Dictionary<string, string> { ["init.luau"] = source }));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind}: {result.Error}");
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(result.ResultJson.Span));
    }
}
