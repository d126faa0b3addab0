using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Lowering;
using TemplateFunctions.Luau.Parsing;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

/// <summary>Work is counted, not timed: eight times the source is eight times the work.</summary>
public class LinearityTests
{
    private const int Factor = 8;

    [Theory]
    [InlineData("x = a + b * c - d .. e\n", 200)]
    [InlineData("x = ((a % b) // (c % d)) % ((e // f) % (g // h))\n", 200)]
    [InlineData("do local n = 0 n += 1 t[n] = #t + n * (n + 1) end\n", 200)]
    [InlineData("do local y = if a then b.c else d.e end\n", 200)]
    [InlineData("do local function f(i, j) return f(i + 1, j - 1) end f(1, 2) end\n", 200)]
    [InlineData("repeat local y = 1 if y then continue end until y\n", 200)]
    [InlineData("x = `a{b}c{d .. e}`\n", 200)]
    [InlineData("type T = { a: number, b: (string) -> T? }\n", 200)]
    [InlineData("t.a.b.c.d += f(g(h(i)))\n", 200)]
    public void RepeatedSource_Lowered_CostsProportionally(string line, int count)
    {
        var small = Work(string.Concat(Enumerable.Repeat(line, count)));
        var large = Work(string.Concat(Enumerable.Repeat(line, count * Factor)));
        Assert.InRange(large, small, small * (Factor + 1));
    }

    [Theory]
    [InlineData("x = a", " % b")]
    [InlineData("x = a", " + 1")]
    [InlineData("x = a", " .. b")]
    [InlineData("x = a", ".b")]
    [InlineData("x = a", "(1)")]
    [InlineData("x = { 1", ", 2")]
    [InlineData("local n = 0 n = n", " + 1")]
    public void LongExpression_Lowered_CostsProportionally(string head, string repeated)
    {
        var tail = head.Contains('{', StringComparison.Ordinal) ? " }" : string.Empty;
        var small = Work(head + string.Concat(Enumerable.Repeat(repeated, 500)) + tail);
        var large = Work(head + string.Concat(Enumerable.Repeat(repeated, 500 * Factor)) + tail);
        Assert.InRange(large, small, small * (Factor + 1));
    }

    [Fact]
    public void ChainOfLocals_Lowered_CostsProportionally()
    {
        static string Chain(int count) => string.Concat(Enumerable.Range(0, count).Select(i => $"function f() local v = 0 local w = v w = w + 1 v = w + 1 local u = v + #t u = {i} end\n"));
        Assert.InRange(Work(Chain(100 * Factor)), 0, Work(Chain(100)) * (Factor + 1));
    }

    [Fact]
    public void Samples_Lowered_CostFewStepsACharacter() =>
        Assert.All(Samples.Names, name => Assert.InRange(Work(Samples.Read(name)), 0, 6 * Samples.Read(name).Length));

    private static long Work(string source)
    {
        var diagnostics = new DiagnosticBag(source);
        var chunk = Parser.Parse(source, diagnostics);
        Assert.Empty(diagnostics.ToList());
        return Lowerer.Measure(chunk);
    }
}
