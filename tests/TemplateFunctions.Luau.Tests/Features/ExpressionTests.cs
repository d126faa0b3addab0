using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Features;

public class ExpressionTests
{
    [Theory]
    [InlineData("return `plain`", "plain")]
    [InlineData("return ``", "")]
    [InlineData("local n = 5 return `n is {n}`", "n is 5")]
    [InlineData("local n = 2.5 return `{n}`", "2.5")]
    [InlineData("return `{10 / 2} and {1 == 1} and {nil}`", "5 and true and nil")]
    [InlineData("return `a{`b{`c{1}`}`}d`", "abc1d")]
    [InlineData("return `\\{not\\} \\`this\\` \\n{1}\\u{41}\\x42\\67`", "{not} `this` \n1ABC")]
    [InlineData("local t = { x = { 1, 2 } } return `{t.x[2]} {#t.x} {({ 7 })[1]}`", "2 2 7")]
    [InlineData("local t = setmetatable({}, { __tostring = function() return 'T!' end }) return `<{t}>`", "<T!>")]
    [InlineData("return (`x{1}`):rep(2)", "x1x1")]
    [InlineData("return #`abc{1}` + 1", "5")]
    [InlineData("local function two() return 1, 2 end return select('#', `{two()}`), `{two()}`", "1\n1")]
    [InlineData("local tostring = nil return `{5}`", "5")]
    [InlineData("return `line \\\ntwo {1}`", "line \ntwo 1")]
    public void Interpolation_Run_BuildsTheString(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("return if true then 1 else 2", "1")]
    [InlineData("return if false then 1 else 2", "2")]
    [InlineData("return if true then nil else 2", "nil")]
    [InlineData("return if true then false else 2", "false")]
    [InlineData("return if false then nil else 2", "2")]
    [InlineData("return if false then 2 else nil", "nil")]
    [InlineData("return if nil then 2 else false", "false")]
    [InlineData("return if nil then 2 else nil", "nil")]
    [InlineData("return if false then nil else false", "false")]
    [InlineData("return if 1 then false else nil", "false")]
    [InlineData("local a, b = false, nil return if 1 then a else b", "false")]
    [InlineData("local a, b = false, nil return if nil then a else b", "nil")]
    [InlineData("local a = false local x = if a then 1 elseif a == false then a else 3 return x", "false")]
    [InlineData("local a = 5 local a = if a then a else 3 return a", "5")]
    [InlineData("local a = nil local a = if a then a else 3 return a", "3")]
    [InlineData("local x x = if true then x else 1 return x", "nil")]
    [InlineData("local t = { if true then 1 else 2, if nil then 3 else nil } return #t, t[1]", "1\n1")]
    [InlineData("local function f(x) return if x == 1 then 'one' elseif x == 2 then 'two' elseif x == 3 then nil else 'many' end return f(1), f(2), f(3), f(4)", "one\ntwo\nnil\nmany")]
    [InlineData("local function f() return 1, 2 end return select('#', if true then f() else f()), (if true then f() else 0)", "1\n1")]
    [InlineData("local function f() return 1, 2 end local function g() return if true then f() else f() end return select('#', g())", "1")]
    [InlineData("return 1 + if true then 2 else 3", "3")]
    [InlineData("return (if true then 2 else 3) * 2", "4")]
    [InlineData("return if true then 2 else 3 * 2", "2")]
    [InlineData("local x = print(if ({})[1] then ({})[1] else tostring(nil)) return x", "nil\nnil")]
    [InlineData("local function v(x) return x end print(if v(1) then v(false) else v(2), if v(nil) then v(1) elseif v(false) then 2 else v(nil))", "false\tnil")]
    [InlineData("local a, b = 1, 2 local function f(p) return p end return f(if a or b then a and b else a), if a and nil then a else b", "2\n2")]
    [InlineData("return if if true then false else true then 1 else if true then 2 else 3", "2")]
    [InlineData("local t = setmetatable({}, { __eq = function() error('compared') end }) local u = setmetatable({}, getmetatable(t)) local function v(x) return x end return (if v(1) then v(t) else v(u)) == nil", "false")]
    public void IfExpression_Run_ChoosesOneValue(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Fact]
    public void IfExpression_Untaken_IsNotComputed() => Assert.Equal(
        "1\n2\n3",
        LuauProgram.Run("""
            local function boom() error("computed") end
            local function v(x) return x end
            local a = v(if v(true) then v(1) else boom())
            local b = v(if v(false) then boom() else v(2))
            local c = v(if v(nil) then boom() elseif v(true) then v(3) else boom())
            return a, b, c
            """));

    [Theory]
    [InlineData("return 1_000, 0xFF, 0XFF_FF, 0b1010, 0B1_1, .5, 5., 1e3, 1_0e-1", "1000\n255\n65535\n10\n3\n0.5\n5\n1000\n1")]
    [InlineData("return 0xFFFFFFFFFFFFFFFF, 9007199254740993, 1e309, 0x7FFFFFFFFFFFFFFF", "18446744073709552000\n9007199254740992\ninf\n9223372036854776000")]
    [InlineData("return 10 // 3, 7 // 2.5, -7 // 2, 2 ^ 3 ^ 2, -2 ^ 2, 7 % 3, -7 % 3", "3\n2\n-4\n512\n-4\n1\n2")]
    [InlineData("return not nil == true, 1 .. 2 == '12', 'a' < 'b' and 1 or 2, 1 + 2 * 3 - 4 / 2", "true\ntrue\n1\n5")]
    public void NumbersAndOperators_Run_AsInLuau(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("return 'a\\z   \n   b'", "ab")]
    [InlineData("return 'a\\\nb'", "a\nb")]
    [InlineData("return '\\q\\65\\x41\\u{41}\\u{1F600}\\'\\\"\\\\'", "qAAA\U0001F600'\"\\")]
    [InlineData("return 'x\"y', \"x'y\", 'x\\\"y'", "x\"y\nx'y\nx\"y")]
    [InlineData("return [[\nlong\nstring]]", "long\nstring")]
    [InlineData("return [==[a]]b]=]c]==]", "a]]b]=]c")]
    [InlineData("return [[a\r\nb]]", "a\nb")]
    [InlineData("local t = { ['k'] = 5 } return t[ [[k]] ], #[[ab]]", "5\n2")]
    [InlineData("return ('é'):len(), 'é'", "2\né")]
    [InlineData("return '\\1234'", "\u007b4")]
    [InlineData("--[[ comment\n]] return 5 -- end", "5")]
    [InlineData("--[==[ comment ]] ]==] return --[[]] 5", "5")]
    public void Strings_Run_HaveTheirBytes(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));

    [Theory]
    [InlineData("local t = {1, 2; 3, x = 4, ['y z'] = 5, [6] = 7, } return #t, t.x, t['y z'], t[6]", "3\n4\n5\n7")]
    [InlineData("local t = { n = 1, f = function(self) return self.n end } return t:f(), t.f{ n = 2 }, t.f({ n = 3 })", "1\n2\n3")]
    [InlineData("local f = function(s) return s end return f'a', f\"b\", f[[c]], (f{ 'd' })[1]", "a\nb\nc\nd")]
    [InlineData("local s = 'x' return s:rep(3):upper(), ('y'):rep(2), #s:rep(2)", "XXX\nyy\n2")]
    [InlineData("local function f(...) return select('#', ...), (...) end return f(1, nil, nil)", "3\n1")]
    [InlineData("local function f(...) local a, b = ... return { ... }, a, b end local t, a, b = f(1, 2, 3) return #t, a, b", "3\n1\n2")]
    public void Calls_InEveryForm_Run(string source, string expected) => Assert.Equal(expected, LuauProgram.Run(source));
}
