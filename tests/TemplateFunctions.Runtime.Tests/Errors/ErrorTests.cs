using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Errors;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("\n\nerror('x')", "init.lua:3: x", 3)]
    [InlineData("\n\nerror('x', 0)", "x", 3)]
    [InlineData("local function f()\n  error('x', 2)\nend\nf()", "init.lua:4: x", 4)]
    [InlineData("\nerror({ code = 5 })", "error value {\"code\":5}", 2)]
    [InlineData("\nerror({ message = 'told', code = 5 })", "told", 2)]
    [InlineData("\nerror()", "error value null", 2)]
    [InlineData("\nerror(nil)", "error value null", 2)]
    [InlineData("\nerror(print)", "error value of type function", 2)]
    [InlineData("\nerror(setmetatable({}, { __tostring = function() while true do end end }))", "error value {}", 2)]
    [InlineData("\nerror(42)", "error value 42", 2)]
    [InlineData("\nlocal t = nil\nt.x.y = 1", "init.lua:3: attempt to index a nil value (local 't')", 3)]
    [InlineData("\nlocal s = {} + 1", "init.lua:2: attempt to perform arithmetic on a table value", 2)]
    [InlineData("\nundefined()", "init.lua:2: attempt to call a nil value (global 'undefined')", 2)]
    [InlineData("\nstring.rep()", "init.lua:2: bad argument #1 to 'rep' (string expected, got no value)", 2)]
    [InlineData("local evt, ctx = ...\nsetmetatable(ctx, {})", "init.lua:2: bad argument #1 to 'setmetatable' (table expected, got userdata)", 2)]
    [InlineData("local evt = ...\nrawset(evt, 'x', 1)", "init.lua:2: bad argument #1 to 'rawset' (table expected, got userdata)", 2)]
    [InlineData("\nrawget(nil, 'x')", "init.lua:2: bad argument #1 to 'rawget' (table expected, got nil)", 2)]
    [InlineData("\nrawlen(5)", "init.lua:2: bad argument #1 to 'rawlen' (table expected, got number)", 2)]
    [InlineData("\nlocal co = coroutine.wrap(function()\n  error('inside')\nend)\nco()", "init.lua:3: inside", 3)]
    [InlineData("local c = coroutine.wrap(function() coroutine.wrap(function()\nlocal x = {} .. 'a'\nend)() end)\nc()", "init.lua:2: attempt to concatenate a table value", 2)]
    [InlineData("task.wait()\nlocal ok, e = pcall(error, 'first')\nerror('second')", "init.lua:3: second", 3)]
    [InlineData("\ntask.wait('x')", "init.lua:2: bad argument #1 to 'wait' (seconds expected)", 2)]
    [InlineData("\nload('\\n\\nerror(\"in chunk\")')()", "load:3: in chunk", null)]
    [InlineData("error('init.lua:999999: forged')", "init.lua:1: init.lua:999999: forged", 1)]
    [InlineData("error('init.lua:999999: forged', 0)", "init.lua:999999: forged", 999999)]
    [InlineData("error('elsewhere.lua:1: forged', 0)", "elsewhere.lua:1: forged", null)]
    [InlineData("error('a [TF9999] b')", "init.lua:1: a [TF9999] b", 1)]
    public async Task Error_OfAnyKind_TellsMessageAndLine(string source, string message, int? line)
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail(source);
        Assert.Equal((message, line, "TF2001"), (error.Message, error.Line, error.Code));
        Assert.Equal(line is null ? null : "init.lua", error.File);
        Assert.Equal(line is >= 1 and < 1000, error.Frame is not null);
        Assert.NotNull(error.Traceback);
        Assert.DoesNotContain("TemplateFunctions", error.Traceback);
    }

    [Theory]
    [InlineData("local x = 1\nlocal y = = 2", "TF1001", "init.lua:2: unexpected symbol near '='", 2)]
    [InlineData("local function f() return 1 + f() end\nreturn f()", "TF3004", null, 1)]
    [InlineData("local t = {}\nfor i = 1, 1e6 do t['k' .. i] = i end", "TF3004", null, 2)]
    [InlineData("\nrequire('./nowhere')", "TF2003", null, 2)]
    [InlineData("local evt = ...\nevt.x = 1", "TF2005", "init.lua:2: attempt to modify a read-only value", 2)]
    [InlineData("\nsetmetatable({}, { __gc = print })", "TF2008", null, 2)]
    public async Task Error_OfAKnownKind_HasItsCode(string source, string code, string? message, int line)
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail(source);
        Assert.Equal((code, line), (error.Code, error.Line));
        Assert.Equal(message ?? error.Message, error.Message);
        Assert.Contains($"> {line} |", error.Frame);
    }

    [Theory]
    [InlineData("m.lua", "return function()\n  local n = nil\n  return n.field\nend", "m.lua:3: attempt to index a nil value (local 'n')")]
    [InlineData("m.luau", "--!strict\nlocal function f(n: number?): number\n  local t: {number} = {}\n  t[1] += n :: any\n  return t[1]\nend\nreturn function() f(nil) end", "m.luau:4: ")]
    public async Task Error_InARequiredModule_NamesItsFileAndBothLines(string path, string module, string message)
    {
        await using var runtime = new RuntimeHarness();
        var files = new Dictionary<string, string> { ["init.luau"] = "local m = require('./m')\n\nlocal r = m()\nreturn r", [path] = module };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal((path, true), (error.File, error.Frame!.Contains($"> {error.Line} | ", StringComparison.Ordinal)));
        Assert.Contains($"{path}:{error.Line}", error.Traceback);
        Assert.Contains("init.luau:3", error.Traceback);
    }

    [Theory]
    [InlineData("local a = 1\nlocal b = if a == 1 then nil else a\na += 1\nlocal s = `x{a}y`\nreturn b.c", 5)]
    [InlineData("type T = { x: number }\n\nlocal t: T = { x = 1 }\nfor i, v in { 1, 2 } do\n  if v == 1 then\n    continue\n  end\n  error('at ' .. i)\nend", 8)]
    [InlineData("local x = 5\nx //= 2\nx ..= nil", 3)]
    public async Task Error_InLuau_HasTheAuthorsLine(string source, int line)
    {
        await using var runtime = new RuntimeHarness();
        var error = (await runtime.Run(runtime.Request("", files: new() { ["init.luau"] = source }))).Error!;
        Assert.Equal(("init.luau", line), (error.File, error.Line));
        Assert.Contains($"init.luau:{line}", error.Traceback);
    }

    [Fact]
    public async Task Traceback_OfDeepStacks_IsCapped()
    {
        await using var runtime = new RuntimeHarness();
        var error = await runtime.Fail("local function f(n)\n  if n == 0 then error('deep') end\n  f(n - 1)\n  return 1\nend\nf(150)");
        Assert.InRange(error.Traceback!.Split('\n').Length, 10, 30);
        var huge = await runtime.Fail("error(('x'):rep(3000000))");
        Assert.InRange(huge.Message.Length, 1000, 3000);
    }

    [Fact]
    public async Task Timeout_TellsWhereTheRunStood()
    {
        await using var runtime = new RuntimeHarness(new() { RunCpu = TimeSpan.FromMilliseconds(50) });
        var result = await runtime.Run("local function spin()\n  while true do end\nend\nspin()");
        Assert.Equal((LuaVmResultKind.Timeout, "TF3002", null), (result.Kind, result.Error!.Code, result.BrokenReason));
        Assert.Contains("init.lua:2 in", result.Error.Traceback);
    }

    [Fact]
    public async Task Stop_InCodeThatCannotYield_BreaksTheVm()
    {
        await using var runtime = new RuntimeHarness(new() { RunCpu = TimeSpan.FromMilliseconds(300) });
        var result = await runtime.Run("local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) coroutine.yield() end) coroutine.resume(co) coroutine.close(co)");
        Assert.Equal((LuaVmResultKind.Timeout, TemplateFunctions.Runtime.Vm.BrokenReason.ExecutionTimeout), (result.Kind, result.BrokenReason));
        Assert.Equal(TemplateFunctions.Runtime.Vm.BrokenReason.ExecutionTimeout, Assert.Single(runtime.Broken).Reason);
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Fact]
    public async Task Log_OverItsLimit_IsCutAndSaysSo()
    {
        await using var runtime = new RuntimeHarness(new() { LogBytes = 100 });
        var result = await runtime.Run("print('a', nil, 1.5, {}, true) for i = 1, 100 do print(('x'):rep(30)) end error('after')");
        Assert.Equal("a\tnil\t1.5\ttable\ttrue", result.Logs[0]);
        Assert.Equal("[log cut: a run may print 100 bytes]", result.Logs[^1]);
        Assert.InRange(result.Logs.Sum(line => line.Length), 100, 160);
        Assert.Empty((await runtime.Run("return 1")).Logs);
    }
}
