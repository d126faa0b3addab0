using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Limits;

/// <summary>Code that cannot yield is stopped by force long before its run's own limit, which lies ten minutes ahead here.</summary>
public sealed class ForcedStopTests
{
    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromMinutes(10), RunWall = TimeSpan.FromHours(1), GuildCpu = TimeSpan.FromHours(1) };

    public static TheoryData<string> CannotYield { get; } =
    [
        """
        local co = coroutine.create(function()
          local x <close> = setmetatable({}, { __close = function() while true do end end })
          coroutine.yield()
        end)
        coroutine.resume(co)
        coroutine.close(co)
        """,
        """
        local co = coroutine.wrap(function()
          local x <close> = setmetatable({}, { __close = function() pcall(function() while true do pcall(error) end end) end })
          coroutine.yield()
        end)
        co()
        local inner = coroutine.create(function()
          local x <close> = setmetatable({}, { __close = function() while true do end end })
          coroutine.yield()
        end)
        coroutine.resume(inner)
        pcall(pcall, coroutine.close, inner)
        """,
    ];

    [Theory]
    [MemberData(nameof(CannotYield))]
    public async Task Run_InCodeThatCannotYield_IsStoppedByForceAndItsGuildGoesOn(string source)
    {
        await using var runtime = new RuntimeHarness(Limits);
        var neighbour = new GuildId(7);
        var bystander = runtime.Run("task.wait(3000)", name: "bystander");
        var attack = runtime.Run(source);
        var answers = Task.WhenAll(Enumerable.Range(0, 20).Select(_ => runtime.Run("return 1", guild: neighbour)));

        var result = await attack;

        Assert.Equal((LuaVmResultKind.Timeout, BrokenReason.ExecutionTimeout, "TF3002"), (result.Kind, result.BrokenReason, result.Error!.Code));
        Assert.Contains("0.4 s", result.Error.Message, StringComparison.Ordinal);
        Assert.All(await answers, answer => Assert.Equal(LuaVmResultKind.Ok, answer.Kind));
        Assert.Equal(LuaVmResultKind.VmBroken, (await bystander).Kind);
        Assert.Equal((runtime.Guild, BrokenReason.ExecutionTimeout), Assert.Single(runtime.Broken));
        Assert.Equal("1", await runtime.Eval("return 1"));
        Assert.Equal("healthy", Assert.Single(runtime.Strategy.Threads()).State);
    }

    [Fact]
    public async Task Run_ThatCanYield_IsLeftToItsLimit()
    {
        await using var runtime = new RuntimeHarness(Limits with { RunCpu = TimeSpan.FromSeconds(1) });

        var result = await runtime.Run("local x <close> = setmetatable({}, { __close = function() while true do end end })");

        Assert.Equal((LuaVmResultKind.Timeout, (BrokenReason?)null), (result.Kind, result.BrokenReason));
        Assert.Empty(runtime.Broken);
    }
}
