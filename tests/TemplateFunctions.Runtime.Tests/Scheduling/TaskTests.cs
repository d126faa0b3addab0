using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;
using TemplateFunctions.Runtime.Vm;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Scheduling;

public sealed class TaskTests
{
    [Theory]
    [InlineData("task.spawn(function() error('boom') end) return 1")]
    [InlineData("task.defer(function() error('boom') end) return 1")]
    [InlineData("task.delay(0.01, function() error('boom') end) return 1")]
    [InlineData("task.spawn(function() task.wait(0.01) error('boom') end) return 1")]
    [InlineData("task.spawn(function() pcall(task.wait) pcall(task.wait) error('boom') end) return 1")]
    public async Task TaskError_IsReportedWithItsTemplateAndDoesNotFailTheRun(string source)
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal("1", await runtime.Eval(source));
        var error = await runtime.NextTaskError.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(("TF2001", "init.lua:1: boom", "init.lua", 1), (error.Code, error.Message, error.File, error.Line));
        Assert.Equal(("t", 1), (runtime.TaskErrorTemplates.Single(), runtime.TaskErrors.Count));
    }

    [Fact]
    public async Task TaskError_CaughtByTheResumer_IsTheResumersAlone()
    {
        await using var runtime = new RuntimeHarness();
        Assert.Equal("[false,\"init.lua:1: boom\"]", await runtime.Eval("local c = coroutine.create(function() error('boom') end) return coroutine.resume(c)"));
        Assert.Empty(runtime.TaskErrors);
    }

    [Fact]
    public async Task TasksOfARun_StayUnderItsCpuLimit()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunCpu = TimeSpan.FromSeconds(1) });
        Assert.Equal("1", await runtime.Eval("for i = 1, 4 do task.defer(function() while true do end end) end return 1"));
        var error = await runtime.NextTaskError.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("TF3002", error.Code);
        Assert.Equal("2", await runtime.Eval("return 2"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task TasksThatOutliveTheRun_AreEndedByTheWallLimitAndReported()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunWall = TimeSpan.FromMinutes(10) }, time: clock);
        Assert.Equal("1", await runtime.Eval("task.spawn(function() while true do task.wait(50) end end) return 1"));
        Assert.Equal(1, (await runtime.Do(new GetStateAction()))!.LiveRuns);
        await runtime.Pass(clock, TimeSpan.FromMinutes(9));
        Assert.Empty(runtime.TaskErrors);
        await runtime.Pass(clock, TimeSpan.FromMinutes(2));
        var error = await runtime.NextTaskError.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("TF3001", error.Code);
        Assert.Equal((0, 0), ((await runtime.Do(new GetStateAction()))!.LiveRuns, runtime.Broken.Count));
    }

    [Fact]
    public async Task TasksThatOutliveTheRun_PrintNothingIntoTheAnswerThatWasGiven()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(time: clock);
        var result = await runtime.Run("task.spawn(function() while true do task.wait(1) print('late') end end) print('early') return 1");
        var read = result.Logs.GetEnumerator();
        Assert.True(read.MoveNext());
        await runtime.Pass(clock, TimeSpan.FromSeconds(20));

        // Somebody who was just reading it goes on.
        Assert.False(read.MoveNext());
        Assert.Equal(["early"], result.Logs);
        Assert.Equal("2", await runtime.Eval("return 2"));
    }

    [Fact]
    public async Task TaskStoppedByTheWallLimit_ShowsNothingOfTheRunThatTookOverItsMainCoroutine()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(new RuntimeLimits { RunWall = TimeSpan.FromMinutes(10) }, time: clock);
        Assert.Equal("1", await runtime.Eval("task.spawn(function() while true do task.wait(50) end end) return 1"));
        await runtime.Pass(clock, TimeSpan.FromMinutes(1));
        var heir = runtime.Run("local function private() task.wait(590) end private() return 2", name: "heir");
        await runtime.Settle();
        await runtime.Pass(clock, TimeSpan.FromMinutes(9.5));
        var error = await runtime.NextTaskError.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(("TF3001", null), (error.Code, error.Traceback));
        await runtime.Pass(clock, TimeSpan.FromMinutes(1));
        Assert.Equal(LuaVmResultKind.Ok, (await heir).Kind);
    }

    [Theory]
    [InlineData("task.wait(3600)")]
    [InlineData("coroutine.yield()")]
    [InlineData("local evt, ctx = ... ctx.Plug:untilcancelled()")]
    [InlineData("while true do task.wait(60) end")]
    public async Task WaitingRun_PastTheWallLimit_EndsAsTimeout(string source)
    {
        var clock = new FakeClock();
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(time: clock, modules: probe.AsPlugin);
        var run = runtime.Run(source);
        await runtime.Settle();
        await runtime.Pass(clock, TimeSpan.FromMinutes(9.9));
        Assert.False(run.IsCompleted);
        await runtime.Pass(clock, TimeSpan.FromMinutes(0.2));
        Assert.Equal((LuaVmResultKind.Timeout, "TF3001"), ((await run).Kind, (await run).Error!.Code));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task Wait_OnAFakeClock_EndsWhenItsTimeHasComeAndTellsIt()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(time: clock);
        var run = runtime.Run("local a = task.wait(10) local b = task.wait(0.5) return a, b");
        await runtime.Pass(clock, TimeSpan.FromSeconds(9));
        Assert.False(run.IsCompleted);
        await runtime.Pass(clock, TimeSpan.FromSeconds(1));
        await runtime.Pass(clock, TimeSpan.FromSeconds(0.5));
        Assert.Equal("[10,0.5]", System.Text.Encoding.UTF8.GetString((await run).ResultJson.Span));
        Assert.Equal(TimeSpan.FromSeconds(10.5), (await run).Duration);
    }

    [Fact]
    public async Task IdleVm_IsEvictedAndOneWithWaitingTasksIsNot()
    {
        var clock = new FakeClock();
        await using var runtime = new RuntimeHarness(new RuntimeLimits { IdleEviction = TimeSpan.FromMinutes(10), RunWall = TimeSpan.FromHours(1) }, time: clock);
        var (idle, busy) = (new GuildId(1), new GuildId(2));
        await runtime.Run("return 1", guild: idle);
        await runtime.Run("task.delay(3000, print)", guild: busy);
        await runtime.Pass(clock, TimeSpan.FromMinutes(9));
        Assert.Equal(2, runtime.Strategy.Vms().Count);
        await runtime.Pass(clock, TimeSpan.FromMinutes(2));
        Assert.Equal([busy], runtime.Strategy.Vms().Select(vm => vm.Guild));
        Assert.Equal([(idle, BrokenReason.ExplicitDestroy)], runtime.Broken);
        await runtime.Pass(clock, TimeSpan.FromMinutes(61));
        await runtime.Pass(clock, TimeSpan.FromMinutes(11));
        Assert.Empty(runtime.Strategy.Vms());
        Assert.Equal("1", await runtime.Eval("return 1"));
    }

    [Fact]
    public async Task Cancellation_OfAWaitingRun_StopsItAndItsHostCalls()
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlugin);
        using var caller = new CancellationTokenSource();
        var request = runtime.Request("local evt, ctx = ... ctx.Plug:untilcancelled()");
        var run = runtime.Run(new RunRequest { RunId = "c", Template = request.Template, Event = request.Event, Cancellation = caller.Token });
        await runtime.Settle();
        Assert.Equal(["waiting"], probe.Seen);
        await caller.CancelAsync();
        Assert.Equal("TF4014", (await run).Error!.Code);
        await probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("1", await runtime.Eval("return 1"));
        Assert.Empty(runtime.Broken);
    }

    [Fact]
    public async Task Cancellation_OfABusyRun_StopsItAtItsNextSlice()
    {
        await using var runtime = new RuntimeHarness();
        using var caller = new CancellationTokenSource();
        var request = runtime.Request("while true do end");
        var run = runtime.Run(new RunRequest { RunId = "c", Template = request.Template, Event = request.Event, Cancellation = caller.Token });
        await runtime.Eval("return 1");
        await caller.CancelAsync();
        Assert.Equal("TF4014", (await run).Error!.Code);
        Assert.InRange((await run).Cpu, TimeSpan.Zero, TimeSpan.FromSeconds(9));
    }

    [Theory]
    [InlineData("local evt, ctx = ... task.spawn(function() ctx.Plug:untilcancelled() end) error('over')")]
    [InlineData("local evt, ctx = ... ctx.Plug:untilcancelled()")]
    public async Task HostCalls_OfAVmThatIsDestroyed_SeeTheirTokenFire(string source)
    {
        var probe = new ProbeModule();
        await using var runtime = new RuntimeHarness(modules: probe.AsPlugin);
        var run = runtime.Run(source);
        await runtime.Settle();
        Assert.Equal(["waiting"], probe.Seen);
        Assert.False(probe.Cancelled.Task.IsCompleted);
        await runtime.Do(new DestroyAction());
        await probe.Cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.NotEqual(LuaVmResultKind.Ok, (await run).Kind);
    }

    [Fact]
    public async Task Generator_ThatWaitedOnceAndIsForgotten_DoesNotKeepItsRunAlive()
    {
        await using var runtime = new RuntimeHarness();
        await runtime.Eval("local c = coroutine.create(function() task.wait() coroutine.yield() end) coroutine.resume(c) task.wait(0.05) return 1");
        await runtime.Eval("task.spawn(function() coroutine.yield() end) return 1");
        Assert.Equal(0, (await runtime.Do(new GetStateAction()))!.LiveRuns);
    }

    /// <summary>A run that is preempted while it closes a coroutine, and a run of another template that hands the same one to the scheduler.</summary>
    [Theory]
    [InlineData("pcall(coroutine.close, c)")]
    [InlineData("coroutine.wrap(function() pcall(coroutine.close, c) end)()")]
    public async Task Coroutine_ScheduledWhileItIsClosed_IsRefusedOrClosed(string close)
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { Slice = TimeSpan.FromMicroseconds(2), RunCpu = TimeSpan.FromSeconds(20), RunWall = TimeSpan.FromSeconds(60) });
        var closing = runtime.Run($"local store = select(2, ...).store for i = 1, 3000 do local c = coroutine.create(function() coroutine.yield() end) coroutine.resume(c) store.c = c {close} end store.over = true return 1", name: "a");
        var scheduling = runtime.Run($"local store = select(2, ...).store while not store.over do if store.c then pcall(task.delay, 0, store.c, 1) end end return 1", name: "b");
        foreach (var result in await Task.WhenAll(closing, scheduling))
        {
            Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind}: {result.Error}");
        }
    }

    /// <summary>Two tasks that fight over the same coroutines, preempted everywhere: refusals are fine, anything else is not.</summary>
    [Fact]
    public async Task Coroutines_FoughtOverByTasks_BreakNothing()
    {
        await using var runtime = new RuntimeHarness(new RuntimeLimits { Slice = TimeSpan.FromMicroseconds(20), RunCpu = TimeSpan.FromSeconds(2), RunWall = TimeSpan.FromSeconds(3) });
        const string fight = """
            local evt, ctx = ...
            ctx.store.list = ctx.store.list or {}
            local list, seed = ctx.store.list, evt.data
            local function random(n) seed = (seed * 1103515245 + 12345) % 2147483648 return seed // 7 % n + 1 end
            local function work() local n = 0 while true do n = n + 1 if random(3) == 1 then task.wait() elseif random(3) == 2 then coroutine.yield(n) elseif random(20) == 1 then error('e') end end end
            for i = 1, 1500 do
              local slot, what = random(8), random(9)
              local c = list[slot]
              if not c or coroutine.status(c) == 'dead' then list[slot] = coroutine.create(work) c = list[slot] end
              if what == 1 then pcall(coroutine.resume, c) elseif what == 2 then pcall(task.defer, c, 1, 2) elseif what == 3 then pcall(task.delay, 0, c, 1)
              elseif what == 4 then pcall(task.spawn, c) elseif what == 5 then pcall(task.cancel, c) elseif what == 6 then pcall(coroutine.close, c)
              elseif what == 7 then pcall(task.wait) elseif what == 8 then task.spawn(function() pcall(coroutine.resume, c) task.wait() pcall(task.cancel, c) end)
              else local co = coroutine.wrap(function() pcall(task.spawn, c) coroutine.yield() pcall(coroutine.resume, c) end) co() pcall(co) end
            end
            return true
            """;
        for (var round = 0; round < 3; round++)
        {
            var runs = Enumerable.Range(0, 6).Select(i => runtime.Run(fight, (round * 100 + i).ToString(System.Globalization.CultureInfo.InvariantCulture), "f" + i));
            foreach (var result in await Task.WhenAll(runs))
            {
                Assert.True(result.Kind is LuaVmResultKind.Ok or LuaVmResultKind.Timeout or LuaVmResultKind.LuaError or LuaVmResultKind.MemoryLimit or LuaVmResultKind.VmBroken, $"{result.Error}");
                Assert.NotEqual(BrokenReason.PanicRecovery, result.BrokenReason);
            }
        }

        Assert.Equal("1", await runtime.Eval("return 1"));
    }
}
