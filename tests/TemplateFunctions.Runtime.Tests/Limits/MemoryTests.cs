using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Limits;

public sealed class MemoryTests
{
    private const string Hog = "local t = {} while true do t[#t + 1] = ('x'):rep(100000) .. #t end";

    [Theory]
    [InlineData("local t while true do t = {t, {}, {}} end")]
    [InlineData("local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(90000) .. #t end) end")]
    [InlineData("local t = {} while true do pcall(string.rep, 'x', 400000) t[#t + 1] = ('y'):rep(50000) .. #t end")]
    [InlineData("local t = {} while true do t[#t + 1] = coroutine.create(function() end) end")]
    [InlineData("local t = {} while true do pcall(function() t[#t + 1] = buffer.create(100000) end) end")]
    [InlineData("local t while true do local u = t t = function() return u end end")]
    [InlineData("local evt, ctx = ... local t = {} while true do t[#t + 1] = evt.data.s .. #t end")]
    [InlineData("local t = {} while true do t[#t + 1] = ('a'):rep(100):gsub('a', ('b'):rep(1000)) .. #t end")]
    [InlineData("local t = {} while true do xpcall(function() t[#t + 1] = table.pack(('z'):rep(4999):byte(1, -1)) end, debug.traceback) end")]
    public async Task Run_OverTheLimit_EndsAsMemoryLimitWhateverItCatches(string source)
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Run(source, "{\"s\":\"" + new string('s', 20_000) + "\"}");
        Assert.Equal(LuaVmResultKind.MemoryLimit, result.Kind);
        Assert.Equal("TF3003", result.Error!.Code);
        Assert.Equal(BrokenReason.MemoryLimitExceeded, result.BrokenReason);
        Assert.Equal([(runtime.Guild, BrokenReason.MemoryLimitExceeded)], runtime.Broken);
        Assert.Equal("2", await runtime.Eval("return 2"));
    }

    [Theory]
    [InlineData("local keep = {} for i = 1, 12 do keep[i] = ('k'):rep(1000000) .. i end local n = 0 for i = 1, 3000 do local s = ('x'):rep(20000) .. i n = n + #s end return n > 0")]
    [InlineData("local keep = {} for i = 1, 12 do keep[i] = ('k'):rep(1000000) .. i end for i = 1, 200000 do local t = { i, i, i } end return true")]
    [InlineData("local keep = {} for i = 1, 12 do keep[i] = ('k'):rep(1000000) .. i end local evt = ... for i = 1, 2000 do local s = evt.data.s assert(#s == 20000) local u = s:upper():gsub('S', 's') end return true")]
    [InlineData("local function f() return 1 + f() end for i = 1, 3 do assert(not pcall(f)) end return true")]
    public async Task Garbage_AtTheLimit_IsCollectedBeforeAnybodyIsBlamed(string source)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromMinutes(5), GuildCpu = TimeSpan.FromHours(1) });
        Assert.Equal("true", await runtime.Eval(source, "{\"s\":\"" + new string('s', 20_000) + "\"}"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task OtherRuns_OfABrokenVm_GetVmBrokenAndUnstartedOnesRunOnTheNext()
    {
        await using var runtime = new RuntimeHarness();
        var innocent = runtime.Run("local evt, ctx = ... ctx.store.mark = 1 task.wait(60)", name: "innocent");
        await runtime.Eval("local evt, ctx = ... return ctx.store.mark");
        var hog = runtime.Run(Hog, name: "hog");
        var queued = Enumerable.Range(0, 20).Select(i => runtime.Run($"local evt, ctx = ... task.wait() return {{{i}, ctx.store.mark}}", name: "q" + i)).ToArray();
        Assert.Equal(LuaVmResultKind.MemoryLimit, (await hog).Kind);
        var lost = await innocent;
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.MemoryLimitExceeded, "TF5004"), (lost.Kind, lost.BrokenReason, lost.Error!.Code));
        foreach (var result in await Task.WhenAll(queued))
        {
            Assert.True(result.Kind is LuaVmResultKind.Ok or LuaVmResultKind.VmBroken, $"{result.Kind}");
        }

        Assert.Equal("null", await runtime.Eval("local evt, ctx = ... return ctx.store.mark"));
        Assert.Single(runtime.Broken);
        Assert.Single(runtime.Strategy.Vms());
    }

    [Fact]
    public async Task Event_LargerThanTheVm_IsRefusedAndTheVmLives()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { MemoryBytes = 1 << 20 });
        var error = await runtime.Fail("return 1", "\"" + new string('x', 1 << 20) + "\"");
        Assert.Equal("TF3003", error.Code);
        Assert.Equal("1", await runtime.Eval("return 1"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task Event_IntoAVmThatItsStoreHasFilled_RunsOnAFreshOne()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Eval("local evt, ctx = ... for i = 1, 19 do ctx.store[i] = ('x'):rep(1000000) .. i end");
        Assert.Equal("[2000000,0]", await runtime.Eval("local evt, ctx = ... return #evt.data, #ctx.store", "\"" + new string('x', 2_000_000) + "\""));
        Assert.Equal([(runtime.Guild, BrokenReason.MemoryLimitExceeded)], runtime.Broken);
    }

    [Fact]
    public async Task HostMemory_OfLogLinesAndTasks_IsChargedAndGivenBack()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Eval("return 1");
        var before = await runtime.Do(new GetMemoryUsageAction());
        var run = runtime.Run("for i = 1, 400 do print(('x'):rep(100)) end local t = {} for i = 1, 2000 do t[i] = task.delay(50, function() end) end task.wait(0.05) for i = 1, 2000 do task.cancel(t[i]) end");
        Assert.Equal(LuaVmResultKind.Ok, (await run).Kind);
        Assert.InRange((await run).MemoryBytes, before + (400 * 200), 20 << 20);
        var after = await runtime.Run("return collectgarbage('count')");
        Assert.InRange(after.MemoryBytes, 0, (await run).MemoryBytes - (400 * 200));
    }

    [Fact]
    public async Task SetMemoryLimit_OutlivesVmAndThread()
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal(20 << 20, await runtime.Do(new SetMemoryLimitAction(2 << 20)));
        Assert.Equal("2097152", await runtime.Eval("local evt, ctx = ... return ctx.memory_limit"));
        Assert.Equal(LuaVmResultKind.MemoryLimit, (await runtime.Run("return ('x'):rep(2500000)")).Kind);
        Assert.Equal("2097152", await runtime.Eval("return require('@antiraid/interop').memory_limit()"));
        Assert.True(await runtime.Do(new PanicAction()));
        Assert.Equal("2097152", await runtime.Eval("local evt, ctx = ... return ctx.memory_limit"));
        Assert.Equal(2 << 20, await runtime.Do(new SetMemoryLimitAction(30 << 20)));
        Assert.Equal("true", await runtime.Eval("local t = {} for i = 1, 25 do t[i] = ('x'):rep(1000000) .. i end return true"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1 << 19)]
    [InlineData(1L << 40)]
    public void SetMemoryLimit_OutOfRange_IsRefused(long limit) => Assert.Throws<ArgumentOutOfRangeException>(() => new SetMemoryLimitAction(limit));
}
