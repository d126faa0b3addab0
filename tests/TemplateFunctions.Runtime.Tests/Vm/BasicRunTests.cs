using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Vm;

public sealed class BasicRunTests
{
    [Theory]
    [InlineData("return 1 + 1", "2")]
    [InlineData("return", "null")]
    [InlineData("return 1, 'a', true", "[1,\"a\",true]")]
    [InlineData("return {1, 2, 3}", "[1,2,3]")]
    [InlineData("return {}", "{}")]
    [InlineData("return {a = {b = 1.5}}", "{\"a\":{\"b\":1.5}}")]
    [InlineData("return 10 / 2", "5")]
    [InlineData("local evt = ... return evt.data.n + 1", "42")]
    [InlineData("local evt = ... return evt.data == evt.data", "true")]
    [InlineData("local evt = ... return #evt.data.list, evt.data.list[2].x", "[2,9]")]
    [InlineData("local evt = ... return evt.data", "{\"n\":41,\"list\":[1,{\"x\":9}],\"s\":\"a\\\"b\"}")]
    [InlineData("local evt = ... local t = {} for k, v in pairs(evt.data) do t[#t + 1] = k end return table.concat(t, ',')", "\"n,list,s\"")]
    [InlineData("local evt = ... local t = 0 for i, v in ipairs(evt.data.list) do t = t + i end return t", "3")]
    [InlineData("local evt, ctx = ... return ctx.guild_id, ctx.template_name, ctx.current_user", "[\"42\",\"t\",\"77\"]")]
    [InlineData("local evt = ... return type(evt), type(evt.data), evt.name, evt.attempt", "[\"table\",\"table\",\"TEST\",1]")]
    [InlineData("return pcall(error, 'x')", "[false,\"x\"]")]
    [InlineData("return (xpcall(function() error('boom') end, function(e) return debug.traceback(e) end))", "false")]
    [InlineData("local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2 end) return co(1), co(10)", "[2,20]")]
    [InlineData("local order = {} task.defer(function() order[#order+1] = 'deferred' end) task.spawn(function() order[#order+1] = 'spawned' end) order[#order+1] = 'main' task.wait() return order", "[\"spawned\",\"main\",\"deferred\"]")]
    [InlineData("return task.wait(0.01) >= 0.01", "true")]
    [InlineData("local interop = require('@antiraid/interop') return setmetatable({}, interop.array_metatable), {a = interop.null}", "[[],{\"a\":null}]")]
    [InlineData("return load('return 1 + x', 'c', 't', {x = 4})()", "5")]
    [InlineData("x = 5 return _G.x, load('return x')()", "[5,5]")]
    [InlineData("return ('abc'):upper(), ('x'):rep(3)", "[\"ABC\",\"xxx\"]")]
    public async Task Run_Source_GivesResult(string source, string expected)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal(expected, await runtime.Eval(source, """{"n":41,"list":[1,{"x":9}],"s":"a\"b"}"""));
    }

    [Theory]
    [InlineData("local total: number = 0 for k, v in {a = 1, b = 2} do if v == 2 then continue end total += v end return `{total} {10 / 2}`", "\"1 5\"")]
    [InlineData("return if #{1, 2} == 2 then 'yes' else 'no', 7 // 2, 1 // 0 > 5", "[\"yes\",3,true]")]
    [InlineData("return tostring(1.0), 'n' .. 3, string.format('%s %d', 2, 2), table.concat({1, 2}, ',')", "[\"1\",\"n3\",\"2 2\",\"1,2\"]")]
    [InlineData("local evt = ... local n = 0 for k, v in evt.data.list do n += k end return n", "3")]
    [InlineData("return load('local x = 1 x += 2 return `{x}`')()", "\"3\"")]
    public async Task Run_LuauSource_GivesResult(string source, string expected)
    {
        await using var runtime = new RuntimeHarness();
        var request = runtime.Request("", """{"list":[1,{"x":9}]}""", files: new Dictionary<string, string> { ["init.luau"] = source });
        var result = await runtime.Run(request);
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Error}");
        Assert.Equal(expected, System.Text.Encoding.UTF8.GetString(result.ResultJson.Span));
    }

    [Fact]
    public async Task Run_RuntimeError_TellsFileLineAndFrame()
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail("local x = nil\nlocal function f()\n  return x.y\nend\nf()");
        Assert.Equal("TF2001", error.Code);
        Assert.Equal("init.lua", error.File);
        Assert.Equal(3, error.Line);
        Assert.Contains("> 3 |   return x.y", error.Frame);
        Assert.Contains("init.lua:3", error.Traceback);
        Assert.Contains("init.lua:5", error.Traceback);
    }

    [Fact]
    public async Task Run_EndlessLoop_EndsAsTimeoutAndVmLives()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromMilliseconds(50) });
        var result = await runtime.Run("while true do end");
        Assert.Equal(LuaVmResultKind.Timeout, result.Kind);
        Assert.Equal("TF3002", result.Error!.Code);
        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task Run_MemoryHog_EndsAsMemoryLimitAndNextRunWorks()
    {
        await using var runtime = new RuntimeHarness();
        var result = await runtime.Run("local t = {} while true do pcall(function() t[#t + 1] = ('x'):rep(100000) .. #t end) end");
        Assert.Equal(LuaVmResultKind.MemoryLimit, result.Kind);
        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Equal([(runtime.Guild, BrokenReason.MemoryLimitExceeded)], runtime.Broken);
    }

    /// <summary>Garbage does not count against a template: what is collected in time was never too much.</summary>
    [Fact]
    public async Task Run_MuchGarbage_IsNotOutOfMemory()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { MemoryBytes = 2 << 20 });
        Assert.Equal("2000", await runtime.Eval("local n = 0 for i = 1, 2000 do local s = ('x'):rep(50000) .. i n = n + 1 end return n"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task Panic_OnThread_AnswersEverybodyAndLaterDispatchesWork()
    {
        await using var runtime = new RuntimeHarness();
        var waiting = runtime.Run("task.wait(60)");
        await runtime.Do(new PanicAction());
        var result = await waiting;
        Assert.Equal(LuaVmResultKind.VmBroken, result.Kind);
        Assert.Equal(BrokenReason.PanicRecovery, result.BrokenReason);
        Assert.Equal("3", await runtime.Eval("return 3"));
    }
}
