using System.Text.RegularExpressions;
using TemplateFunctions.Luau.Tests.Fuzzing;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Features;

public class LineTests
{
    [Theory]
    [InlineData("local x: number = 1\ntype T = {\n a: number,\n b: string,\n}\nerror('here')", 6)]
    [InlineData("local t = {}\n\nt.a.b += 1", 3)]
    [InlineData("local s = [[\n\n\n]]\nlocal y = `a\\\nb`\nlocal z = nil + 1", 7)]
    [InlineData("local f = if true\n then nil\n else 1\nf()", 4)]
    [InlineData("for _, v in { 1 } do\n if v == 2 then continue end\n v.x.y = 1\nend", 3)]
    [InlineData("local a = {\n x = 1,\n y = nil .. 'x',\n}", 3)]
    [InlineData("--[[\n\n]]\nlocal t = {}\nt\n:x()", 6)]
    [InlineData("repeat\n local a = 1\n if not a then continue end\n local b = nil\n b()\nuntil a", 5)]
    [InlineData("local function f(\n a: number,\n b: number\n): number\n return a.b.c\nend\nf(1, 2)", 5)]
    [InlineData("local x = 'a\\z\n   b'\nx.y.z = 1", 3)]
    [InlineData("local v = if 1\n then nil\n elseif 2\n then nil .. 'a' else 3", 0)]
    [InlineData("local r = (function()\n return nil + 1\nend)()", 2)]
    [InlineData("local n = nil\nlocal r = n.x\n .y\n .z", 2)]
    [InlineData("local a, b = {}, nil\na\n .x, b.y\n .z = 1, 2", 3)]
    [InlineData("for i = nil + 1,\n 2 +\n 3 do end", 1)]
    [InlineData("local n = nil\nlocal t = {\n [n.x\n .y] = 1 }", 3)]
    [InlineData("local n = nil\nlocal s = `{n.x\n .y}`", 2)]
    [InlineData("local t = { k = {} }\nt.k[ [[a\nb]] ] += 1", 3)]
    public void RuntimeError_NamesTheAuthorsLine(string source, int line)
    {
        var output = LuauProgram.Run(source);
        if (line == 0)
        {
            Assert.Equal(string.Empty, output);
        }
        else
        {
            Assert.StartsWith($"ERROR main:{line}:", output);
        }
    }

    [Theory]
    [InlineData("local n = nil\nprint(\n 'x',\n n.x\n)", 4)]
    [InlineData("local n = nil\nlocal t = {\n n.x,\n}", 3)]
    [InlineData("local n = nil\nlocal t = (\n n.x\n)", 3)]
    [InlineData("local n = nil\nif\n n.x\nthen end", 3)]
    [InlineData("for k, v in\n 5 do end", 2)]
    [InlineData("local n = {}\nlocal v = n.a.b\n + 1", 2)]
    [InlineData("local n = {}\nlocal v = n.a.b\n and 1\n or 2", 2)]
    [InlineData("local n = {}\nlocal v = n\n and n.a.b\n or 2", 3)]
    [InlineData("local n = {}\nlocal v = 1 < n.a.b\n or 2", 2)]
    [InlineData("local n = {}\nlocal v = 'x' .. n.a.b\n .. 'y'", 2)]
    [InlineData("local n = {}\nlocal v = n.a.b :: any\n == 1", 2)]
    [InlineData("local n = {}\nif n.a[1]\n and n.b then end", 2)]
    [InlineData("local n = {}\ntostring(1)\nn.a.b\n :m()", 3)]
    [InlineData("local n = {}\nlocal v = n.a[1]\n :m()\n :m()", 2)]
    [InlineData("local n = {}\nn.a.b\n :m().c += 1", 2)]
    public void RuntimeError_OfAFieldThatIsReadBeforeALineEnds_NamesItsLine(string source, int line) =>
        Assert.StartsWith($"ERROR main:{line}:", LuauProgram.Run(source));

    [Theory]
    [InlineData("local n = {}\nn.a.b = {\n 1,\n}")]
    [InlineData("local n = {}\nn.a['b' .. 1] = {\n 1,\n}")]
    [InlineData("local n = {}\nn.a.b = function()\n return 1\nend")]
    [InlineData("local n = {}\nn.a[1] = function()\n return 1\nend")]
    [InlineData("local n = {}\nn.a.b = tostring(\n 1\n)")]
    [InlineData("local n = {}\nn.a.b = [[\n\n]]")]
    [InlineData("local n = {}\nn.a.b = n.a or {\n}")]
    [InlineData("local n = {}\nn.a.b = if n.a\n then {}\n else {}")]
    [InlineData("local n = nil\nn.b = ({\n} :: any)")]
    public void RuntimeError_OfAFieldThatGetsAValueOfSeveralLines_NamesTheLineOfTheField(string source) =>
        Assert.StartsWith("ERROR main:2:", LuauProgram.Run(source));

    [Theory]
    [InlineData("local t, n = { a = {} }, 'x'\nlocal function v(p)\n t = { a = {} }\n n = 'y'\n return p\nend\nlocal old = t\nt.a[n] = v(\n 5\n)\nprint(old.a.x, t.a.y)", "5\tnil")]
    [InlineData("local t, f = {}, {}\nfor i = 1, 3 do\n if i == 2 then continue end\n t[i] = {\n  g = function() return i end,\n }\n f[i] = t[i].g\nend\nprint(f[1](), f[3]())", "1\t3")]
    [InlineData("local t = {}\nt.f = function(...)\n t.g = select(\n  '#',\n  ...\n )\n return t.g\nend\nprint(t.f(1, nil))", "2")]
    [InlineData("local t = { a = {} }\nt.a.f = function(self)\n return self\nend\nprint(t.a.f(4), t.a:f() == t.a)", "4\ttrue")]
    public void ValueOfSeveralLines_AssignedToAField_IsWhatItWas(string source, string output) =>
        Assert.Equal(output, LuauProgram.Run(source));

    /// <summary>With a line for every token, each name that a program says stands on its own line in what it becomes.</summary>
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void RandomProgram_ALineAToken_KeepsEveryNameOnItsLine(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var source = Scattered.Write(new ProgramGenerator(random, luau: true, types: false).Program());
            var result = LuauCompiler.Lower(source, LuauDialect.Luau);
            Assert.True(result.Lua is not null, $"seed {seed}, round {round}: {string.Join('\n', result.Diagnostics)}\n{source}");
            var moved = Scattered.Names(source).Except(Scattered.Names(result.Lua!)).ToList();
            Assert.True(moved.Count == 0, $"seed {seed}, round {round}: {string.Join(", ", moved)} moved\n{source}\n---\n{result.Lua}");
        }
    }

    /// <summary>Fields are read and stored in other ways where lines end within a statement.</summary>
    [Theory]
    [InlineData(14)]
    [InlineData(15)]
    public void RandomProgram_ALineAToken_DoesTheSame(int seed)
    {
        var generator = new ProgramGenerator(new Random(seed), luau: true);
        for (var round = 0; round < 60; round++)
        {
            var source = generator.Program();
            var (expected, actual) = (LuauProgram.Run(source), LuauProgram.Run(Scattered.Write(source)));
            Assert.True(WithoutLines(expected) == WithoutLines(actual), $"seed {seed}, round {round}: expected {expected}, got {actual}\n{source}");
        }
    }

    private static string WithoutLines(string output) => Regex.Replace(output, @"main:\d+:", string.Empty);

    [Fact]
    public void LoweredText_HasTheLinesOfTheSource()
    {
        const string source = "local a = 1\n\n\nlocal b = 2\n-- end\n";
        var result = LuauCompiler.Lower(source, LuauDialect.Luau);
        Assert.Equal(6, result.Lua!.Split('\n').Length);
        Assert.Equal(4, result.Lines.ToSource(4));
        Assert.Equal(6, result.Lines.ToSource(100));
    }
}
