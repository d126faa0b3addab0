using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Sandbox;

/// <summary>What Luau's library has and Lua 5.4's lacks.</summary>
public sealed class LuauLibraryTests
{
    [Theory]
    [InlineData("return bit32.band(0xff, 0x0f), bit32.bor(1, 2), bit32.bxor(5, 1), bit32.bnot(0), bit32.btest(1, 2)", "[15,3,4,4294967295,false]")]
    [InlineData("return bit32.lshift(1, 31), bit32.rshift(0x80000000, 31), bit32.arshift(0x80000000, 31), bit32.lrotate(0x80000001, 1), bit32.rrotate(1, 1)", "[2147483648,1,4294967295,3,2147483648]")]
    [InlineData("return bit32.extract(0xabcd, 4, 8), bit32.replace(0, 0xf, 4, 4), bit32.countlz(1), bit32.countrz(8), bit32.byteswap(0x01020304)", "[188,240,31,3,67305985]")]
    [InlineData("return math.clamp(5, 1, 3), math.sign(-2), math.round(2.5), math.round(-2.5), math.lerp(1, 3, 0.5), math.map(5, 0, 10, 0, 100)", "[3,-1,3,-3,2,50]")]
    [InlineData("return math.noise(1, 2, 3), math.noise(0.5) == math.noise(0.5), math.abs(math.noise(0.3, 0.7)) <= 1", "[0,true,true]")]
    [InlineData("local b = buffer.create(8) buffer.writei32(b, 0, -5) buffer.writeu8(b, 4, 300) return buffer.readi32(b, 0), buffer.readu8(b, 4), buffer.len(b), typeof(b)", "[-5,44,8,\"buffer\"]")]
    [InlineData("local b = buffer.fromstring('hello') buffer.fill(b, 0, 65, 2) return buffer.tostring(b), buffer.readstring(b, 1, 3), pcall(buffer.readi32, b, 3)", "[\"AAllo\",\"All\",false,\"bad argument to 'readi32' (buffer access out of bounds)\"]")]
    [InlineData("local b = buffer.create(8) buffer.writef64(b, 0, 1.5) local c = buffer.create(4) buffer.writebits(c, 3, 5, 21) buffer.copy(b, 0, c, 0, 1) return buffer.readf64(b, 0) ~= 1.5, buffer.readbits(c, 3, 5)", "[true,21]")]
    [InlineData("return (pcall(buffer.create, 2 ^ 30)), (pcall(buffer.create, 2 ^ 53)), (pcall(buffer.create, math.huge)), buffer.len(buffer.create(100000))", "[false,false,false,100000]")]
    [InlineData("local v = vector.create(1, 2, 3) + vector.one * 2 return v.x, v.Y, v.z, vector.magnitude(vector.create(3, 4)), v == vector.create(3, 4, 5), typeof(v), tostring(v)", "[3,4,5,5,true,\"vector\",\"3, 4, 5\"]")]
    [InlineData("return vector.dot(vector.one, vector.one), tostring(vector.cross(vector.create(1, 0), vector.create(0, 1))), tostring(vector.clamp(vector.create(9, -9), vector.zero, vector.one)), pcall(function() vector.one.x = 2 end)", "[3,\"0, 0, 1\",\"1, 0, 0\",false,\"init.luau:1: attempt to modify a read-only value [TF2005]\"]")]
    [InlineData("local t = table.freeze({1, 2, a = {b = 1}}) return #t, t.a.b, table.isfrozen(t), table.isfrozen({}), pcall(function() t[1] = 3 end)", "[2,1,true,false,false,\"init.luau:1: attempt to modify a readonly table\"]")]
    [InlineData("local t = table.freeze({x = 1}) return t, pcall(rawset, t, 'y', 1)", "[{\"x\":1},false,\"attempt to modify a readonly table\"]")]
    [InlineData("local t, n = table.freeze({5, 6, 7}), 0 for _, v in t do n += v end for _, v in pairs(t) do n += v end for _, v in ipairs(t) do n += v end return n, next(t), rawlen(t), rawget(t, 2), table.concat(t, ','), table.unpack(t)", "[54,1,3,6,\"5,6,7\",5,6,7]")]
    [InlineData("local t = table.freeze({1}) local c = table.clone(t) c[2] = 2 return c, pcall(table.insert, t, 1), pcall(table.clear, t), (pcall(table.freeze, t))", "[[1,2],false,false,false]")]
    [InlineData("return type(rawget(_G, 'utf8')), type(rawget(_G, 'tostring')), rawget(_G, 'undefined'), rawget(_G, 5)", "[\"table\",\"function\",null,null]")]
    [InlineData("local seen = {} for k in pairs(_G) do seen[k] = true end return seen.print, seen.bit32, seen.require, seen.getfenv, seen.pairs, seen._G", "[true,true,true,true,true,true]")]
    [InlineData("mine = 1 local seen = {} for k in _G do seen[k] = true end return seen.mine, seen.vector, seen.task, seen.nothing", "[true,true,true,null]")]
    [InlineData("local keep = {} for i = 1, 30000 do keep[i] = setmetatable({}, { i = i }) end return #keep, getmetatable(keep[30000]).i", "[30000,30000]")]
    [InlineData("for i = 1, 3000 do setmetatable({}, {}) end local C = {} C.__index = C local early = setmetatable({ n = 1 }, C) function C:get() return self.n end table.freeze(C) return early:get(), setmetatable({ n = 2 }, C):get(), pcall(function() C.__index = 1 end), getmetatable(setmetatable({}, C)) == C", "[1,2,false,true]")]
    [InlineData("local all, bad = {}, 0 for i = 1, 1000 do local C = {} C.__index = C function C:get() return self.n * i end for j = 1, 5 do table.insert(all, setmetatable({ n = j }, C)) end table.freeze(C) local garbage = ('x'):rep(2000) .. i end for i, o in all do if o:get() ~= ((i - 1) % 5 + 1) * ((i - 1) // 5 + 1) or not table.isfrozen(getmetatable(o)) then bad += 1 end end return #all, bad", "[5000,0]")]
    [InlineData("return table.freeze({ a = 1 }), setmetatable({ a = 1 }, { __shadow = { b = 2 } })", "[{\"a\":1},{\"a\":1}]")]
    [InlineData("return pcall(newproxy), pcall(getfenv), pcall(setfenv)", "[false,false,false,\"setfenv is not available: use load with an environment\"]")]
    public async Task Library_Luau_GivesResult(string source, string expected)
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Run(runtime.Request("", files: new Dictionary<string, string> { ["init.luau"] = source }));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Error}");
        Assert.Equal(expected, Encoding.UTF8.GetString(result.ResultJson.Span));
    }
}
