using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Features;

public class StatementTests
{
    [Theory]
    [InlineData("+=", "9")]
    [InlineData("-=", "5")]
    [InlineData("*=", "14")]
    [InlineData("/=", "3.5")]
    [InlineData("//=", "3")]
    [InlineData("%=", "1")]
    [InlineData("^=", "49")]
    [InlineData("..=", "72")]
    public void CompoundAssignment_OnEveryTarget_Updates(string op, string expected)
    {
        Assert.Equal(expected, LuauProgram.Run($"local x = 7 x {op} 2 return x"));
        Assert.Equal(expected, LuauProgram.Run($"x = 7 x {op} 2 return x"));
        Assert.Equal(expected, LuauProgram.Run($"local x = 7 local function f() x {op} 2 end f() return x"));
        Assert.Equal(expected, LuauProgram.Run($"local t = {{ x = 7 }} t.x {op} 2 return t.x"));
        Assert.Equal(expected, LuauProgram.Run($"local t, k = {{ x = 7 }}, 'x' t[k] {op} 2 return t.x"));
        Assert.Equal(expected, LuauProgram.Run($"local t = {{ a = {{ b = {{ 7 }} }} }} t.a.b[3 - 2] {op} 2 return t.a.b[1]"));
    }

    [Fact]
    public void CompoundAssignment_ComputesTargetOnce() => Assert.Equal(
        "3\tt,k,v",
        LuauProgram.Run("""
            local log, box = {}, { x = 1 }
            local function note(what, value) table.insert(log, what) return value end
            note("t", box)[note("k", "x")] += note("v", 2)
            print(box.x, table.concat(log, ","))
            """));

    [Fact]
    public void CompoundAssignment_ReadsBeforeValueRuns() =>
        Assert.Equal("11", LuauProgram.Run("local t = { x = 1 } local function f() t.x = 100 return 10 end t.x += f() return t.x"));

    [Fact]
    public void CompoundAssignment_WithOperatorsOnTheRight_TakesThemWhole()
    {
        Assert.Equal("20", LuauProgram.Run("local x = 5 x *= 1 + 3 return x"));
        Assert.Equal("true", LuauProgram.Run("local x = 8 x -= -1 return x == 9"));
        Assert.Equal("a1b", LuauProgram.Run("local s = 'a' s ..= 1 .. 'b' return s"));
        Assert.Equal("6", LuauProgram.Run("local x, y = 5, nil x += y or 1 return x"));
        Assert.Equal("7", LuauProgram.Run("local x = 5 x += if x > 1 then 2 else 3 return x"));
    }

    [Fact]
    public void CompoundAssignment_WithAllLocalsTaken_StillRuns()
    {
        var names = string.Join(", ", Enumerable.Range(0, 199).Select(i => "v" + i));
        Assert.Equal("6", LuauProgram.Run($"local t = {{ a = {{ b = 1 }} }} local {names} v7 = 2 t.a.b += v7 + select('#', ...) return t.a.b"));
    }

    [Theory]
    [InlineData("local s = 0 for i = 1, 10 do if i % 2 == 0 then continue end s += i end return s", "25")]
    [InlineData("local s, i = 0, 0 while i < 10 do i += 1 if i % 2 == 0 then continue end s += i end return s", "25")]
    [InlineData("local s, i = 0, 0 repeat i += 1 if i % 2 == 0 then continue end s += i until i >= 10 return s", "25")]
    [InlineData("local s = 0 for _, i in { 1, 2, 3, 4, 5 } do if i % 2 == 0 then continue end s += i end return s", "9")]
    [InlineData("local n = 0 repeat n += 1 local done = n >= 3 if n == 1 then continue end local later = 1 until done return n", "3")]
    [InlineData("local n = 0 repeat local a = 1 n += 1 do local b = a if n < 3 then continue end end local c = 5 until n > a return n", "2")]
    [InlineData("for i = 1, 3 do for j = 1, 3 do if j == 2 then continue end if i == 2 then break end print(i, j) end if i == 3 then continue end print('end', i) end", "1\t1\n1\t3\nend\t1\nend\t2\n3\t1\n3\t3")]
    [InlineData("local f = function() for i = 1, 3 do if i < 3 then continue end return i end end return f()", "3")]
    [InlineData("local fs = {} for i = 1, 3 do local x = i fs[i] = function() return x end if i == 2 then continue end end return fs[1]() + fs[2]() + fs[3]()", "6")]
    [InlineData("local n = 0 while true do n += 1 if n < 5 then continue end break end return n", "5")]
    [InlineData("for i = 1, 2 do continue end return 'ok'", "ok")]
    [InlineData("local i = 0 repeat i += 1 continue until i == 4 return i", "4")]
    [InlineData("for i = 1, 3 do local function f() for j = 1, 3 do if j == 1 then continue end return j end end if f() == i then continue end print(i) end", "1\n3")]
    public void Continue_InEveryLoop_StartsTheNextRound(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("local s = 0 for _, v in { 1, 2, 3 } do s += v end return s", "6")]
    [InlineData("local s = '' for k, v in { a = 1 } do s ..= k .. v end return s", "a1")]
    [InlineData("local t = setmetatable({}, { __iter = function(t) return next, { x = 5 } end }) for k, v in t do return k, v end", "x\n5")]
    [InlineData("local n = 0 local t = setmetatable({}, { __call = function(t) n += 1 if n < 4 then return n end end }) local s = 0 for v in t do s += v end return s", "6")]
    [InlineData("local function range(n) local i = 0 return function() i += 1 if i <= n then return i end end end local s = 0 for i in range(4) do s += i end return s", "10")]
    [InlineData("local s = 0 for i, v in ipairs({ 1, 2 }) do s += i * v end return s", "5")]
    [InlineData("local s = 0 for i, v in next, { 1, 2 } do s += i * v end return s", "5")]
    [InlineData("local s = 0 for w in string.gmatch('a b c', '%a') do s += 1 end return s", "3")]
    [InlineData("local function f() return { 7 } end for k, v in f() do return k, v end", "1\n7")]
    [InlineData("for k in nil do end", "ERROR main:1: attempt to iterate over a nil value")]
    [InlineData("\n\nfor k in 5 do end", "ERROR main:3: attempt to iterate over a number value")]
    public void GenericFor_OverAnything_Iterates(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("#!/usr/bin/env luau\nreturn 5", "5")]
    [InlineData("local a <const> = 1", null)]
    [InlineData("return 5;", "5")]
    [InlineData("do return 5 end", "5")]
    [InlineData("local a, b = ... return a, b, select('#', ...)", "arg1\n2\n3")]
    [InlineData("local a = { f = print }; (a.f)('x'); ({ 1 })[1] = 2 return 5", "x\n5")]
    public void Statements_InOddPlaces_Run(string source, string? expected)
    {
        if (expected is null)
        {
            Assert.NotEmpty(LuauProgram.Diagnose(source));
        }
        else
        {
            Assert.Equal(expected, LuauProgram.Run(source));
        }
    }
}
