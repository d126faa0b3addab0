using System.Text;
using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>Whatever ends a process: its runs are answered, its place is taken, and the others never notice.</summary>
public sealed class LostProcessTests
{
    private const string Remember = "local evt, ctx = ... ctx.store.n = (ctx.store.n or 0) + 1 return ctx.store.n";

    [Theory]
    [InlineData("segfault")]
    [InlineData("exit")]
    [InlineData("killed")]
    public async Task Process_ThatEnds_IsReplacedAndTheOtherNeverNotices(string how)
    {
        await using var pool = new Pool();
        var (hit, other) = (pool.GuildOf(0), pool.GuildOf(1));
        Assert.Equal("1", await Value(pool, Remember, hit));
        Assert.Equal("1", await Value(pool, Remember, other));
        var waiting = pool.Runtime.Run("task.wait(600)", guild: hit);
        var elsewhere = pool.Runtime.Run("task.wait(0.5) return 'undisturbed'", guild: other);
        await pool.Runtime.Do(new GetStateAction(), hit);
        var (first, second) = (await pool.ProcessAsync(0), await pool.ProcessAsync(1));

        var fault = pool.Runtime.Run($"require('@antiraid/faults').{how}()", guild: hit);
        if (how == "killed")
        {
            Signals.Send(first, Signals.Kill);
        }

        await fault;
        var lost = await waiting;
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery, "TF5006"), (lost.Kind, lost.BrokenReason, lost.Error!.Code));
        Assert.Equal("1", await Value(pool, Remember, hit));
        Assert.NotEqual(first, await pool.ProcessAsync(0, first));
        Assert.Equal("\"undisturbed\"", Encoding.UTF8.GetString((await elsewhere).ResultJson.Span));
        Assert.Equal("2", await Value(pool, Remember, other));
        Assert.Equal(second, await pool.ProcessAsync(1));
        Assert.Equal([(hit, BrokenReason.PanicRecovery)], pool.Runtime.Broken);
        Assert.False(Signals.IsAlive(first));
    }

    [Theory]
    [InlineData("killed")]
    [InlineData("segfault")]
    public async Task Process_LostAgainAndAgainUnderLoad_LeavesNothingUnanswered(string how)
    {
        const int Processes = 3;
        await using var pool = new Pool(new ProcessPoolOptions { Processes = Processes, FirstPause = TimeSpan.FromMilliseconds(1), LongestPause = TimeSpan.FromMilliseconds(50) });
        var (answered, ok, stop) = (0, 0, false);
        var senders = Enumerable.Range(0, 16).Select(sender => Task.Run(async () =>
        {
            for (var i = 0; !Volatile.Read(ref stop); i++)
            {
                var guild = new GuildId((ulong)((sender * 7) + (i % 5)));
                var source = (i % 3) switch { 0 => "return 1", 1 => "task.wait(0.001) return 1", _ => "local n = 0 for i = 1, 20000 do n = n + i end return 1" };
                var dispatch = new DispatchEventAction([pool.Runtime.Request(source, name: "a"), pool.Runtime.Request("return 1", name: "b")]);
                var results = await pool.Runtime.Do(dispatch, guild);
                Assert.All(results.Values, result => Assert.True(result.Kind == LuaVmResultKind.Ok || IsLost(result), result.ToString()));
                Interlocked.Add(ref answered, results.Count);
                Interlocked.Add(ref ok, results.Values.Count(result => result.Kind == LuaVmResultKind.Ok));
            }
        })).ToArray();
        var last = new int?[Processes];
        for (var loss = 0; loss < 6; loss++)
        {
            var (place, before) = (loss % Processes, Volatile.Read(ref ok));
            var process = await pool.ProcessAsync(place, last[place]);
            await Pool.UntilAsync(() => Volatile.Read(ref ok) > before + 20, "the pool works");

            // Of guilds that nobody else asks, so that all of them are under way in this process.
            var waiting = Enumerable.Range(0, 8).Select(number => pool.Runtime.Run("task.wait(600)", guild: pool.GuildOf(place, 1000 + number))).ToArray();
            await pool.Runtime.Do(new GetStateAction(), pool.GuildOf(place, 1007));
            if (how == "killed")
            {
                Signals.Send(process, Signals.Kill);
            }
            else
            {
                var fault = await pool.Runtime.Run("require('@antiraid/faults').segfault()", guild: pool.GuildOf(place, 2000));
                Assert.True(IsLost(fault), fault.ToString());
            }

            Assert.All(await Task.WhenAll(waiting), result => Assert.True(IsLost(result) && result.Error!.Code == "TF5006", result.ToString()));
            last[place] = process;
        }

        Volatile.Write(ref stop, true);
        await Task.WhenAll(senders);
        Assert.True(answered > 120);
        for (var place = 0; place < Processes; place++)
        {
            Assert.Equal("1", await Value(pool, "return 1", pool.GuildOf(place)));
        }
    }

    [Fact]
    public async Task Process_ThatSaysNothing_IsReplaced()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, Grace = TimeSpan.FromSeconds(10) });
        Assert.Equal("1", await Value(pool, Remember));
        var stuck = await pool.ProcessAsync();
        Signals.Send(stuck, Signals.Stop);
        var lost = await pool.Runtime.Run(Remember);
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery), (lost.Kind, lost.BrokenReason));
        Assert.Equal("1", await Value(pool, Remember));
        Assert.False(Signals.IsAlive(stuck));
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains("said nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Process_WhoseVmThreadIsStuck_IsReplaced()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 }, new RuntimeLimits { ThreadGrace = TimeSpan.FromSeconds(4) });
        Assert.Equal("1", await Value(pool, Remember));
        var stuck = await pool.ProcessAsync();
        var lost = await pool.Runtime.Run("require('@antiraid/faults').stick()");
        Assert.Equal((LuaVmResultKind.VmBroken, BrokenReason.PanicRecovery), (lost.Kind, lost.BrokenReason));
        await pool.ProcessAsync(0, stuck);
        Assert.False(Signals.IsAlive(stuck));
        Assert.Equal("1", await Value(pool, Remember));
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains("stuck in a native call", StringComparison.Ordinal));
    }

    /// <summary>Lua heaps are native memory: each guild keeps to its own limit, all of them together are too much.</summary>
    [Fact]
    public async Task Process_OverItsResidentMemory_IsReplaced()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, ResidentBytes = 300L << 20 });
        var hog = await pool.ProcessAsync();
        var results = new List<LuaVmResult>();
        for (ulong guild = 1; guild <= 40 && Signals.IsAlive(hog); guild++)
        {
            results.Add(await pool.Runtime.Run("local evt, ctx = ... local t = {} for i = 1, 36 do t[i] = ('x'):rep(400000) .. i end ctx.store.t = t", guild: new GuildId(guild)));
        }

        await Pool.UntilAsync(() => !Signals.IsAlive(hog), "the process has gone");
        Assert.Equal("1", await Value(pool, Remember));
        Assert.All(results, result => Assert.True(result.Kind == LuaVmResultKind.Ok || result.BrokenReason == BrokenReason.PanicRecovery, result.ToString()));
        Assert.Contains(pool.Runtime.Log.Lines, line => line.Contains("bytes of memory", StringComparison.Ordinal));
        Assert.True(pool.Runtime.Broken.Count > 5);
        Assert.Equal(pool.Runtime.Broken.Count, pool.Runtime.Broken.Select(broken => broken.Guild).Distinct().Count());
    }

    /// <summary>Runs that wait hold their events in the process's managed heap.</summary>
    [Fact]
    public async Task Process_OverItsManagedHeap_IsReplaced()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, HeapBytes = 40L << 20 });
        var hog = await pool.ProcessAsync();
        var data = "\"" + new string('x', 1 << 20) + "\"";
        var template = pool.Runtime.Request("task.wait(600)");
        var runs = Enumerable.Range(1, 80).Select(i => pool.Runtime.Run(
            new RunRequest
            {
                RunId = "r",
                Template = template.Template,
                Event = EventDocument.Parse(new EventHeader("E", "B", "e" + i), Encoding.UTF8.GetBytes(data)),
            },
            new GuildId((ulong)i))).ToArray();
        await Pool.UntilAsync(() => !Signals.IsAlive(hog), "the process has gone");
        await Pool.UntilAsync(() => pool.Strategy.ProcessIds[0] is { } next && next != hog, "its successor has come");
        Assert.Contains(runs, run => run.IsCompletedSuccessfully && run.Result.BrokenReason == BrokenReason.PanicRecovery);
    }

    [Fact]
    public async Task MemoryLimit_OfAGuild_OutlivesItsProcess()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 });
        await pool.Runtime.Do(new SetMemoryLimitAction(4 << 20));
        var first = await pool.ProcessAsync();
        Signals.Send(first, Signals.Kill);
        await pool.ProcessAsync(0, first);
        Assert.Equal("1", await Value(pool, "return 1"));
        Assert.Equal(4 << 20, (await pool.Runtime.Do(new GetStateAction()))!.MemoryLimit);
    }

    [Fact]
    public async Task HostCall_OfAProcessThatGoes_IsCancelled()
    {
        var probe = new ProbeModule();
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 }, modules: probe.AsPlain);
        var run = pool.Runtime.Run("require('@antiraid/probe').untilcancelled()");
        await Pool.UntilAsync(() => !probe.Seen.IsEmpty, "the host function is called");
        Signals.Send(await pool.ProcessAsync(), Signals.Kill);
        await probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(BrokenReason.PanicRecovery, (await run).BrokenReason);
    }

    private static bool IsLost(LuaVmResult result) => result is { Kind: LuaVmResultKind.VmBroken, BrokenReason: BrokenReason.PanicRecovery };

    private static async Task<string> Value(Pool pool, string source, GuildId? guild = null)
    {
        var result = await pool.Runtime.Run(source, guild: guild);
        Assert.True(result.Kind == LuaVmResultKind.Ok, result.ToString());
        return Encoding.UTF8.GetString(result.ResultJson.Span);
    }
}
