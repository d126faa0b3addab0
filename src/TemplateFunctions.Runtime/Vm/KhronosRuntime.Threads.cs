using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>The coroutines that the scheduler knows, and what they wait for.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private const int ThreadCharge = 256;

    private readonly Dictionary<nint, LuaThread> _threads = [];

    public Run? CurrentRun { get; private set; }

    /// <summary>The coroutine <paramref name="thread"/> is about to wait for the host. Answers an error, or null and the wait.</summary>
    public string? BeginWait(nint thread, double? seconds, bool returnsElapsed, out LuaThread known)
    {
        known = null!;
        if (LuaNative.lua_isyieldable(thread) == 0)
        {
            return "cannot wait here: a metamethod or iterator called from native code is running [TF2007]";
        }

        if (!_threads.TryGetValue(thread, out var found))
        {
            if (_threads.Count >= _services.Limits.TasksPerVm)
            {
                return TooManyTasks();
            }

            LuaNative.lua_pushthread(thread);
            found = Register(thread, thread, ThreadKind.Script);
        }

        found.WaitPending = true;
        found.WaitNumber++;
        found.WaitStarted = _services.Time.GetTimestamp();
        found.WaitDue = seconds is { } s ? found.WaitStarted + DelayOf(s) : null;
        found.ReturnsElapsed = returnsElapsed;
        found.AnswerReady = false;
        found.Answer = null;
        known = found;
        if (found.WaitDue is { } at)
        {
            _scheduler.At(at, found, found.WaitNumber);
        }

        return null;
    }

    /// <summary>The coroutine has yielded to the host. When the answer came first it is ready at once.</summary>
    public void Park(nint thread)
    {
        if (!_threads.TryGetValue(thread, out var known))
        {
            // Its run was stopped while another run's coroutine had it on its stack.
            ThreadFlags.SetState(thread, ThreadFlags.Dropped);
            return;
        }

        ThreadFlags.SetState(thread, ThreadFlags.Waiting);
        known.WaitPending = false;
        known.Status = ThreadStatus.Waiting;
        if (known.AnswerReady)
        {
            MakeReady(known);
            return;
        }

        TellWaiting(known);
        ArmWallTimer(known.Run!);
    }

    /// <summary>
    /// The coroutine has yielded to the script: nothing resumes it by itself. Only a main coroutine stays known, because its run waits
    /// for its end; any other belongs to the script again, and to its collector when the script has dropped it.
    /// </summary>
    public void Suspended(nint thread)
    {
        if (!_threads.TryGetValue(thread, out var known))
        {
            return;
        }

        if (known.Kind != ThreadKind.Main)
        {
            Release(known);
            return;
        }

        known.Status = ThreadStatus.Idle;
        ArmWallTimer(known.Run!);
    }

    /// <summary>A timer or a host operation of the thread has ended; stale ones are told by their number.</summary>
    public void WaitIsOver(LuaThread thread, int number, HostAnswer? answer)
    {
        if (thread.WaitNumber != number || (thread.Status != ThreadStatus.Waiting && !thread.WaitPending) || State != VmState.Healthy)
        {
            return;
        }

        thread.Answer = answer;
        thread.AnswerReady = true;
        if (!thread.WaitPending)
        {
            MakeReady(thread);
        }
    }

    /// <summary>Makes the coroutine on top of the stack of <paramref name="at"/> a task of the current run; pops it unless refused.</summary>
    public string? AddTask(nint at, nint thread)
    {
        if (_threads.Count >= _services.Limits.TasksPerVm)
        {
            return TooManyTasks();
        }

        Register(at, thread, ThreadKind.Task);
        ThreadFlags.SetState(thread, ThreadFlags.Suspended);
        return null;
    }

    /// <summary>The thread, with its arguments already on its stack, starts at <paramref name="due"/>; null: when the current one has ended or waits.</summary>
    public void Schedule(LuaThread known, int arguments, long? due)
    {
        var thread = known.State;
        ThreadFlags.SetState(thread, ThreadFlags.Waiting);
        known.PendingArguments = arguments;
        known.Status = ThreadStatus.Waiting;
        known.WaitNumber++;
        known.WaitDue = due;
        known.AnswerReady = false;
        known.WaitPending = false;
        known.ReturnsElapsed = false;
        known.Answer = null;
        if (due is { } at)
        {
            _scheduler.At(at, known, known.WaitNumber);
            ArmWallTimer(known.Run!);
        }
        else
        {
            TurnsOf(known.Run!).Defer(known);
        }
    }

    public LuaThread? Known(nint thread) => _threads.GetValueOrDefault(thread);

    /// <summary>The thread is of no more interest: ended, closed or cancelled.</summary>
    public void Forget(nint thread)
    {
        if (!_threads.TryGetValue(thread, out var known))
        {
            return;
        }

        if (known is { Kind: ThreadKind.Main, Run: { Settled: false } run })
        {
            Settle(run, Results.Failed(new RunError("TF2007", "The run's main coroutine was closed by a script."), MemoryBytes));
        }

        Release(known);
    }

    /// <summary>Ends a thread without running anything of it: neither pending values nor <c>__close</c>.</summary>
    public void Drop(LuaThread thread)
    {
        if (thread.Status != ThreadStatus.Done)
        {
            ThreadFlags.SetState(thread.State, ThreadFlags.Dropped);
            Release(thread);
            WakeModuleWaiters();
        }
    }

    /// <summary>Anchors the coroutine on top of the stack of <paramref name="at"/> (and pops it); it is known from now on.</summary>
    private LuaThread Register(nint at, nint thread, ThreadKind kind)
    {
        var reference = LuaNative.luaL_ref(at, LuaNative.RegistryIndex);
        var known = new LuaThread(thread, reference, kind);
        _threads.Add(thread, known);
        ThreadFlags.SetRegistered(thread, true);
        _block->Charge(ThreadCharge);
        CurrentRun!.Add(known);
        return known;
    }

    private void Release(LuaThread thread)
    {
        thread.Status = ThreadStatus.Done;
        thread.WaitPending = false;
        thread.Answer = null;
        Unanchor(thread);
        var run = thread.Run!;
        run.Remove(thread);
        EndIfOver(run);
    }

    /// <summary>The scheduler knows the coroutine no longer; the collector may take it.</summary>
    private void Unanchor(LuaThread thread)
    {
        _threads.Remove(thread.State);
        ThreadFlags.SetRegistered(thread.State, false);
        _block->EnterHost();
        Unreference(L, thread.Reference);
        _block->LeaveHost();
        _block->Charge(-ThreadCharge);
    }

    private void MakeReady(LuaThread thread)
    {
        thread.Status = ThreadStatus.Ready;
        TurnsOf(thread.Run!).Add(thread);
    }

    /// <summary>The run's turns; it stands in the queue from now on.</summary>
    private RunTurns TurnsOf(Run run)
    {
        if (!run.IsQueued)
        {
            run.IsQueued = true;
            _ready.Enqueue(run);
            _scheduler.Enqueue(this);
        }

        return run.Turns ??= new RunTurns();
    }

    private string TooManyTasks() => $"too many tasks: a guild may have {_services.Limits.TasksPerVm} waiting tasks and timers [TF3006]";
}
