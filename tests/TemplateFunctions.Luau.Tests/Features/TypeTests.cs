using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Features;

public class TypeTests
{
    [Theory]
    [InlineData("type T<A, B = { [\"x\"]: A, [number]: B }, P... = (A, number), Q... = ...string, R... = ...any> = (P...) -> Q... return 5")]
    [InlineData("local x: number = 5 return x")]
    [InlineData("local x: number?, y: string | nil = 5, nil return x")]
    [InlineData("local f = function<T>(a: T, ...: number): T return a end return f(5)")]
    [InlineData("local function f<T, U...>(a: T, ...: U...): (T, U...) return a, ... end return (f(5, 6))")]
    [InlineData("local f: (number, string) -> (number, ...string) = function(a) return a end return f(5, '')")]
    [InlineData("local f: <T>(x: T, y: T?) -> T = nil :: any; return 5")]
    [InlineData("type A = { x: number, y: string } type B<T = A, U... = ...number> = { [string]: T } export type C = A & B<A> return 5")]
    [InlineData("type A = { read x: number, write y: string, read [number]: A, [\"odd key\"]: true } return 5")]
    [InlineData("type Tree<T> = { value: T, kids: { Tree<T> } } return 5")]
    [InlineData("type S = 'on' | \"off\" | false | nil return 5")]
    [InlineData("type F = typeof(print) type G = typeof(setmetatable({}, {})) return 5")]
    [InlineData("type F = (a: number, b: string) -> () type G = () -> (() -> number)? return 5")]
    [InlineData("type M = Module.Type<number, (string, boolean), ...any> return 5")]
    [InlineData("type U = | 'a' | 'b' type I = & A & B return 5")]
    [InlineData("type function Pair(a, b) local t = types.newtable() return t end return 5")]
    [InlineData("export type function Pair(a) return a end return 5")]
    [InlineData("for i: number = 1, 5 do if i == 5 then return i end end")]
    [InlineData("for k: string, v: number in pairs({ a = 5 }) do return v end")]
    [InlineData("return (5 :: any) :: number")]
    [InlineData("local t = { x = 5 :: number } return t.x :: any")]
    [InlineData("local function id<T>(x: T): T return x end return id<<number>>(5)")]
    [InlineData("local o = { m = function(self, x) return x end } return o:m<<number, string>>(5)")]
    [InlineData("@native function f() return 5 end return f()")]
    [InlineData("@native @checked local function f() return 5 end return f()")]
    [InlineData("@[deprecated { use = 'g', reason = 'old' }, native] local function f() return 5 end return f()")]
    [InlineData("return (@native function() return 5 end)()")]
    [InlineData("local function f(): (number, string) return 5, '' end return (f())")]
    [InlineData("local function f(): typeof(5)? return 5 end return f()")]
    [InlineData("local a: Map<string, Array<number>> = nil return 5")]
    [InlineData("const five: number = 5 return five")]
    [InlineData("const function five() return 5 end return five()")]
    public void TypedSource_Run_BehavesAsUntyped(string source) => Assert.Equal("5", LuauProgram.Run(source));

    [Fact]
    public void Cast_OfCall_KeepsOneValue() =>
        Assert.Equal("1\n1", LuauProgram.Run("local function f() return 1, 2 end print(select('#', f() :: any)) return (select('#', (f() :: any)))"));

    [Fact]
    public void TypeAlias_BetweenStatements_DoesNotJoinThem() =>
        Assert.Equal("ok", LuauProgram.Run("local y = 'ok'\nlocal z = y\ntype T = number\n;(function() end)()\nreturn z"));

    [Theory]
    [InlineData("local type = 5 return type")]
    [InlineData("local continue = 5 return continue")]
    [InlineData("local export, typeof, const, read, write = 5 return export")]
    [InlineData("type = 5 return type")]
    [InlineData("local t = { type = 5, continue = 6 } return t.type")]
    [InlineData("local function type(x) return x end return type(5)")]
    [InlineData("local goto = 5 return goto")]
    [InlineData("goto = 5 return goto")]
    [InlineData("goto = 2 goto += 3 return goto")]
    [InlineData("local t = { goto = 5 } return t.goto")]
    [InlineData("local t = {} t.goto = 4 t.goto += 1 return t.goto")]
    [InlineData("local t = { n = 5 } function t:goto() return self.n end return t:goto()")]
    [InlineData("local t = {} function t.goto(x) return x end return t.goto(5)")]
    [InlineData("local t = { goto = {} } function t.goto.goto(x) return x end return t.goto.goto(5)")]
    [InlineData("local t = { goto = function(self, x) return { goto = function(_, y) return x + y end } end } return t:goto(2):goto(3)")]
    [InlineData("function goto() return 5 end return goto()")]
    [InlineData("local function goto() return 5 end return goto()")]
    [InlineData("for goto = 5, 5 do return goto end")]
    [InlineData("local _ENV = { x = 1 } x = 5 return x")]
    [InlineData("_ENV = 5 return _ENV")]
    [InlineData("local luau_iter = 5 for _, v in { luau_iter } do return v end")]
    public void ContextualWord_AsName_IsOrdinary(string source) => Assert.Equal("5", LuauProgram.Run(source));
}
