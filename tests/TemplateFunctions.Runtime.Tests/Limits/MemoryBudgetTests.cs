using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Limits;

/// <summary>What all VMs of a process hold together.</summary>
public sealed class MemoryBudgetTests
{
    private const long Budget = 4 << 20;

    // Holds as many bytes as the event says and a little more, in the guild's store.
    private const string Keep = "local evt, ctx = ... ctx.store.kept = ctx.store.kept or {} for i = 1, evt.data, 16384 do table.insert(ctx.store.kept, ('x'):rep(16384 - #tostring(i)) .. i) end return true";

    private static readonly RuntimeLimits Limits = new()
    {
        AllVmsBytes = Budget, MemoryBytes = 3 << 20, IdleEviction = TimeSpan.FromDays(10), RunWall = TimeSpan.FromDays(10), RunCpu = TimeSpan.FromMinutes(5), GuildCpu = TimeSpan.FromDays(1),
    };

    private static long Held(RuntimeHarness runtime) => runtime.Strategy.Vms().Sum(vm => vm.MemoryBytes);

    private static GuildId G(int number) => new((ulong)number);

    private static Task<LuaVmResult> Start(RuntimeHarness runtime, GuildId guild, string source, string data = "null", bool impatient = false)
    {
        var made = TestRequests.Make(source, data);
        var action = new ExecuteAction(new RunRequest { RunId = made.RunId, Template = made.Template, Event = made.Event, Impatient = impatient });
        runtime.Strategy.Dispatch(guild, action);
        return action.Completion;
    }

    [Fact]
    public async Task NewVm_ThatDoesNotFit_TakesThePlaceOfTheIdleVmThatWasUsedLeastRecently()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(Limits, time: clock);
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(LuaVmResultKind.Ok, (await runtime.Run(runtime.Request(Keep, "1100000"), G(i))).Kind);
            await runtime.Pass(clock, TimeSpan.FromSeconds(3));
        }

        await runtime.Run("return 1", guild: G(1));
        await runtime.Pass(clock, TimeSpan.FromSeconds(3));
        Assert.Equal(LuaVmResultKind.Ok, (await runtime.Run(runtime.Request(Keep, "900000"), G(4))).Kind);

        Assert.Equal([1, 3, 4], runtime.Strategy.Vms().Select(vm => (int)vm.Guild.Value).Order());
        Assert.Equal((G(2), BrokenReason.ExplicitDestroy), Assert.Single(runtime.Broken));
    }

    [Fact]
    public async Task NewVm_WhenNoneIsIdle_WaitsUntilOneIsAndIsBuiltThen()
    {
        var (clock, probe) = (new FakeClock(), new ProbeModule());
        await using var runtime = new RuntimeHarness(Limits, time: clock, modules: [probe.AsPlain]);
        var holders = await FillAsync(runtime, clock);

        var waiting = Start(runtime, G(50), "return 'there'");
        var impatient = Start(runtime, G(51), "return 'there'", impatient: true);
        await runtime.Settle();
        Assert.False(waiting.IsCompleted || impatient.IsCompleted);
        var use = runtime.Strategy.Memory();
        Assert.Equal(Budget, use.LimitBytes);
        Assert.InRange(use.Waiting, 2, 20);
        Assert.InRange(use.ReservedBytes, Held(runtime), Budget);
        clock.Advance(TimeSpan.FromSeconds(6));
        var refused = await impatient.WaitAsync(TimeSpan.FromSeconds(60));
        await runtime.Settle();
        var before = waiting.IsCompleted;
        probe.Gate("go").SetResult(HostReturn.None);

        Assert.Equal(LuaVmResultKind.Ok, (await waiting.WaitAsync(TimeSpan.FromSeconds(60))).Kind);
        Assert.False(before);
        Assert.Equal((LuaVmResultKind.VmBroken, "TF3019"), (refused.Kind, refused.Error!.Code));
        Assert.Contains($"{Budget} bytes", refused.Error.Message, StringComparison.Ordinal);
        Assert.All(await Task.WhenAll(holders), result => Assert.Equal(LuaVmResultKind.Ok, result.Kind));
        await runtime.Settle();
        Assert.Equal(0, runtime.Strategy.Memory().Waiting);
    }

    [Fact]
    public async Task Vm_ThatGrowsWithNothingLeft_StandsStillAndMakesWayWithoutFault()
    {
        var (clock, probe) = (new FakeClock(), new ProbeModule());
        await using var runtime = new RuntimeHarness(Limits, time: clock, modules: [probe.AsPlain]);
        await FillAsync(runtime, clock, leave: 2 << 20);
        await runtime.Do(new SetMemoryLimitAction(RuntimeLimits.MostMemoryBytes), G(60));

        var grower = Start(runtime, G(60), "local t = {} while true do t[#t + 1] = ('x'):rep(1000) .. #t end");
        var (same, last) = (0, -1L);
        while (same < 20)
        {
            await runtime.Settle();
            var holds = runtime.Strategy.Vms().Where(vm => vm.Guild == G(60)).Sum(vm => vm.MemoryBytes);
            (same, last) = (holds == last ? same + 1 : 0, holds);
        }

        var stillThere = !grower.IsCompleted;
        clock.Advance(TimeSpan.FromSeconds(6));
        var result = await grower.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.True(stillThere);
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.ExplicitDestroy), (result.Kind, result.BrokenReason));
        Assert.DoesNotContain(runtime.Broken, broken => broken.Reason != BrokenReason.ExplicitDestroy);
        Assert.InRange(Held(runtime), 0, Budget + VmBlock.MostOverdraft);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Budget_WhateverGuildsDo_IsKeptAndEveryRunGetsOneAnswer(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (random, clock) = (new Random(seed), new FakeClock());
        await using var runtime = new RuntimeHarness(Limits, threads: 2, time: clock);
        var runs = new List<Task<LuaVmResult>>();
        var most = 0L;
        for (var step = 0; step < 400; step++)
        {
            var guild = G(random.Next(1, 30));
            switch (random.Next(10))
            {
                case < 5:
                    runs.Add(Start(runtime, guild, Keep, random.Next(1, 900_000).ToString(System.Globalization.CultureInfo.InvariantCulture), random.Next(2) == 0));
                    break;
                case < 7:
                    runs.Add(Start(runtime, guild, Keep + " and task.wait(3) and true", "200000"));
                    break;
                case 7:
                    runtime.Strategy.Dispatch(guild, new DestroyAction());
                    break;
                case 8:
                    runtime.Strategy.Dispatch(guild, new SetMemoryLimitAction(random.Next(1 << 20, 64 << 20)));
                    break;
                default:
                    clock.Advance(TimeSpan.FromMilliseconds(random.Next(2000)));
                    break;
            }

            most = Math.Max(most, Held(runtime));
        }

        for (var i = 0; i < 2000 && runs.Exists(run => !run.IsCompleted); i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await runtime.Settle();
            most = Math.Max(most, Held(runtime));
        }

        Assert.All(runs, run => Assert.True(run.IsCompletedSuccessfully));

        // Two threads, each with a VM that grows; figures are those of the last turns.
        Assert.InRange(most, Budget / 4, Budget + (2 * VmBlock.MostOverdraft) + (2 << 20));
        Assert.Contains(runs, run => run.Result.Kind == LuaVmResultKind.Ok);
    }

    [Fact]
    public async Task State_OfAVm_NamesTheTemplatesThatMadeItGrow()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Run(runtime.Request(Keep, "2000000", name: "hoarder"));
        await runtime.Run("return 1", name: "modest");

        var templates = (await runtime.Do(new GetStateAction()))!.Templates;

        Assert.Equal("hoarder", templates[0].Template);
        Assert.InRange(templates[0].HeapGrowthBytes, 1_500_000, 6_000_000);
    }

    /// <summary>Guilds that hold the budget and wait: nothing of theirs is idle. Without room to leave, the last one found none any more.</summary>
    private static async Task<List<Task<LuaVmResult>>> FillAsync(RuntimeHarness runtime, FakeClock clock, long leave = 0)
    {
        var holders = new List<Task<LuaVmResult>>();
        do
        {
            holders.Add(Start(runtime, G(1000 + holders.Count), Keep + " and require('@antiraid/probe').gate('go')", "50000"));

            // Two seconds later each VM has given back what it does not hold.
            await runtime.Pass(clock, TimeSpan.FromSeconds(2));
        }
        while (Held(runtime) < Budget - leave && await runtime.Do(new GetStateAction(), G(1000 + holders.Count - 1)) is not null);
        return holders;
    }
}
