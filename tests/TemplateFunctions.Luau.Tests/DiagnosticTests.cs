using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

public class DiagnosticTests
{
    [Theory]
    [InlineData("local x = ", "TF1001 1:11 expected a value, got the end of the file")]
    [InlineData("local = 5", "TF1001 1:7 expected a name as the name of a variable, got '='")]
    [InlineData("x = = 5", "TF1001 1:5 expected a value, got '='")]
    [InlineData("foo", "TF1001 1:4 this is no statement: expected '=' or a call after it, got the end of the file")]
    [InlineData("local end = 5", "TF1001 1:7 expected a name as the name of a variable, got 'end'; this word is reserved")]
    [InlineData("if x then", "TF1001 1:10 expected 'end' (to close 'if' at line 1), got the end of the file")]
    [InlineData("f(1, 2", "TF1001 1:7 expected ')' (to close '(' at this line), got the end of the file")]
    [InlineData("return if a then b", "TF1001 1:19 expected 'else' in the if-expression (it always needs one), got the end of the file")]
    [InlineData("local s = 'abc", "TF1002 1:11 this string has no end: expected ' before the end of the line")]
    [InlineData("local s = [[abc", "TF1002 1:11 this string has no end: expected ']]'")]
    [InlineData("--[==[ abc", "TF1002 1:1 this comment has no end: expected ']==]'")]
    [InlineData("local s = `a{1", "TF1002 1:15 expected '}' after the value in the interpolated string, got the end of the file")]
    [InlineData("foo\nx = 1", "TF1001 1:1 this is no statement: expected '=' or a call after it, got 'x'")]
    [InlineData("x:foo\nx = 1", "TF1001 1:3 expected the arguments of the method call, got 'x'")]
    [InlineData("local s = `a{1\nx = 1", "TF1002 1:14 expected '}' after the value in the interpolated string, got 'x'")]
    [InlineData("type T = { [number]: any, [\"a\"]: any, [string]: any }", "TF1015 1:39 a table type has one '[key]: value' at most; write a union as its key")]
    [InlineData("type T<A..., B> = B", "TF1015 1:14 generic types stand before generic packs")]
    [InlineData("local function f<A..., B>() end", "TF1015 1:24 generic types stand before generic packs")]
    [InlineData("type T<A = number, B> = A", "TF1015 1:21 expected a default, as the type before has one, got '>'")]
    [InlineData("type T<A... = number> = any", "TF1015 1:15 expected a pack, such as '...number' or '(number, string)', got 'number'")]
    [InlineData("local s = `a{}b`", "TF1001 1:14 expected a value between '{' and '}' of the interpolated string")]
    [InlineData("local s = `a{{1}}`", "TF1001 1:13 '{{' is not allowed in an interpolated string; write '\\{' for a brace")]
    [InlineData("local x = 0x", "TF1003 1:11 '0x' is no number")]
    [InlineData("local x = 12abc", "TF1003 1:11 '12abc' is no number")]
    [InlineData("local x = 0b12", "TF1003 1:11 '0b12' is no number")]
    [InlineData("local x = 1..2", "TF1003 1:11 '1..2' is no number; put a space before '..'")]
    [InlineData("local x = 5i", "TF1003 1:11 '5i' is no number; Luau numbers have no suffix")]
    [InlineData("local x = '\\xZZ'", "TF1004 1:12 the escape '\\x' is not complete or its number is too large")]
    [InlineData("local x = '\\256'", "TF1004 1:12 the escape '\\2' is not complete or its number is too large")]
    [InlineData("local x = '\\u{110000}'", "TF1004 1:12 the escape '\\u' is not complete or its number is too large")]
    [InlineData("local x = 5 \u201C", "TF1005 1:13 the character '\u201C' (U+201C) has no place outside of strings and comments; did you mean a straight quote?")]
    [InlineData("break", "TF1008 1:1 'break' must be inside of a loop")]
    [InlineData("while true do local function f() continue end end", "TF1008 1:34 'continue' must be inside of a loop")]
    [InlineData("local function f() return ... end", "TF1009 1:27 '...' can only be used in a function that takes '...'")]
    [InlineData("f() = 5", "TF1010 1:2 only a variable or a field can be assigned")]
    [InlineData("const x = 5 x = 6", "TF1010 1:13 'x' is constant and cannot be assigned again")]
    [InlineData("const x = 5 x += 6", "TF1010 1:13 'x' is constant and cannot be assigned again")]
    [InlineData("const f", "TF1001 1:1 a 'const' needs a value")]
    [InlineData("repeat if x then continue end local y = 1 until y", "TF1011 1:49 the condition of this loop cannot use 'y': the 'continue' on line 1 may jump over its declaration")]
    [InlineData("repeat if x then continue end local y = 1 until (function() return y end)()", "TF1011 1:68 the condition of this loop cannot use 'y': the 'continue' on line 1 may jump over its declaration")]
    [InlineData("@nativ function f() end", "TF1012 1:1 there is no attribute '@nativ'; known are @native, @checked and @deprecated")]
    [InlineData("@native @native function f() end", "TF1012 1:9 the attribute '@native' is there twice")]
    [InlineData("@native local x = 5", "TF1012 1:15 expected 'function' after the attribute, got 'x'")]
    [InlineData("local x = f\n(g or h)()", "TF1013 2:1 this could be the arguments of a call of the line before, or a new statement: put ';' before it for a statement, or move it up for a call")]
    [InlineData("if a != b then end", "TF1014 1:6 Luau has no '!='; did you mean '~='?")]
    [InlineData("if a && b then end", "TF1014 1:6 Luau has no '&&'; did you mean 'and'?")]
    [InlineData("if a || b then end", "TF1014 1:6 Luau has no '||'; did you mean 'or'?")]
    [InlineData("if !a then end", "TF1014 1:4 Luau has no '!'; did you mean 'not'?")]
    [InlineData("goto done", "TF1014 1:6 Luau has no 'goto'; use 'continue', 'break' or a function")]
    [InlineData("local x <const> = 5", "TF1014 1:9 Luau has no '<const>' and no '<close>'; write 'const name = value', or leave it out")]
    [InlineData("class Point", "TF1014 1:7 classes are not supported; use a table as a metatable, with __index set to itself")]
    [InlineData("export local x = 5", "TF1014 1:8 only types can be exported; return a table from the module to export values")]
    [InlineData("local x: = 5", "TF1015 1:10 expected a type, got '='")]
    [InlineData("type T = A | B & C", "TF1015 1:16 '|' and '&' cannot be mixed; put parentheses around one of them")]
    [InlineData("local function f() -> number end", "TF1015 1:20 the return type of a function is written after ':', not after '->'")]
    [InlineData("type T = ()", "TF1015 1:12 expected '->' after '()', got the end of the file; did you mean 'nil'?")]
    [InlineData("local x = 1 type function f() return x end", "TF1015 1:38 a type function cannot use the local 'x' from outside of it")]
    [InlineData("return 1 local x = 2", "TF1001 1:10 expected the end of the block after 'return', 'break' or 'continue', got 'local'")]
    public void Error_HasCodePlaceAndReason(string source, string expected) => Assert.Equal([expected], LuauProgram.Diagnose(source));

    [Fact]
    public void Errors_OfAFile_AreAllReported()
    {
        var found = LuauProgram.Diagnose("""
            local a = = 1
            local function f(x)
                if x != 1 then return x end
                local s = "open
            end
            local t = { 1, 2 3 }
            for i = 1 do end
            const k = 1
            k = 2
            return t, f
            """);
        Assert.Equal(["1:11", "3:10", "4:15", "6:18", "7:11", "9:1"], found.Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void MissingEnd_NamesTheBlockThatSeemsToLackIt() => Assert.Equal(
        ["TF1001 7:1 expected 'end' (to close 'function' at line 1), got the end of the file; did you forget to close 'if' at line 2?"],
        LuauProgram.Diagnose("function f()\n    if x then\n        y()\n    z()\nend\n\n"));

    [Fact]
    public void ErrorFlood_IsCut()
    {
        var found = LuauProgram.Diagnose(string.Join('\n', Enumerable.Repeat("x = = 1", 5000)));
        Assert.Equal(100, found.Length);
        Assert.StartsWith("TF1099", found[^1]);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("{", "}")]
    [InlineData("f(", ")")]
    [InlineData("t[", "]")]
    [InlineData("- ", "")]
    [InlineData("not ", "")]
    [InlineData("a .. (", ")")]
    [InlineData("if a then b else ", "")]
    [InlineData("function() return ", " end")]
    [InlineData("`{", "}`")]
    [InlineData("2 ^ ", "")]
    [InlineData("-(", ")")]
    [InlineData("#{ ", " }")]
    [InlineData("{ a = ", " }")]
    [InlineData("{ [", "] = 1 }")]
    [InlineData("t:m(", ")")]
    [InlineData("if ", " then 1 else 2")]
    [InlineData("if a then ", " else 2")]
    [InlineData("f{ ", " }")]
    [InlineData("@native function() return ", " end")]
    [InlineData("(x :: typeof(", "))")]
    [InlineData("f<<typeof(", ")>>()")]
    public void DeepNesting_OfExpressions_IsADiagnostic(string open, string close)
    {
        const int depth = 100_000;
        var source = $"return {string.Concat(Enumerable.Repeat(open, depth))}x{string.Concat(Enumerable.Repeat(close, depth))}";
        Assert.StartsWith("TF1006", Assert.Single(LuauProgram.Diagnose(source)));
    }

    [Theory]
    [InlineData("do ", " end")]
    [InlineData("while x do ", " end")]
    [InlineData("if x then ", " end")]
    [InlineData("repeat ", " until x")]
    [InlineData("function f() ", " end")]
    [InlineData("type T = (", ")")]
    [InlineData("type T = { ", " }")]
    [InlineData("type T = A<", ">")]
    [InlineData("local x: typeof(", ")")]
    [InlineData("type T = () -> ", "")]
    [InlineData("type T = (a: ", ") -> ()")]
    [InlineData("type T = A & (", ")")]
    [InlineData("type T = nil | { [string]: ", " }")]
    [InlineData("type T = <U>(U) -> ", "")]
    [InlineData("for k in x do ", " end")]
    [InlineData("for i = 1, 2 do ", " end")]
    [InlineData("local function f() ", " end")]
    [InlineData("if x then else ", " end")]
    public void DeepNesting_OfStatementsAndTypes_IsADiagnostic(string open, string close)
    {
        const int depth = 100_000;
        var rest = open.StartsWith("type", StringComparison.Ordinal) ? open[(open.IndexOf('=', StringComparison.Ordinal) + 1)..]
            : open.StartsWith("local", StringComparison.Ordinal) ? "typeof(nil :: typeof(" : open;
        var source = open + string.Concat(Enumerable.Repeat(rest, depth)) + string.Concat(Enumerable.Repeat(close, depth));
        Assert.StartsWith("TF1006", LuauProgram.Diagnose(source)[0]);
    }

    [Fact]
    public void LongChains_AreNoNesting()
    {
        Assert.Equal("5", LuauProgram.Run($"local function f() return f5 end local t = {{}} t.t = t t.x = 5 return t{string.Concat(Enumerable.Repeat(".t", 20_000))}.x"));
        Assert.Equal("1", LuauProgram.Run($"local x = 1 {string.Concat(Enumerable.Repeat("if x == 2 then x = 3 else", 2_000))}if x then return x end"));
    }

    [Fact]
    public void TooManyLocals_IsADiagnostic()
    {
        var source = string.Join('\n', Enumerable.Range(0, 201).Select(i => $"local v{i} = {i}"));
        Assert.StartsWith("TF1007 201:1", Assert.Single(LuauProgram.Diagnose(source)));
        Assert.Equal("199", LuauProgram.Run(string.Join('\n', Enumerable.Range(0, 200).Select(i => $"local v{i} = {i}")) + "\nreturn v199"));
    }
}
