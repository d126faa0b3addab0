using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.ProcessPool.Tests.Contract;

/// <summary>Host functions see the same arguments, and scripts the same answers, wherever the VM is.</summary>
public sealed class HostCallContractTests
{
    private const string Probe = "local p = require('@antiraid/probe') ";

    private static readonly string[] Scripts =
    [
        "return select('#', p.none())",
        "return p.one(41)",
        "return p.one(41.0)",
        "return p.one('x')",
        "return p.one(1.5)",
        "return p.one(1e300)",
        "return p.one()",
        "return { p.several() }, select('#', p.several())",
        "return p.echo({ a = { 1, 2.5, 'ä', false, { b = true } } })",
        "return p.echo(nil)",
        "return p.echo('text')",
        "return p.echo(1.25)",
        "return p.echo(0/0)",
        "return p.echo(1/0)",
        "return p.echo(function() end)",
        "return p.echo({ x = { print } })",
        "return p.echo({ 1, 2, x = 3 })",
        "local t = {} t.t = t return p.echo(t)",
        "return p.echo('\\255')",
        "return p.echo(table.freeze({ 1, 2 }))",
        "local evt = ... return p.echo(evt.data)",
        "return p.echo(('x'):rep(2000000))",
        "return p.rawjson('[1,{}]')",
        "return p.badjson()",
        "return p.later({ 1, 2 })",
        "return p.gate('open')",
        "return p.fail('why')",
        "return select(2, pcall(p.fail, 'why'))",
        "return p.faillater()",
        "return p.bug()",
        "return p.buglater()",
        "return p.cancelled()",
        "return p.string('12345')",
        "return p.string('123456')",
        "return p.string('\\255')",
        "return p.string(1)",
        "return p.integer(10)",
        "return p.integer(11)",
        "return p.integer(true)",
        "return p.number(1)",
        "return p.number('1')",
        "return p.boolean(false)",
        "return p.boolean(nil)",
        "return p.strings({ 'a', 'b' })",
        "return p.strings({})",
        "return p.strings({ 'a', 1 })",
        "return p.strings({ 'a', {} })",
        "return p.strings({ 'a', '\\255' })",
        "return p.strings({ 'a', x = 1 })",
        "return p.strings({ 'a', 'b', 'c', 'd' })",
        "return p.strings({ ('a'):rep(200000), ('b'):rep(200000), 3 })",
        "return p.string(('a'):rep(300000))",
        "return p.strings('a')",
        "return p.strings(table.freeze({ 'a' }))",
        "return p.count(), p.count(nil), p.count(nil, nil, 1)",
        "return tostring(setmetatable({}, { __tostring = function() return 'n' .. p.one(1) end }))",
        "local n = 0 task.spawn(function() n = n + 1 end) local before = p.one(n) return before, n",
        "local co = coroutine.wrap(function() coroutine.yield(p.one(1)) return p.gate('open') end) return co(), co()",
    ];

    public static TheoryData<string> Other => ["thread-per-guild", "process-pool"];

    [Theory]
    [MemberData(nameof(Other))]
    public async Task HostFunctions_OfEveryKind_AnswerAsInTheThreadPool(string strategy)
    {
        Assert.Equal(await OutcomesAsync("thread-pool"), await OutcomesAsync(strategy));
    }

    [Theory]
    [MemberData(nameof(Other))]
    public async Task Capabilities_OfTheCtx_AreThoseOfTheRun(string strategy)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(strategy: strategy, modules: probe.AsPlugin);
        const string source = "local evt, ctx = ... return ctx.Plug:need('a')";
        Assert.Equal("\"granted\"", await runtime.Eval(source, caps: ["probe:a"]));
        Assert.Equal("\"granted\"", await runtime.Eval(source, caps: ["*"]));
        Assert.Equal("TF4201", Code(await runtime.Run(source, caps: ["probe:b"])));
        Assert.Equal("TF4201", Code(await runtime.Run(source)));
    }

    [Theory]
    [MemberData(nameof(Other))]
    public async Task Caller_OfAHostFunction_IsTheRun(string strategy)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(strategy: strategy, modules: probe.AsPlain);
        var template = runtime.Request(Probe + "p.see('x') task.delay(0.01, function() p.see('late') end)", name: "who");
        await runtime.Run(new RunRequest { RunId = "run-7", Template = template.Template, Event = template.Event, OwnerGuild = new GuildId(9), Epoch = 5 });
        Assert.True(SpinWait.SpinUntil(() => probe.Callers.Count == 2, TimeSpan.FromSeconds(60)));
        Assert.All(probe.Callers, caller => Assert.Equal(new RunInfo(runtime.Guild, "who", new GuildId(9), "run-7", "e1", 1, 5), caller));
    }

    private static string? Code(LuaVmResult result) => result.Error?.Message.Split('[', ']') is { Length: > 1 } parts ? parts[1] : result.Error?.Code;

    private static async Task<List<string>> OutcomesAsync(string strategy)
    {
        var probe = new ProbeModule();
        probe.Gate("open").SetResult(HostReturn.Of("opened"));
        await using var runtime = new RuntimeHarness(strategy: strategy, modules: probe.AsPlain);
        var outcomes = new List<string>();
        foreach (var script in Scripts)
        {
            var result = await runtime.Run(Probe + script, """{"list":[1,2,{"x":"y"}],"none":null}""");
            outcomes.Add($"{script} -> {result.Kind} {Encoding.UTF8.GetString(result.ResultJson.Span)} {result.Error?.Code} {result.Error?.Message}");
        }

        return outcomes;
    }
}
