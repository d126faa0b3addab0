using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>How threads and runs end, and who is told.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private const int KeptMains = 8;

    private readonly Stack<LuaThread> _freeMains = [];

    /// <summary>
    /// A thread has returned or failed. Its values, or the error, stand on <paramref name="at"/> from <paramref name="first"/> on: its own stack,
    /// or that of the coroutine which resumed it.
    /// </summary>
    public void Ended(LuaThread thread, nint at, bool ok, int first, int count)
    {
        var run = thread.Run!;
        if (thread.Kind == ThreadKind.Main && !run.Settled)
        {
            var result = ok
                ? Results.FromValues(this, run, at, first, count)
                : Results.Failed(ErrorReader.Read(this, run, thread.State, at), MemoryBytes);
            Settle(run, result);
        }
        else if (!ok && (thread.Kind == ThreadKind.Task || at == thread.State))
        {
            TellTaskError(run, ErrorReader.Read(this, run, thread.State, at));
        }

        if (ok && at == thread.State && thread.Kind == ThreadKind.Main && TryKeep(thread))
        {
            return;
        }

        if (at == thread.State)
        {
            // Scripts that hold it see a dead coroutine. One that failed keeps its stack: coroutine.close still has variables to close.
            if (ok)
            {
                LuaNative.lua_settop(thread.State, 0);
            }

            ThreadFlags.SetState(thread.State, ThreadFlags.Suspended);
        }

        Release(thread);
    }

    /// <summary>Stops a run where it stands: none of its threads goes on.</summary>
    public void Stop(Run run, LuaVmResult result)
    {
        if (run.Stopped)
        {
            return;
        }

        run.Stopped = true;
        var settledBefore = run.Settled;
        Settle(run, result);
        if (settledBefore && result.Error is { } error)
        {
            TellTaskError(run, error);
        }

        while (run.FirstThread is { } thread)
        {
            Drop(thread);
        }

        EndIfOver(run);
    }

    public void WallLimitReached(Run run)
    {
        if (State == VmState.Healthy && run.IsLive)
        {
            Stop(run, Results.TimedOut(this, run, KillReasons.Wall, forced: false));
        }
    }

    public void CancelRun(Run run)
    {
        if (State == VmState.Healthy && run.IsLive)
        {
            Stop(run, Results.Cancelled());
        }
    }

    private bool StopIfOverLimit(LuaThread thread, Run run, int status)
    {
        if (_block->Overshot != 0)
        {
            _block->SettleOvershoot(L);
        }

        if (_block->OutOfMemory != 0)
        {
            CheckMemory(run);
            return true;
        }

        // A coroutine that got a raising hook is of no more use, even when it ended before the hook could raise.
        if (_block->Killed == 0 || (status == LuaNative.Ok && _block->Forced == 0))
        {
            return false;
        }

        var forced = _block->Forced != 0;
        if (forced)
        {
            Announce(BrokenReason.ExecutionTimeout);
        }

        Stop(run, Results.TimedOut(this, run, _block->KillReason, forced));
        if (forced)
        {
            Break(BrokenReason.ExecutionTimeout);
        }

        return true;
    }

    /// <summary>Ends the VM when its memory limit was reached; the run that was on the thread is the one to blame.</summary>
    private void CheckMemory(Run? blamed)
    {
        if (_block->Overshot != 0)
        {
            _block->SettleOvershoot(L);
        }

        if (_block->OutOfMemory == 0)
        {
            return;
        }

        // Whoever acts on the run's answer must find the loss announced.
        Announce(BrokenReason.MemoryLimitExceeded);
        if (blamed is not null)
        {
            Stop(blamed, Results.OutOfMemory(this, _block->Limit));
        }

        Break(BrokenReason.MemoryLimitExceeded);
    }

    private void Settle(Run run, LuaVmResult result)
    {
        if (run.Settled)
        {
            return;
        }

        run.Settled = true;
        result.Logs = run.Log?.Take() ?? [];
        result.Cpu = System.Diagnostics.Stopwatch.GetElapsedTime(0, run.CpuTicks);
        result.Duration = _services.Time.GetElapsedTime(run.Accepted);
        result.MemoryBytes = MemoryBytes;
        result.ThreadsRemain = run.ThreadCount > 1;
        TellResult(run, result);
    }

    private void EndIfOver(Run run)
    {
        if (!run.Settled || run.ThreadCount > 0 || !run.IsLive)
        {
            return;
        }

        _liveRuns.Remove(run);
        if (ReferenceEquals(InnerTrace?.Run, run))
        {
            InnerTrace = null;
        }

        WakeModuleWaiters();
        run.Cancel();
        run.CallersToken.Unregister();
        run.WallTimer?.Disarm();
        (run.Request.Observer as IRunLifetime)?.OnOver();
        _block->Charge(-run.LogCharge);
        run.LogCharge = 0;
        if (--run.Isolate.LiveRuns == 0 && run.Isolate.Retired)
        {
            FreeIsolate(run.Isolate);
        }
    }

    /// <summary>Everybody who waits on this VM is answered; nothing of it runs again.</summary>
    private void SettleAll(BrokenReason reason)
    {
        foreach (var run in _liveRuns.Snapshot())
        {
            Stop(run, Results.Broken(reason));
        }

        _ready.Clear();
    }

    private void ArmWallTimer(Run run)
    {
        if (run.WallTimer is null)
        {
            run.WallTimer = new WallTimer(run);
            _scheduler.At(run.WallDeadline, run.WallTimer, 0);
        }
    }

    /// <summary>A main coroutine that ended normally and that no script has seen serves the next run: making one costs more than the rest of a small run.</summary>
    private bool TryKeep(LuaThread thread)
    {
        if (_freeMains.Count >= KeptMains || ThreadFlags.IsExposed(thread.State))
        {
            return false;
        }

        LuaNative.lua_settop(thread.State, 0);
        thread.Status = ThreadStatus.Idle;
        var run = thread.Run!;
        run.Remove(thread);

        // The next run's from here on, or the collector's: this one may live on with its tasks and must not look at it again.
        run.Main = null;
        thread.Run = null;
        _freeMains.Push(thread);
        EndIfOver(run);
        return true;
    }

    private LuaThread RentMain(Run run)
    {
        if (_freeMains.TryPop(out var kept))
        {
            run.Add(kept);
            run.Main = kept;
            return kept;
        }

        var state = LuaNative.lua_newthread(L);
        LuaNative.lua_sethook(state, PreemptionHook.Pointer, LuaNative.MaskCount, _block->Period);
        CurrentRun = run;
        run.Main = Register(L, state, ThreadKind.Main);
        CurrentRun = null;
        return run.Main;
    }
}
