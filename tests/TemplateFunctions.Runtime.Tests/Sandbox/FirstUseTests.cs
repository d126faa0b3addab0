using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Sandbox;

/// <summary>Most of the kernel is loaded when a script first needs it: whenever that is, it must be whole.</summary>
public sealed class FirstUseTests
{
    // Walks down to where the stack is full and touches a library that nothing has loaded yet, a little higher each time.
    private const string TouchAtTheBottom = """
        local deepest = 0
        local function wide(n, f)
          local WIDE
          deepest = deepest + 1
          if n == 0 then return f() end
          return (wide(n - 1, f))
        end
        local function native(n, f)
          deepest = deepest + 1
          if n == 0 then return f() end
          local ok, e = pcall(native, n - 1, f)
          if not ok then error(e, 0) end
          return e
        end
        local refused, served = 0, 0
        local function walk(deep)
          deepest = 0
          assert(not pcall(deep, -1))
          for n = deepest, deepest - 12, -1 do
            if pcall(deep, n, function() TOUCH end) then served = served + 1 else refused = refused + 1 end
          end
        end
        walk(native)
        walk(wide)
        TOUCH
        return refused > 0 and served > 0
        """;

    private static readonly string Names = string.Join(',', Enumerable.Range(1, 190).Select(i => $"a{i}"));

    [Theory]
    [InlineData("assert(bit32.band(7, 3) == 3)")]
    [InlineData("assert(math.floor(1.5) == 1)")]
    [InlineData("assert(utf8.char(65) == 'A')")]
    [InlineData("assert(tostring(12) == '12')")]
    [InlineData("assert(select('#', xpcall(error, print)) == 2)")]
    [InlineData("assert(rawlen({1}) == 1)")]
    [InlineData("assert(ctx.guild_id == '42' and ctx:has_cap('x') == false)")]
    public async Task Library_FirstTouchedAtAFullStack_IsWholeAfterwards(string touch)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal("true", await runtime.Eval("local evt, ctx = ...\n" + TouchAtTheBottom.Replace("TOUCH", touch, StringComparison.Ordinal).Replace("WIDE", Names, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Context_NotYetLookedInto_IsOneForItsPlugins()
    {
        await using var runtime = new RuntimeHarness(modules: new ProbeModule().AsPlugin);
        const string Source = """
            local evt, ctx = ...
            local first = require('@antiraid/plug').new(ctx)
            return rawequal(first, ctx.Plug)
            """;
        Assert.Equal("true", await runtime.Eval(Source));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("setmetatable({}, {fields = {}, list = {'*'}, held = {caps = {['*'] = true}}})")]
    [InlineData("evt")]
    [InlineData("'ctx'")]
    [InlineData("nil")]
    public async Task Context_Forged_IsRefused(string forged)
    {
        await using var runtime = new RuntimeHarness(modules: new ProbeModule().AsPlugin);
        var error = await runtime.Fail($"local evt, ctx = ... return require('@antiraid/plug').new({forged})");
        Assert.Contains("ctx expected", error.Message, StringComparison.Ordinal);
    }
}
