namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>Long calls give the thread away between attempts and go on with the same result; callbacks may yield.</summary>
public sealed class PauseTests
{
    [Theory]
    [InlineData("s:find('9')")]
    [InlineData("s:find('[0-9]')")]
    [InlineData("s:find('needle', 1, true)")]
    [InlineData("s:find('%a+%d')")]
    [InlineData("s:match('()([%d]+)()')")]
    [InlineData("s:find('nothing of the kind', 1, true)")]
    [InlineData("s:match('%u')")]
    [InlineData("s:gsub('%s+', '_')")]
    [InlineData("s:gsub('ipsum', '<%0>', 20000)")]
    [InlineData("s:gsub('%a+', function(w) return w:upper() end)")]
    [InlineData("s:gsub('%a+', { lorem = 'L', ipsum = false })")]
    [InlineData("s:gsub('@', {})")]
    [InlineData("count(s:gmatch('%a+'))")]
    [InlineData("count(s:gmatch('@'))")]
    [InlineData("s:rep(2)")]
    [InlineData("pcall(s.find, s, '@(')")]
    [InlineData("s:match('^.-(needle%d)')")]
    public void LongCalls_WhenEverySliceIsOver_PauseAndGiveStocksResult(string call)
    {
        var source = $$"""
            local s = ('lorem ipsum '):rep(40000) .. 'needle9'
            function count(f) local n = 0 for _ in f do n = n + 1 end return n end
            pausing = true
            local co = coroutine.wrap(function() return show({{call}}) end)
            local r
            repeat r = co() until r ~= 'paused'
            return #r < 1000 and r or #r .. r:sub(1, 40) .. r:sub(-40)
            """;
        using var stock = new TextState(ours: false);
        using var ours = new TextState(ours: true);
        ours.EndSlices();
        Assert.Equal(stock.Run(source), ours.Run(source));
        Assert.NotEqual("integer:0", ours.Run("return show(pauses)"));
    }

    [Fact]
    public void Gsub_CallbackYields_GoesOnWithTheSentValue()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("\"<a>:<b>:<c>\" integer:3 \"abc\"", state.Run("""
            local asked = ''
            local co = coroutine.wrap(function()
              return show(('a:b:c'):gsub('%a', function(c) return coroutine.yield(c) end))
            end)
            local r = co()
            while #r == 1 do
              asked = asked .. r
              r = co('<' .. r .. '>')
            end
            return r .. ' ' .. show(asked)
            """));
    }

    [Fact]
    public void Gsub_TableWithYieldingIndex_GoesOn()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("\"AB\" integer:2", state.Run("""
            local t = setmetatable({}, { __index = function(_, k) return coroutine.yield(k) end })
            local co = coroutine.wrap(function() return show(('ab'):gsub('.', t)) end)
            return co(co(co()):upper() and 'B') or ''
            """.Replace("return co(co(co()):upper() and 'B') or ''", "co() co('A') return co('B')")));
    }

    [Fact]
    public void Sort_ComparatorYields_Sorts()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("integer:1,integer:2,integer:3,integer:5,integer:9", state.Run("""
            local t = { 5, 3, 9, 1, 2 }
            local co = coroutine.wrap(function()
              table.sort(t, function(a, b) coroutine.yield() return a < b end)
              return true
            end)
            repeat until co()
            return contents(t)
            """));
    }

    [Theory]
    [InlineData("function() return true end")]
    [InlineData("function() return false end")]
    [InlineData("function() n = n + 1 return n % 3 == 0 end")]
    [InlineData("function(a, b) return a <= b end")]
    public void Sort_ComparatorThatIsNoOrder_KeepsTheElements(string comparator)
    {
        using var state = new TextState(ours: true);
        Assert.Equal("integer:500 integer:125250", state.Run($$"""
            n = 0
            local t, sum = {}, 0
            for i = 1, 500 do t[i] = i * 7 % 501 end
            table.sort(t, {{comparator}})
            for i = 1, #t do sum = sum + t[i] end
            return show(#t, sum)
            """));
    }

    [Fact]
    public void Sort_ComparatorRaises_LeavesTheTableAsItWas()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("integer:3,integer:1,integer:2 false", state.Run("""
            local t = { 3, 1, 2 }
            local ok = pcall(table.sort, t, function(a, b) if a == 2 then error('no') end return a < b end)
            return contents(t) .. ' ' .. tostring(ok)
            """));
    }

    [Fact]
    public void Sort_MutatedByItsComparator_Ends()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("true", state.Run("""
            local t = {}
            for i = 1, 100 do t[i] = -i end
            table.sort(t, function(a, b) t[#t + 1] = 1 t[1] = nil return a < b end)
            return 'true'
            """));
    }

    [Fact]
    public void Format_TostringYields_GoesOn()
    {
        using var state = new TextState(ours: true);
        Assert.Equal("\"[value] 1\"", state.Run("""
            local o = setmetatable({}, { __tostring = function() return coroutine.yield('asked') end })
            local co = coroutine.wrap(function() return show(('[%s] %d'):format(o, 1)) end)
            co()
            return co('value')
            """));
    }
}
