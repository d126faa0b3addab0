using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests;

/// <summary>
/// A guild gets so much processor time, however it cuts its work. The clock by which time comes back stands still unless a test moves it; what a
/// guild used is read off its account.
/// </summary>
public sealed class GuildCpuTests
{
    private const string Short = "local n = 0 for i = 1, 20000 do n = n + i % 7 end return n";
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private static readonly RuntimeLimits Limits = new()
    {
        GuildCpu = Budget, GuildCpuWindow = Window, RunWall = TimeSpan.FromHours(8), RunCpu = TimeSpan.FromMinutes(1), IdleEviction = TimeSpan.FromHours(8), MemoryBytes = 4 << 20,
    };

    public static TheoryData<string, string> Launderings { get; } = new()
    {
        { "thread-pool", Short },
        { "thread-per-guild", Short },
        { "thread-pool", "for i = 1, 50 do task.spawn(function() while true do end end) end" },
        { "thread-pool", "local function again() for i = 1, 1000 do local _ = i % 7 end task.defer(again) end again()" },
        { "thread-pool", "local function again() for i = 1, 1000 do local _ = i % 7 end task.delay(0, again) end again()" },
        { "thread-pool", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end" },
        { "thread-pool", "setmetatable({}, {__index = function() while true do end end}).x()" },
        { "thread-per-guild", "local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end" },
    };

    [Theory]
    [MemberData(nameof(Launderings))]
    public async Task Guild_ThatCutsItsWork_StandsStillAtItsLimitAndTheNeighbourDoesNot(string strategy, string source)
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(Limits, time: clock, strategy: strategy);

        var runs = await UseUpAsync(runtime, source);
        var last = Dispatch(runtime, Short);
        await runtime.Settle();
        var used = runtime.Strategy.CpuOf(runtime.Guild).Used;
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(LuaVmResultKind.Ok, (await runtime.Run(Short, guild: new GuildId((ulong)(100 + i)))).Kind);
        }

        Assert.False(last.IsCompleted);
        Assert.Equal(used, runtime.Strategy.CpuOf(runtime.Guild).Used);
        Assert.Contains(runtime.Strategy.Threads(), thread => thread.Throttled == 1);
        Assert.NotEmpty(runs);
    }

    [Fact]
    public async Task Guild_AtItsLimit_LosesNoRunAndGoesOnAsTimeComesBack()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(Limits, time: clock);

        var runs = await UseUpAsync(runtime, Short);
        runs.AddRange(Enumerable.Range(0, 200).Select(_ => Dispatch(runtime, Short)));
        var results = Task.WhenAll(runs);
        var windows = 0;
        for (; windows < 1000 && !results.IsCompleted; windows++)
        {
            await runtime.Pass(clock, Window);
        }

        Assert.All(await results, result => Assert.Equal(LuaVmResultKind.Ok, result.Kind));
        Assert.InRange(windows, 1, 999);
    }

    [Fact]
    public async Task Guild_WhoseVmBreaksOrIsDestroyed_KeepsItsAccount()
    {
        await using var runtime = new RuntimeHarness(Limits with { GuildCpu = TimeSpan.FromHours(1), GuildCpuWindow = TimeSpan.FromHours(8) }, time: new FakeClock());

        var used = TimeSpan.Zero;
        for (var i = 0; i < 5; i++)
        {
            var result = await runtime.Run("local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(1000) .. i end");
            Assert.Equal(LuaVmResultKind.MemoryLimit, result.Kind);
            await runtime.Do(new DestroyAction());
            var now = runtime.Strategy.CpuOf(runtime.Guild).Used;
            Assert.True(now >= used + (result.Cpu * 0.9), $"{now} after {used} and {result.Cpu}");
            used = now;
        }

        Assert.Equal(5, runtime.Broken.Count);
    }

    [Fact]
    public async Task Neighbour_OfAGuildWithEndlessWork_HasTheThreadForItselfOnceTheLimitIsReached()
    {
        Assert.Equal(0, await AttackersShareAsync(Limits));
        Assert.True(await AttackersShareAsync(Limits with { GuildCpu = TimeSpan.FromHours(1) }) > 0.2);
    }

    [Fact]
    public void Account_OfAGuildThatRested_IsForgotten()
    {
        var clock = new FakeClock();
        var ledger = new GuildCpuLedger(Limits, clock);
        ledger.Add(new GuildId(1), Budget);
        Assert.True(ledger.Read(new GuildId(1)).IsUsedUp);

        clock.Advance(Window * 2);
        for (var i = 2; i < 3000; i++)
        {
            ledger.Release(ledger.Hold(new GuildId((ulong)i)));
        }

        Assert.Equal(TimeSpan.Zero, ledger.Read(new GuildId(1)).Used);
        Assert.InRange(ledger.Count, 0, 1100);
    }

    /// <summary>What the attacker ran while the neighbour did a fixed piece of work, as a part of the neighbour's own time.</summary>
    private static async Task<double> AttackersShareAsync(RuntimeLimits limits)
    {
        await using var runtime = new RuntimeHarness(limits with { RunCpu = TimeSpan.FromMinutes(10) }, time: new FakeClock());
        for (var i = 0; i < 10; i++)
        {
            _ = Dispatch(runtime, "while true do end");
        }

        while (runtime.Strategy.CpuOf(runtime.Guild) is { IsUsedUp: false } cpu && cpu.Used < Budget)
        {
            await runtime.Settle();
        }

        // In pieces that end within the limit, each by a guild of its own.
        var (own, attackers) = (TimeSpan.Zero, runtime.Strategy.CpuOf(runtime.Guild).Used);
        for (var i = 0; i < 30; i++)
        {
            own += (await runtime.Run("local n = 0 for i = 1, 100000 do n = n + i % 7 end", guild: new GuildId((ulong)(100 + i)))).Cpu;
        }

        return (runtime.Strategy.CpuOf(runtime.Guild).Used - attackers) / own;
    }

    /// <summary>Gives the guild runs until its time is used up; what is not over then stands still.</summary>
    private static async Task<List<Task<LuaVmResult>>> UseUpAsync(RuntimeHarness runtime, string source)
    {
        var runs = new List<Task<LuaVmResult>>();
        for (var i = 0; i < 5000 && !runtime.Strategy.CpuOf(runtime.Guild).IsUsedUp; i++)
        {
            runs.Add(Dispatch(runtime, source));
            await Task.WhenAny(runs[^1], runtime.Do(new GetStateAction()));
        }

        Assert.True(runtime.Strategy.CpuOf(runtime.Guild).IsUsedUp);
        return runs;
    }

    private static Task<LuaVmResult> Dispatch(RuntimeHarness runtime, string source)
    {
        var action = new ExecuteAction(runtime.Request(source));
        runtime.Strategy.Dispatch(runtime.Guild, action);
        return action.Completion;
    }
}
