using System.Diagnostics;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>Calls that take stock Lua hours, or all memory, end at once.</summary>
public sealed class BoundedWorkTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData("('a'):rep(100):find(('a*'):rep(30) .. 'b')")]
    [InlineData("('a'):rep(100):match(('a*'):rep(30) .. 'b')")]
    [InlineData("('a'):rep(100):gsub(('a*'):rep(30) .. 'b', '')")]
    [InlineData("('a'):rep(100):gsub(('a*'):rep(30) .. 'b', {})")]
    [InlineData("('a'):rep(100):gsub(('a*'):rep(30) .. 'b', print)")]
    [InlineData("('a'):rep(100):gmatch(('a*'):rep(30) .. 'b')()")]
    [InlineData("('a'):rep(30):find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')")]
    [InlineData("('a'):rep(2e5):find('.-b')")]
    [InlineData("('a'):rep(2e5):gsub('.-b', '')")]
    [InlineData("('('):rep(1e5):find('%b()')")]
    [InlineData("('('):rep(1e5):gsub('%b()', '')")]
    [InlineData("('a'):rep(2e5):find('[' .. ('b'):rep(2e4) .. ']')")]
    [InlineData("('a'):rep(2e5):find('^[' .. ('b'):rep(2e4) .. 'a]*$')")]
    [InlineData("('a'):rep(2e5):find('.-[' .. ('b'):rep(2e4) .. ']')")]
    [InlineData("('a'):rep(2e5):find('%f[' .. ('b'):rep(2e4) .. ']')")]
    [InlineData("('a'):rep(2e5):match('(.-)%1b')")]
    [InlineData("('a'):rep(1e6):find(('a'):rep(5e5) .. 'b', 1, true)")]
    [InlineData("('a'):rep(1e6):find(('a'):rep(5e5) .. 'b' .. ('a'):rep(1e5), 1, true)")]
    public void Pattern_HoursOfBacktracking_IsTooComplex(string call)
    {
        using var state = new TextState(ours: true);
        var clock = Stopwatch.StartNew();
        Assert.Equal("false \"chunk:1: pattern too complex\"", state.Run($"return try(function() return show({call}) end)"));
        Assert.True(clock.Elapsed < Bound, $"{call} took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("#(''):rep(1e15)", "integer:0")]
    [InlineData("#(''):rep(math.maxinteger, '')", "integer:0")]
    [InlineData("#('x'):rep(4194304)", "integer:4194304")]
    [InlineData("#('x'):rep(-1e15 // 1 | 0)", "integer:0")]
    [InlineData("('a'):rep(4e6):find(('a'):rep(2e6), 1, true)", "integer:1 integer:2000000")]
    [InlineData("('ab'):rep(2000):find(('ab'):rep(1000) .. 'b', 1, true)", "nil")]
    [InlineData("#('some words '):rep(1e5):gsub('%s+', '_')", "integer:1100000")]
    [InlineData("select(2, ('some words '):rep(1e5):gsub('%w+', function() end))", "integer:200000")]
    [InlineData("#('x'):rep(1e6):match('^(.-)$')", "integer:1000000")]
    [InlineData("#('x'):rep(1e6):match('^(.*)$')", "integer:1000000")]
    [InlineData("#('x'):rep(1e6):match('^(x+)$')", "integer:1000000")]
    [InlineData("#('(x)'):rep(1e6):match('%b()')", "integer:3")]
    [InlineData("table.concat(setmetatable({}, { __index = rawlen }), '', 1, 5)", "\"00000\"")]
    public void LongButLinearWork_Succeeds(string call, string expected)
    {
        using var state = new TextState(ours: true);
        Assert.Equal(expected, state.Run($"return show({call})"));
    }

    [Theory]
    [InlineData("('x'):rep(1e15)", "resulting string too large")]
    [InlineData("('x'):rep(4194305)", "resulting string too large")]
    [InlineData("('x'):rep(math.maxinteger)", "resulting string too large")]
    [InlineData("('x'):rep(2, ('y'):rep(4194303))", "resulting string too large")]
    [InlineData("('x'):rep(1e6):gsub('x', ('y'):rep(100))", "resulting string too large")]
    [InlineData("('x'):rep(1e6):gsub('x', function() return ('y'):rep(100) end)", "resulting string too large")]
    [InlineData("('x'):rep(1e6):gsub('x', { x = ('y'):rep(100) })", "resulting string too large")]
    [InlineData("('%s%s%s'):format(('x'):rep(2e6), ('x'):rep(2e6), ('x'):rep(2e6))", "resulting string too large")]
    [InlineData("os.date(('%c'):rep(1e6))", "resulting string too large")]
    [InlineData("table.concat(setmetatable({}, { __index = rawlen }), '', 1, 1e9 // 1 | 0)", "too many elements to concat")]
    [InlineData("table.concat(setmetatable({}, { __index = rawlen }), '', math.mininteger, math.maxinteger)", "too many elements to concat")]
    [InlineData("table.move({}, 1, math.maxinteger - 1, 2)", "bad argument #3 to 'move' (too many elements to move)")]
    [InlineData("table.move({}, math.mininteger, math.maxinteger, 2)", "bad argument #3 to 'move' (too many elements to move)")]
    [InlineData("table.unpack({}, 1, 1e9)", "too many results to unpack")]
    [InlineData("table.unpack(setmetatable({}, { __len = function() return 1e15 // 1 | 0 end }))", "too many results to unpack")]
    [InlineData("table.sort(setmetatable({}, { __len = function() return 2^31 // 1 - 2 | 0 end }), math.type)", "bad argument #1 to 'sort' (array too big)")]
    [InlineData("table.create(1e9)", "bad argument #1 to 'create' (size out of range)")]
    [InlineData("('%p'):format({})", "'%p' is not available: it would show an address")]
    public void Sizes_BeyondLimits_AreRefused(string call, string error)
    {
        using var state = new TextState(ours: true);
        var clock = Stopwatch.StartNew();
        Assert.Equal($"false \"chunk:1: {error}\"", state.Run($"return try(function() return show({call}) end)"));
        Assert.True(clock.Elapsed < Bound, $"{call} took {clock.Elapsed}");
    }

    [Theory]
    [InlineData("('('):rep(33) .. (')'):rep(33)", "too many captures")]
    [InlineData("('(x?'):rep(31) .. (')'):rep(31)", null)]
    [InlineData("('x-'):rep(201)", "pattern too complex")]
    [InlineData("('x?'):rep(100000)", "pattern too complex")]
    public void Depth_OfPattern_IsLimitedAsInStockLua(string pattern, string? error)
    {
        using var stock = new TextState(ours: false);
        using var ours = new TextState(ours: true);
        var source = $"return try(function() return show(#('x'):rep(1e6), ('x'):rep(1e6):find({pattern})) end)";
        var expected = stock.Run(source);
        Assert.Equal(expected, ours.Run(source));
        Assert.Equal(error is null, !expected.StartsWith("false", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("s:find('x-y')")]
    [InlineData("s:match('(x)(.-)y')")]
    [InlineData("s:gsub('.', '%0%0')")]
    [InlineData("s:gsub('.-y', function() end)")]
    [InlineData("s:gmatch('.-y')()")]
    public void Pattern_PastTheDeadline_StopsWithinAFewThousandSteps(string call)
    {
        using var state = new TextState(ours: true);
        state.Run("s = ('x'):rep(1e5) return ''");
        state.SetDeadline(TimeSpan.FromSeconds(-1));
        Assert.Equal("false \"chunk:1: pattern too complex\"", state.Run($"return try(function() return show({call}) end)"));
    }

    [Fact]
    public void Captures_OfALongSubjectNearTheMemoryLimit_AreRefusedAndTheVmLives()
    {
        using var state = new TextState(ours: true, limit: 12 << 20);
        var source = "return try(function() return select('#', ('x'):rep(3e6):match(('('):rep(20) .. '.*' .. (')'):rep(20))) end)";
        Assert.Equal("false \"chunk:1: not enough memory\"", state.Run(source));
        unsafe
        {
            Assert.Equal(0, state.Block->OutOfMemory);
            Assert.True(state.Block->Used < 12 << 20);
        }
    }

    [Fact]
    public void Results_WhenTheHeapIsFullOfGarbage_AreCollectedForInsteadOfBreakingTheVm()
    {
        using var state = new TextState(ours: true, limit: 6 << 20);
        Assert.Equal("integer:200", state.Run("""
            collectgarbage('stop')
            local n = 0
            for i = 1, 200 do
              local s = ('x'):rep(1e6)
              n = n + s:gsub('x', 'y', 1):find('x') - 1
            end
            return show(n)
            """));
        unsafe
        {
            Assert.Equal(0, state.Block->OutOfMemory);
        }
    }
}
