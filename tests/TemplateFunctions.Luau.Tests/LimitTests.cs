using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

/// <summary>At Lua's limits a source either compiles or is refused by us; Lua's compiler never has the last word.</summary>
public class LimitTests
{
    public static TheoryData<string, string, string, string> Shapes { get; } = new()
    {
        { "locals", string.Empty, "local v{0}\n", string.Empty },
        { "locals of blocks", string.Empty, "do local a, b, c, d, e, f, g, h end\n", string.Empty },
        { "arguments", "print(", "x,", "x)" },
        { "parameters", "local function f(", "p{0},", "last) end" },
        { "methods", "x:y(", "x,", "x)" },
        { "returned values", "return ", "x,", "x" },
        { "list items", "x = {{", "x,", "}}" },
        { "fields", "x = {{", "f{0} = x,", "}}" },
        { "assigned targets", "x", ", y[{0}]", " = 1" },
        { "assigned values", "x = 1", ", y", string.Empty },
        { "local values", "local x = 1", ", y", string.Empty },
        { "concatenation", "x = a", " .. b", string.Empty },
        { "concatenation of calls", "x = a", " .. f(b)", string.Empty },
        { "concatenation of literals", "x = 'a'", " .. 'b'", string.Empty },
        { "interpolation", "x = `", "{{a}} b", "`" },
        { "power", "x = a", " ^ b", string.Empty },
        { "sum", "x = a", " + b", string.Empty },
        { "remainder", "x = a", " % b.c", string.Empty },
        { "comparison", "x = a", " == b", string.Empty },
        { "logic", "x = a", " and b or c", string.Empty },
        { "unary", "x = ", "not ", "a" },
        { "parentheses", "x = ", "(", "a" },
        { "calls in calls", "x = ", "f(1, ", "a" },
        { "calls in methods", "x = ", "o:m(a, ", "a" },
        { "tables in tables", "x = ", "{{a, ", "a" },
        { "indexes in indexes", "x = ", "t[", "a" },
        { "functions in calls", "x = ", "f(function() return ", "a" },
        { "blocks", string.Empty, "do ", string.Empty },
        { "loops with continue", string.Empty, "while a do if b then continue end ", string.Empty },
        { "repeats with continue", string.Empty, "repeat local x = 1 if b then continue end ", string.Empty },
        { "loops", string.Empty, "for i = 1, 2 do ", string.Empty },
        { "generic loops", string.Empty, "for k, v in x do ", string.Empty },
        { "functions", string.Empty, "local function f() ", string.Empty },
        { "branches", string.Empty, "if a then ", string.Empty },
        { "else branches", "if a then x = 1 ", "elseif a then x = {0} ", "end" },
        { "chosen values", "x = if a then b ", "elseif c then d ", "else e" },
        { "chosen in chosen", "x = ", "if a then b else ", "c" },
        { "chosen in conditions", "x = ", "f(if a then b.c else ", "d" },
        { "casts", "x = a", " + (b :: number)", string.Empty },
        { "field chain", "x = a", ".b", string.Empty },
        { "call chain", "x = a", "(b)", string.Empty },
        { "goto chain", "x = a", ":goto(b)", string.Empty },
        { "compound", "x = 1 ", "t.a.b += 1 ", string.Empty },
        { "compound in locals", string.Empty, "local v{0} = 1 t.a[v0] ..= v0 .. f(v0) .. 1 ", string.Empty },
        { "if in locals", string.Empty, "local v{0} = if a then b.c else d.e ", string.Empty },
        { "concatenation in locals", string.Empty, "local v{0} = a .. b .. c .. d .. e .. f .. g .. h .. i .. j .. k .. l .. m .. n .. o .. p\n", string.Empty },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void GrowingSource_CompilesOrIsRefusedByUs(string shape, string head, string repeated, string tail)
    {
        using var machine = new LuaMachine();
        var refused = false;
        foreach (var count in new[] { 1, 10, 20, 40, 60, 80, 90, 120, 150, 160, 170, 175, 180, 185, 190, 195, 196, 197, 198, 199, 200, 201, 220, 240, 245, 248, 249, 250, 251, 252, 253, 254, 255, 256, 300, 600, 40_000 })
        {
            if (refused && count > 1000)
            {
                break;
            }

            var body = string.Concat(Enumerable.Range(0, count).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, repeated, i)));
            var source = string.Format(System.Globalization.CultureInfo.InvariantCulture, head) + body + string.Format(System.Globalization.CultureInfo.InvariantCulture, tail) + Closing(repeated, count);
            var result = LuauCompiler.Lower(source, LuauDialect.Luau);
            refused |= result.Lua is null;
            Assert.All(result.Diagnostics, diagnostic => Assert.Contains(diagnostic.Code, new[] { "TF1006", "TF1007", "TF1099" }));
            var problem = result.Lua is null ? null : machine.Compile(result.Lua);
            Assert.True(problem is null, $"{shape} {count}: {problem}");
        }
    }

    [Fact]
    public void ManyUpvalues_CompileOrAreRefusedByUs()
    {
        using var machine = new LuaMachine();
        foreach (var count in new[] { 100, 190, 200, 230, 235, 236, 237, 240, 250, 256, 390 })
        {
            var half = string.Join(", ", Enumerable.Range(0, count / 2).Select(i => "a" + i));
            var rest = string.Join(", ", Enumerable.Range(0, count - (count / 2)).Select(i => "b" + i));
            var uses = string.Join(" ", Enumerable.Range(0, count / 2).Select(i => $"x = a{i}").Concat(Enumerable.Range(0, count - (count / 2)).Select(i => $"x = b{i}")));
            var source = $"local {half} local function outer() local {rest} return function() {uses} local y, z: number = `{{x}}`, x for k in y do end for k in {{}} do end return y .. x, y .. (x * x), `{{x * x}}{{x}}{{x.y}}`, x % x, x:sub(x), x:byte(x), if x then x.y else x.z, `{{z}}{{y}}` end end";
            var result = LuauCompiler.Lower(source, LuauDialect.Luau);
            Assert.Equal(count > 236, result.Lua is null);
            var problem = result.Lua is null ? null : machine.Compile(result.Lua);
            Assert.True(problem is null, $"{count}: {problem}");
        }
    }

    /// <summary>What the legal programs of Luau may have must not be refused.</summary>
    [Theory]
    [InlineData("locals", 200)]
    [InlineData("arguments", 240)]
    [InlineData("list items", 40_000)]
    [InlineData("concatenation", 600)]
    [InlineData("interpolation", 600)]
    [InlineData("sum", 40_000)]
    [InlineData("blocks", 150)]
    [InlineData("else branches", 600)]
    [InlineData("chosen values", 600)]
    [InlineData("if in locals", 200)]
    [InlineData("compound in locals", 200)]
    public void LargeButLegalSource_IsAccepted(string shape, int count)
    {
        var data = Shapes.Select(row => row.Data).First(row => row.Item1 == shape);
        var source = string.Format(System.Globalization.CultureInfo.InvariantCulture, data.Item2)
            + string.Concat(Enumerable.Range(0, count).Select(i => string.Format(System.Globalization.CultureInfo.InvariantCulture, data.Item3, i)))
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, data.Item4) + Closing(data.Item3, count);
        Assert.Empty(LuauCompiler.Lower(source, LuauDialect.Luau).Diagnostics);
    }

    private static string Closing(string repeated, int count)
    {
        var close = repeated switch
        {
            _ when repeated.StartsWith("repeat", StringComparison.Ordinal) => " until x",
            _ when repeated.EndsWith("return ", StringComparison.Ordinal) => " end)",
            _ when repeated.StartsWith("elseif", StringComparison.Ordinal) || repeated.StartsWith("do local", StringComparison.Ordinal) => string.Empty,
            _ when repeated.StartsWith("if a then b", StringComparison.Ordinal) => string.Empty,
            _ when repeated.Contains(" do ", StringComparison.Ordinal) || repeated.StartsWith("do ", StringComparison.Ordinal)
                || repeated.StartsWith("if ", StringComparison.Ordinal) || repeated.StartsWith("local function", StringComparison.Ordinal) => " end",
            "(" or "f(1, " or "o:m(a, " => ")",
            "f(if a then b.c else " => ")",
            "{{a, " => "}",
            "t[" => "]",
            _ => string.Empty,
        };
        return string.Concat(Enumerable.Repeat(close, count));
    }
}
