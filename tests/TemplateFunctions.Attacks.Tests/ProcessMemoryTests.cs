using TemplateFunctions.Attacks.Tests.Support;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>
/// Many guilds near their caps at the same time: so much memory that what else the process does with its own is small beside it, and
/// no allowance for that is made.
/// </summary>
public sealed class ProcessMemoryTests
{
    private const int Guilds = 12;
    private static readonly RuntimeLimits Limits = new() { RunCpu = TimeSpan.FromMinutes(2), RunWall = TimeSpan.FromMinutes(5), GuildCpu = TimeSpan.FromHours(1) };

    private static readonly string[] Growth =
    [
        "t[#t + 1] = ('x'):rep(40) .. #t",
        "t[#t + 1] = ('x'):rep(300000) .. #t",
        "t[#t + 1] = { #t, {}, function() return t end }",
        "t[#t + 1] = coroutine.create(function() end)",
        "t = { t } for i = 1, 500 do t['k' .. i] = i end",
        "t[#t + 1] = buffer.create(1000 + #t)",
    ];

    [Fact]
    public async Task Guilds_AllNearTheirCaps_StayWithinTheirSumAnd40Percent()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(Limits, threads: 2, modules: [probe.AsPlain]);
        await runtime.Eval("return require('@antiraid/probe').one(1)");
        GC.Collect();
        using var footprint = new ProcessFootprint(() => runtime.Strategy.Vms().Sum(vm => vm.MemoryBytes));

        var runs = Enumerable.Range(1, Guilds).Select(guild => FillAsync(runtime, Growth[guild % Growth.Length], new GuildId((ulong)guild))).ToArray();
        while (probe.Seen.Count < Guilds && !runs.Any(run => run.IsCompleted))
        {
            await Task.Delay(10);
        }

        await runtime.Settle();
        footprint.Look();
        probe.Gate("go").SetResult(TemplateFunctions.Runtime.Modules.HostReturn.None);
        Assert.All(await Task.WhenAll(runs), result => Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind} {result.Error}"));

        // Those that wait for the others have their garbage collected: what is left is some half of what they had.
        Assert.InRange(footprint.VmBytes, Guilds * Limits.MemoryBytes * 3 / 10, Guilds * Limits.MemoryBytes);
        Assert.InRange(footprint.Growth, 0, Guilds * Limits.MemoryBytes * 14 / 10);
    }

    /// <summary>Fills the guild's memory nearly to its cap (a table may double then), drops all, and begins anew; keeps the last filling until all guilds have theirs.</summary>
    private static Task<LuaVmResult> FillAsync(RuntimeHarness runtime, string grow, GuildId guild)
    {
        var action = new ExecuteAction(runtime.Request($$"""
            local probe = require('@antiraid/probe')
            local t
            for round = 1, 4 do
              t = {}
              while gcinfo() < 15600 do {{grow}} end
            end
            probe.see('full')
            probe.gate('go')
            return true
            """));
        runtime.Strategy.Dispatch(guild, action);
        return action.Completion.WaitAsync(TimeSpan.FromMinutes(4));
    }
}
