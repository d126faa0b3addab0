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
