using TemplateFunctions.Luau.Tests.Fuzzing;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests;

/// <summary>What holds of the lowered text whatever the program: it depends on the source alone, and adds no global.</summary>
public class OutputTests
{
    private const string UsesEverything = """
        local t = { n = 1, list = { 1, 2 } }
        t.n += 1 t.list[#t.list] *= 2 t.n ..= "x"
        for k, v in t.list do if v == 2 then continue end t.list[k] //= 1 end
        repeat local y = t.n if y then continue end until true
        local s = `{t.n} {t.list[1] % 3} {1 / 2}` .. t.n .. 1.5
        local v = if t.n then t.n else nil
        t.goto = function(self) return self end t:goto()
        local rest, cut = t.list[1] % t.list[2], s:sub(t.list[1], t.list[1])
        """;

    [Fact]
    public void Lowered_Again_IsTheSameText()
    {
        var generator = new ProgramGenerator(new Random(50), luau: true);
        var sources = Samples.Names.Select(Samples.Read).Append(UsesEverything).Concat(Enumerable.Range(0, 60).Select(_ => generator.Program())).ToArray();
        var first = sources.Select(Lower).ToArray();
        var second = new string[sources.Length];
        Parallel.For(0, sources.Length, i => second[sources.Length - 1 - i] = Lower(sources[sources.Length - 1 - i]));
        Assert.Equal(first, second);
    }

    [Fact]
    public void Lowered_Run_AddsNoGlobal()
    {
        using var machine = new LuaMachine();
        foreach (var source in Samples.Names.Select(Samples.Read).Append(UsesEverything))
        {
            // Both ends of the program look at its own table of globals, whose metatable is for reading alone.
            var listed = "local names = {} for name in next, _G do table.insert(names, name) end table.sort(names) return table.concat(names, \" \")";
            var plain = machine.Run(Lower(listed));
            var after = machine.Run(Lower($"local function program(...)\n{source}\nend\nprogram()\nprint = nil\n{listed}")).Split('\n')[^1];
            Assert.Equal(plain.Replace("print ", "", StringComparison.Ordinal), after);
        }
    }

    /// <summary>Quick where nothing can overflow, careful where it could.</summary>
    [Theory]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d <= n and f(d) then i = d end end", "local d = i * 2 if")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d + 1 < n then i = d + 1 end end", "local d = i * 2 if")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 while n >= d do i = d end end", "local d = i * 2 while")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 i = d end", "i * 2.0")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d <= n then end i = d end", "i * 2.0")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d <= n or f() then i = d end end", "i * 2.0")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d <= n then d = d * 2 i = d end end", "i * 2.0")]
    [InlineData("local i, n = 1, n() while true do local d = i * 2 if d <= n then i = d end end", "i * 2.0")]
    [InlineData("local i, n = -1, #t while true do local d = i * 2 if d <= n then i = d end end", "i * 2.0")]
    [InlineData("local i, n = 1, #t while true do local d = i * 2 if d >= n then i = d end end", "i * 2.0")]
    [InlineData("local w = 10 for y = 1, 20 do t[y * w] = 1 end", "[ y * w]")]
    [InlineData("local w = 10 for y = 1, 20 do y += 5 t[y * w] = 1 end", "[ y *(w + 0.0)]")]
    [InlineData("local w = 10 for y = 1, n do t[y * w] = 1 end", "[ y *(w + 0.0)]")]
    [InlineData("local w = 2147483647 for y = 1, 20 do t[y * w] = 1 end", "[ y *(w + 0.0)]")]
    public void Lowered_WholeNumbers_AreLookedAtWhereTheyMayGrow(string source, string expected) => Assert.Contains(expected, Lower(source), StringComparison.Ordinal);

    /// <summary>The second value is written first where it is true for certain, and only there.</summary>
    [Theory]
    [InlineData("local function f(a, c) local n = a:b() g(if c then h() else a) end", true)]
    [InlineData("local function f(a, c) a.b = 1 g(if c then h() else a) end", true)]
    [InlineData("local function f(a, c) a() do g(if c then h() else a) end end", true)]
    [InlineData("local function f(a, c) if not a or c then return end g(if c then h() else a) end", true)]
    [InlineData("local function f(a, c) while c do if not a then break end g(if c then h() else a) end end", true)]
    [InlineData("local function f(a, c) if c and a then g(if c then h() else a) end end", true)]
    [InlineData("local function f(a, c) local n = a.b return function() g(if c then h() else a) end end", true)]
    [InlineData("local function f(a, c) g(if c then h() else a, a.b) end", false)]
    [InlineData("local function f(a, c) a.b = g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) local n = c and a.b g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) local n = c or a.b g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) local n = if c then a.b else 1 g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) g(if c then a.b else h()) g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) if c then a() end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) if c then h() elseif a.b then h() end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) local k = function() a() end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) repeat if c then break end until a.b g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) local n = a<<number>> g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) a.b() a = nil g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) if not a and c then return end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) if not a then h() end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) if not a then return else h() end do local a = g() g(if c then h() else a) end end", false)]
    [InlineData("local function f(a, c) if a or c then g(if c then h() else a) end end", false)]
    [InlineData("local function f(a, c) if a then g() end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) while c do a.b = 1 break end g(if c then h() else a) end", false)]
    [InlineData("local function f(a, c) while c do if c then continue end a.b() end g(if c then h() else a) end", false)]
    public void Lowered_Choice_NeedsNoHelperWhereAValueIsTrue(string source, bool plain)
    {
        var lua = Lower(source);
        Assert.Equal(plain, lua.Contains("(not c and a or", StringComparison.Ordinal));
        Assert.Equal(!plain, lua.Contains("drop", StringComparison.Ordinal));
    }

    private static string Lower(string source) => LuauCompiler.Lower(source, LuauDialect.Luau).Lua!;
}
