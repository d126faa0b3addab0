using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Luau;

/// <summary>Errors of Luau templates, at upload and at run time, name the author's own line.</summary>
public sealed class ErrorLineTests
{
    [Theory]
    [InlineData("local t: { x: number }? = nil\nlocal a = 1\n\t+ t.x", 3)]
    [InlineData("local function f(\n\ta: number,\n\tb: number\n)\n\treturn a\n\t\t+ b\nend\nf(1)", 6)]
    [InlineData("local n = nil\nlocal s = `one {1} two {\n\tn.x\n} three`", 3)]
    [InlineData("local s = `{1}` .. `{2}` ..\n\t`{\n\t({} :: any) + 1}`", 3)]
    [InlineData("local t = {\n\ta = 1,\n\tb = nil + 1,\n}", 3)]
    [InlineData("for i, v in { 1, 2, 3 } do\n\tif v < 3 then\n\t\tcontinue\n\tend\n\terror(`at {i}`)\nend", 5)]
    [InlineData("local t = { n = {} }\nlocal k = 'n'\n\nt[k] += 1", 4)]
    [InlineData("local v = if true\n\tthen (nil).x\n\telse 1", 2)]
    [InlineData("\nlocal function f(s)\n\treturn string.rep(s, -1, {})\nend\nf('x')", 3)]
    [InlineData("\nlocal function f(s)\n\treturn s:rep({})\nend\nlocal x = f('x')", 3)]
    [InlineData("\nlocal function f(s)\n\treturn error('told')\nend\nf('x')", 3)]
    [InlineData("\nlocal function f(s)\n\treturn table.concat({ {} })\nend\nf('x')", 3)]
    [InlineData("\nlocal function f(s)\n\treturn tonumber('1', 99)\nend\nf('x')", 3)]
    [InlineData("\nlocal function f(s)\n\treturn s:sub({})\nend\nf('x')", 3)]
    [InlineData("\nlocal function f()\n\treturn math.clamp(1, 3, 2)\nend\nf()", 3)]
    [InlineData("\nlocal function f()\n\treturn buffer.readu8(buffer.create(1), 5)\nend\nf()", 3)]
    [InlineData("local rep = string.rep\n\nreturn rep({})", 3)]
    [InlineData("local library: any = { rep = string.rep }\n\nreturn library:rep(1)", 3)]
    [InlineData("local evt, ctx = ...\nlocal function f()\n\treturn ctx.Plug:fail()\nend\nlocal x = f()", 3)]
    [InlineData("local evt, ctx = ...\nlocal plug = ctx.Plug\nreturn plug:fail()", 3)]
    [InlineData("\nlocal t = table.freeze({})\nt.x = 1", 3)]
    [InlineData("\nfor _ in 5 :: any do\nend", 2)]
    [InlineData("task.wait()\n\nlocal x: any = nil\nx.y = 1", 4)]
    [InlineData("local s = [[\n\n]]\n\nlocal x = -{}", 5)]
    [InlineData("type T = {\n\tx: number,\n}\n@native\nlocal function f(): T\n\terror('deep')\nend\nf()", 6)]
    [InlineData("local list: any = { 1, 2, 3 }\nfor k, v in list.missing do end", 2)]
    [InlineData("local evt = ...\nevt.data = 1", 2)]
    [InlineData("local x: any = setmetatable({}, { __index = function(t, k)\n\terror(`no {k}`)\nend })\nprint(x.y)", 2)]
    [InlineData("local Class = {}\nClass.__index = Class\nfunction Class.new()\n\treturn setmetatable({}, Class)\nend\nlocal o: any = Class.new()\no:missing()", 7)]
    [InlineData("local a: any = { 1, 2, 'x' }\ntable.sort(a)", 2)]
    [InlineData("local s = ('x'):rep(1e9)", 1)]
    [InlineData("local v: any = vector.create(1, 2, 3)\n\nprint(v + 1)", 3)]
    [InlineData("xpcall(function()\n\terror('in')\nend, function(m)\n\terror('handler')\nend)\nerror('end')", 6)]
    [InlineData("local sum: any = nil\nlocal t = { x = 1 }\nsum +=\n\tt.x", 3)]
    [InlineData("local ok = pcall(error, 'x')\n\nassert(ok, 'not ok')", 3)]
    [InlineData("local m = require('./missing')", 1)]
    [InlineData("for i = 1, 'x' :: any do end", 1)]
    [InlineData("local t: any = {}\nt[nil] = 1", 2)]
    [InlineData("local x: any = 5\nx:foo()", 2)]
    [InlineData("local s = `a{1\n}b`\nlocal y: any = {}\nlocal z = `v {\n\ty.a.b}`", 5)]
    [InlineData("local x: any = setmetatable({}, { __iter = 5 })\n\nfor _ in x do\nend", 3)]
    [InlineData("local x: any = setmetatable({}, { __iter = 'f' })\n\nfor _ in x do\nend", 3)]
    [InlineData("local x: any = setmetatable({}, { __tostring = 5 })\n\nlocal s = tostring(x)", 3)]
    [InlineData("local x: any = setmetatable({}, { __tostring = {} })\n\nlocal s = `v {x}`", 3)]
    [InlineData("local x: any = setmetatable({}, { __tostring = 5 })\n\nprint(x)", 3)]
    [InlineData("local x: any = setmetatable({}, { __tostring = function() return {} end })\n\nprint(x)", 3)]
    [InlineData("local x: any = setmetatable({}, { __tostring = function() return {} end })\n\nlocal s = `v {x}`", 3)]
    [InlineData("local co: any\nco = coroutine.wrap(function()\n\treturn co()\nend)\nco()", 3)]
    [InlineData("local t: any = table.freeze({})\nt.x = {\n\t1,\n}", 2)]
    [InlineData("local t: any = table.freeze({})\nt.x = function()\n\treturn 1\nend", 2)]
    [InlineData("local evt: any = ...\nevt.data = {\n\ta = 1,\n}", 2)]
    [InlineData("local t: any = {}\nt.a.b = string.rep(\n\t'x',\n\t3\n)", 2)]
    [InlineData("local evt: any = ...\nprint(\n\t'name',\n\tevt.data.author.name\n)", 4)]
    [InlineData("local evt: any = ...\nlocal name = evt\n\tand evt.data.author.name\n\tor 'nobody'", 3)]
    [InlineData("local evt: any = ...\nprint(1)\nevt.data.author.roles\n\t:add()\n\t:save()", 3)]
    public async Task RuntimeError_AnyPlace_IsAtTheAuthorsLine(string source, int line)
    {
        await using var runtime = new RuntimeHarness(modules: new ProbeModule().AsPlugin);
        var error = (await runtime.Run(runtime.Request("", files: new() { ["init.luau"] = source }))).Error!;
        Assert.Equal(("init.luau", line), (error.File, error.Line));
        Assert.StartsWith($"init.luau:{line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains($"> {line} |", error.Frame);
        Assert.Contains($"init.luau:{line} in", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_OfAHostFunctionInATailCall_HasEveryCallerInItsTraceback()
    {
        await using var runtime = new RuntimeHarness(modules: new ProbeModule().AsPlain);
        var files = new Dictionary<string, string>
        {
            ["init.luau"] = "local probe = require('@antiraid/probe')\nlocal M = {}\nfunction M.ask()\n\treturn probe.fail()\nend\nlocal t = {\n\tf = (function() return M.ask() end),\n}\nreturn t.f()",
        };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.Equal("init.luau:4 in function 'ask'\ninit.luau:7 in function 'f'\ninit.luau:9 in main chunk", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_InAFunctionWithoutAName_TellsWhereItWasWritten()
    {
        await using var runtime = new RuntimeHarness();
        var files = new Dictionary<string, string> { ["init.luau"] = "local a = 1\nlocal b = 2\nlocal c = 3\nlocal d = 4\nlocal r = (function()\n\treturn nil + 1\nend)()" };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.Equal("init.luau:6 in function <init.luau:5>\ninit.luau:7 in main chunk", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_InACoroutine_IsAtTheAuthorsLine()
    {
        await using var runtime = new RuntimeHarness();
        var files = new Dictionary<string, string> { ["init.luau"] = "\nlocal co = coroutine.wrap(function()\n\tlocal x = nil\n\tx()\nend)\nco()" };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.Equal(("init.luau", 4), (error.File, error.Line));
        Assert.Equal("init.luau:4 in function <init.luau:2>\ninit.luau:6 in main chunk", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_InCoroutinesInside_HasTheFramesOfAll()
    {
        await using var runtime = new RuntimeHarness();
        const string source = "local function inner()\n\terror('deep')\nend\nlocal outer = coroutine.wrap(function()\n\tlocal co = coroutine.wrap(inner)\n\tco()\nend)\npcall(coroutine.wrap(function() error('other') end))\nouter()";
        var error = (await runtime.Run(runtime.Request("", files: new() { ["init.luau"] = source }))).Error!;
        Assert.Equal(("init.luau", 2), (error.File, error.Line));
        Assert.Equal("init.luau:2 in function <init.luau:1>\ninit.luau:6 in function <init.luau:4>\ninit.luau:9 in main chunk", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_AtAVariableOfTheFrontEnd_DoesNotNameIt()
    {
        await using var runtime = new RuntimeHarness();
        var error = (await runtime.Run(runtime.Request("", files: new() { ["init.luau"] = "local t = {}\nt.a.b += 1" }))).Error!;
        Assert.Equal("init.luau:2: attempt to index a nil value", error.Message);
    }

    [Fact]
    public async Task Timeout_OfAnEndlessLoop_IsAtTheLineWhereItStood()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromMilliseconds(20) });
        var result = await runtime.Run(runtime.Request("", files: new() { ["init.luau"] = "local n = 0\n\nwhile true do\n\tn += 1\nend" }));
        Assert.Equal(("TF3002", "init.luau"), (result.Error!.Code, result.Error.File));
        Assert.InRange(result.Error.Line!.Value, 3, 4);
        Assert.Contains($"> {result.Error.Line} |", result.Error.Frame);
    }

    [Fact]
    public async Task RuntimeError_ThroughModules_HasEveryCallerInItsTraceback()
    {
        await using var runtime = new RuntimeHarness();
        var files = new Dictionary<string, string>
        {
            ["init.luau"] = "local a = require('./lib/a')\n\nlocal r = a.run({ 1 })",
            ["lib/a.luau"] = "--!strict\nlocal b = require('./b')\ntype List = { number }\nreturn {\n\trun = function(list: List)\n\t\tlocal sum = b(list)\n\t\treturn sum\n\tend,\n}",
            ["lib/b.luau"] = "return function(list)\n\tlocal total = 0\n\tfor _, v in list do\n\t\ttotal += `{v}` .. nil\n\tend\n\treturn total\nend",
        };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.Equal(("lib/b.luau", 4), (error.File, error.Line));
        Assert.Matches("(?s)lib/b.luau:4 in .*lib/a.luau:6 in .*init.luau:3 in", error.Traceback);
    }

    [Fact]
    public async Task RuntimeError_OfALoadingModule_NamesModuleAndLine()
    {
        await using var runtime = new RuntimeHarness();
        var files = new Dictionary<string, string> { ["init.luau"] = "\nreturn require('./broken')", ["broken.luau"] = "local x = 1\n\nreturn x.y.z" };
        var error = (await runtime.Run(runtime.Request("", files: files))).Error!;
        Assert.Equal(("broken.luau", 3), (error.File, error.Line));
    }

    [Theory]
    [InlineData("local x: = 1\n\nlocal y = = 2\nfor i in do end", new[] { 1, 3, 4 })]
    [InlineData("local s = `a {`\n", new[] { 1 })]
    [InlineData("type T = {\n\tx: number\n\ty: string\n}\nlocal t = {\n\ta = ,\n}", new[] { 3, 4, 6 })]
    [InlineData("if x then\n\nlocal y = 1", new[] { 3 })]
    [InlineData("local function f(\n\ta,\n\t1\n)\nend", new[] { 3 })]
    [InlineData("x += \n\ny = 2 +", new[] { 3, 3 })]
    public void UploadErrors_AllOfAFile_AreAtTheAuthorsLines(string source, int[] lines)
    {
        var found = TemplateCompiler.Check(new Dictionary<string, string> { ["init.luau"] = "return 1", ["lib/m.luau"] = source });
        Assert.Equal(lines.Distinct(), found.Select(d => d.Line).Distinct());
        Assert.All(found, d => Assert.Equal(("lib/m.luau", true), (d.File, d.Frame!.Contains($"> {d.Line} |", StringComparison.Ordinal))));
    }
}
