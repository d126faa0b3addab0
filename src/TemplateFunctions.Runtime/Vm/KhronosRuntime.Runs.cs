using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>Taking turns on the VM thread: starting runs, resuming threads, what came of it.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private const int NewRunsInARow = 8;

    private readonly Queue<PendingRun> _newRuns = [];
    private readonly Queue<Run> _ready = [];
    private readonly RunList _liveRuns = new();
    private int _runNumber;
    private int _startedInARow;

    /// <summary>Accepts a run; it starts at one of the VM's next turns.</summary>
    public void Accept(in PendingRun run)
    {
        _newRuns.Enqueue(run);
        _scheduler.Enqueue(this);
    }

    /// <summary>Hands over runs that were accepted and not started, when the VM is lost: another VM takes them.</summary>
    public bool TryTakeUnstarted(out PendingRun run) => _newRuns.TryDequeue(out run);

    /// <summary>The runs that have not ended.</summary>
    public IReadOnlyList<Run> LiveRuns => _liveRuns.Snapshot();

    public bool HasWork => State == VmState.Healthy && (_newRuns.Count > 0 || _ready.Count > 0);

    /// <summary>Runs what is ready until the slice is over.</summary>
    /// <returns>Stopwatch ticks used.</returns>
    public long Turn(long slice)
    {
        var outer = Enter();
        var start = Stopwatch.GetTimestamp();
        var end = start + slice;
        var now = start;
        try
        {
            while (HasWork && now < end && _block->Starved == 0)
            {
                if (NextThread() is { } thread)
                {
                    Resume(thread, now, end);
                }

                now = Stopwatch.GetTimestamp();
            }
        }
        finally
        {
            Leave(outer);
        }

        _lastUsedAt = _services.Time.GetUtcNow();
        Publish();
        return now - start;
    }

    private LuaThread? NextThread()
    {
        if (_newRuns.Count > 0 && (_ready.Count == 0 || _startedInARow < NewRunsInARow))
        {
            _startedInARow++;
            var pending = _newRuns.Dequeue();
            try
            {
                return Start(pending);
            }
            catch
            {
                // Answered with the rest once the thread has been replaced: whoever acts on the answer must find its successor.
                _newRuns.Enqueue(pending);
                throw;
            }
        }

        _startedInARow = 0;
        var run = _ready.Dequeue();
        run.IsQueued = false;
        var thread = run.Turns!.Take();
        if (run.Turns.Any)
        {
            TurnsOf(run);
        }

        return thread;
    }

    private LuaThread? Start(in PendingRun pending)
    {
        Executions++;
        if (pending.Request.Cancellation.IsCancellationRequested)
        {
            pending.Sink.Settle(pending.Request, Results.Cancelled());
            return null;
        }

        _block->EnterHost();
        var held = MemoryBytes;
        var error = GetIsolate(pending.Request.Template, out var isolate);
        _block->LeaveHost();
        Attribute(isolate, held);
        if (error is not null)
        {
            pending.Sink.Settle(pending.Request, Results.Failed(error, MemoryBytes));
            CheckMemory(null);
            return null;
        }

        if (!EventFits(pending.Request))
        {
            RefuseOrRenew(pending);
            return null;
        }

        var run = new Run(++_runNumber, pending.Request, this, isolate, pending.Sink)
        {
            Accepted = pending.Accepted,
            WallDeadline = _services.Time.GetTimestamp() + _services.Ticks(_services.Limits.RunWall),
        };
        isolate.LiveRuns++;
        _liveRuns.Add(run);
        run.WatchCaller(_scheduler);
        _block->EnterHost();
        var thread = RentMain(run);
        PushArguments(thread.State, run);
        _block->LeaveHost();
        return thread;
    }

    /// <summary>
    /// The event does not fit. In an empty VM it never will; a VM that its templates have filled is replaced, and the run starts on
    /// the fresh one: otherwise the guild would answer nothing any more.
    /// </summary>
    private void RefuseOrRenew(in PendingRun pending)
    {
        if (_runNumber == 0)
        {
            pending.Sink.Settle(pending.Request, Results.Failed(Results.EventTooLarge(_block->Limit), MemoryBytes));
            return;
        }

        _newRuns.Enqueue(pending);
        Break(BrokenReason.MemoryLimitExceeded);
    }

    private void Resume(LuaThread thread, long now, long sliceEnd)
    {
        var run = thread.Run!;
        if (run.Request.Cancellation.IsCancellationRequested)
        {
            Stop(run, Results.Cancelled());
            return;
        }

        var held = MemoryBytes;
        var arguments = TakeArguments(thread);
        if (LuaNative.lua_status(thread.State) == LuaNative.Ok && LuaNative.lua_gettop(thread.State) <= arguments)
        {
            // Lua does not look: it would call whatever lies below the stack. One guild loses its VM, the process lives.
            LogNothingToResume(_services.Logger, Guild.ToString());
            Break(BrokenReason.InternalError);
            return;
        }

        PrepareClock(run, now, sliceEnd);
        CurrentRun = run;
        thread.Status = ThreadStatus.Running;
        ThreadFlags.SetState(thread.State, ThreadFlags.Running);
        PreemptionHook.Arm(thread.State, _block);
        _block->Running = thread.State;
        int results;
        var status = LuaNative.lua_resume(thread.State, L, arguments, &results);
        _block->Running = 0;
        run.CpuTicks += Stopwatch.GetTimestamp() - now;
        if (!StopIfOverLimit(thread, run, status))
        {
            // Nothing is protected here: a refused allocation would end the process.
            _block->EnterHost();
            AfterResume(thread, run, status, results);
            _block->LeaveHost();
        }

        Attribute(run.Isolate, held);
        CurrentRun = null;
    }

    private void AfterResume(LuaThread thread, Run run, int status, int results)
    {
        if (status == LuaNative.Yield)
        {
            AfterYield(thread, results);
            return;
        }

        Ended(thread, thread.State, status == LuaNative.Ok, LuaNative.lua_gettop(thread.State) - results + 1, results);
        CheckMemory(run);
    }

    private void AfterYield(LuaThread thread, int results)
    {
        var L1 = thread.State;
        var token = results == 1 && LuaNative.lua_type(L1, -1) == LuaType.LightUserdata ? (nint)LuaNative.lua_touserdata(L1, -1) : 0;
        LuaNative.Pop(L1, results);
        if (ThreadFlags.TakePreempted(L1) || token == PreemptToken)
        {
            thread.Status = ThreadStatus.Ready;
            TurnsOf(thread.Run!).Preempt(thread);
        }
        else if (token == WaitToken)
        {
            Park(L1);
        }
        else
        {
            ThreadFlags.SetState(L1, ThreadFlags.Suspended);
            Suspended(L1);
        }
    }

    private int TakeArguments(LuaThread thread)
    {
        var arguments = thread.PendingArguments;
        thread.PendingArguments = 0;
        if (!thread.AnswerReady || thread.WaitPending)
        {
            return arguments;
        }

        thread.AnswerReady = false;
        _block->EnterHost();
        if (thread.Answer is { } answer)
        {
            thread.Answer = null;
            arguments = ValuePusher.PushAnswer(thread.State, answer);
        }
        else if (thread.ReturnsElapsed)
        {
            LuaNative.lua_pushnumber(thread.State, _services.Time.GetElapsedTime(thread.WaitStarted).TotalSeconds);
            arguments = 1;
        }

        _block->LeaveHost();
        return arguments;
    }

    private void PrepareClock(Run run, long now, long sliceEnd)
    {
        var cpuLeft = ToStopwatch(_services.Limits.RunCpu) - run.CpuTicks;
        var wallLeft = ToStopwatch(_services.Time.GetElapsedTime(_services.Time.GetTimestamp(), run.WallDeadline));
        _block->KillReason = cpuLeft <= wallLeft ? KillReasons.Cpu : KillReasons.Wall;
        _block->Deadline = now + Math.Max(0, Math.Min(cpuLeft, wallLeft));
        _block->SliceStart = now;
        _block->SliceEnd = Math.Min(sliceEnd, _block->Deadline);
        _block->CpuBefore = run.CpuTicks;
        _block->Killed = 0;
        _block->Forced = 0;
        _block->Depth = 1;
    }

    [LoggerMessage(1009, LogLevel.Critical, "The VM of guild {Guild} is given up: a coroutine that was due has nothing to run")]
    private static partial void LogNothingToResume(ILogger logger, string guild);

    private static long ToStopwatch(TimeSpan span) => (long)(span.TotalSeconds * Stopwatch.Frequency);
}
