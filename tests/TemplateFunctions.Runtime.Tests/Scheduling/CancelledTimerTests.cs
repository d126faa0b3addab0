using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Scheduling;

/// <summary>What a script has cancelled takes no memory of the host until it would have been due.</summary>
public sealed class CancelledTimerTests
{
    [Fact]
    public async Task Timers_CancelledByTheThousand_AreForgottenAndThoseThatLiveStillFire()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(new() { RunCpu = TimeSpan.FromMinutes(5), RunWall = TimeSpan.FromDays(20), GuildCpu = TimeSpan.FromDays(1) }, time: clock);
        var waiting = runtime.Run("task.wait(1000) return 'waited'", name: "waits");

        await runtime.Run("for i = 1, 50000 do task.cancel(task.delay(1e6, print)) end");
        await runtime.Settle();

        Assert.InRange(runtime.Strategy.Threads()[0].WaitingRuns, 1, 10_000);
        await runtime.Pass(clock, TimeSpan.FromSeconds(2000));
        Assert.Equal(Execution.LuaVmResultKind.Ok, (await waiting).Kind);
    }

    [Fact]
    public void Deferred_CancelledByTheThousand_AreForgottenAndThoseThatLiveKeepTheirOrder()
    {
        var turns = new RunTurns();
        var kept = new List<LuaThread>();
        for (var i = 0; i < 50_000; i++)
        {
            var thread = new LuaThread(0, 0, ThreadKind.Task) { Status = ThreadStatus.Waiting };
            turns.Defer(thread);
            if (i % 1000 == 0)
            {
                kept.Add(thread);
            }
            else
            {
                thread.Status = ThreadStatus.Done;
            }
        }

        Assert.InRange(turns.Count, kept.Count, 5_000);
        Assert.Equal(kept, Enumerable.Range(0, kept.Count).Select(_ => turns.Take()));
        Assert.Null(turns.Take());
    }
}
