using System.Text.Json;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Limits;

/// <summary>Everything that pushes onto a Lua stack, called from every one of its last slots.</summary>
public sealed class DeepStackTests
{
    private const string AtEveryLastSlot = """
        local evt, ctx = ...
        local big, list = {}, {}
        for i = 1, 60 do big = { big, i } end
        for i = 1, 200 do list[i] = i end
        local function op() OPERATION end
        local fine, why = pcall(op)
        assert(fine, why)
        local deepest, called, refused = 0, 0, 0
        local function narrow()
          called = called + 1
          local ok, failure = pcall(op)
          if not ok and tostring(failure):find('TF3013', 1, true) then refused = refused + 1 end
          return 1 + narrow()
        end
        local function wide(left)
          local WIDE
          deepest = deepest + 1
          if left == 1 then return 1 + narrow() end
          return 1 + wide(left - 1)
        end
        -- Once to see how many wide frames fit; then one frame less, and small steps up to the end.
        assert(not pcall(wide, -1))
        local depth = deepest
        assert(depth > 3000, depth)
        pcall(wide, depth - 1)
        return { called, refused }
        """;

    private static string Source(string operation) => AtEveryLastSlot
        .Replace("WIDE", string.Join(',', Enumerable.Range(1, 190).Select(i => $"a{i}")), StringComparison.Ordinal)
        .Replace("OPERATION", operation, StringComparison.Ordinal);

    private static readonly RuntimeLimits Roomy = new()
    {
        MemoryBytes = 512L << 20,
        SingleAllocationBytes = 128 << 20,
        RunCpu = TimeSpan.FromSeconds(60),
    };

    [Theory]
    [InlineData("return ctx.Plug:echo(big)", true)]
    [InlineData("return ctx.Plug:rawjson('[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]')", true)]
    [InlineData("return ctx.Plug:several()")]
    [InlineData("return ctx.Plug:one(1)")]
    [InlineData("return select('#', pcall(ctx.Plug.fail, ctx.Plug, 'x'))")]
    [InlineData("return select('#', pcall(ctx.Plug.bug, ctx.Plug))")]
    [InlineData("local n = 0 for k, v in pairs(evt.data) do n = n + #k end return n")]
    [InlineData("return evt.data.deep.deeper, #evt.data.list, evt.data.list[1]")]
    [InlineData("return ('x'):rep(50):gsub('x', '%0y'), ('a b c'):find('(b) (c)'), ('%5.1f %s %d'):format(1.5, 'x', 3)")]
    [InlineData("return table.unpack(list, 1, 25)")]
    [InlineData("table.sort(list) return table.concat(list, ',')")]
    [InlineData("return coroutine.wrap(function(...) return ... end)(1, 2, 3)")]
    [InlineData("local t = task.spawn(function() task.wait(0.01) end) task.cancel(t)")]
    [InlineData("return require('@antiraid/interop').null")]
    [InlineData("return load('return 1')()")]
    [InlineData("return debug.traceback('x')")]
    [InlineData("return select('#', pcall(error, { message = 'm', big = big }))")]
    [InlineData("return utf8.char(8364), utf8.len('aé'), os.date('*t', 0).year, tostring(big), tonumber('12', 10)")]
    [InlineData("return getmetatable(setmetatable({}, { __metatable = 'm' }))")]
    public async Task Operation_AtTheEndOfTheStack_WorksOrFailsAndTheVmGoesOn(string operation, bool needsMuchRoom = false)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(Roomy, modules: probe.AsPlugin);
        var counts = await runtime.Eval(Source(operation), """{"deep":{"deeper":1},"list":[1,2,3]}""");
        var (called, refused) = JsonSerializer.Deserialize<int[]>(counts) is [var first, var second] ? (first, second) : (0, 0);
        Assert.True(called >= 20, $"The operation was called {called} times only.");
        Assert.Equal(needsMuchRoom, refused > 0);
        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Empty(runtime.Broken);
    }
}
