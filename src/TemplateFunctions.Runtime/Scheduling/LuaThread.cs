using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>Why the scheduler knows a coroutine.</summary>
internal enum ThreadKind
{
    /// <summary>The entry chunk of a run.</summary>
    Main,

    /// <summary>Made by <c>task.spawn</c>, <c>defer</c> or <c>delay</c>.</summary>
    Task,

    /// <summary>Made by the script itself; known because it waits, or waited, for the host.</summary>
    Script,
}

/// <summary>Where a coroutine known to the scheduler stands.</summary>
internal enum ThreadStatus
{
    /// <summary>Suspended by the script, or not started: nothing will resume it by itself.</summary>
    Idle,

    /// <summary>In the ready queue.</summary>
    Ready,

    /// <summary>On the VM thread.</summary>
    Running,

    /// <summary>Yielded to the host: a timer or a host operation will make it ready.</summary>
    Waiting,

    /// <summary>Ended, failed or dropped.</summary>
    Done,
}

/// <summary>One coroutine that the scheduler resumes. Anchored in the registry while it is known.</summary>
internal sealed class LuaThread(nint state, int reference, ThreadKind kind) : ITimerTarget, IChained<LuaThread>
{
    public nint State { get; } = state;

    public int Reference { get; set; } = reference;

    public ThreadKind Kind { get; set; } = kind;

    public ThreadStatus Status { get; set; }

    public Run? Run { get; set; }

    /// <inheritdoc/>
    public LuaThread? Previous { get; set; }

    /// <inheritdoc/>
    public LuaThread? Next { get; set; }

    /// <summary>Values already on its stack that the next resume takes as arguments.</summary>
    public int PendingArguments { get; set; }

    /// <summary>Tells a wait from earlier ones: a timer or completion of another number is stale.</summary>
    public int WaitNumber { get; set; }

    /// <summary>
    /// It has asked the host for something and has not yielded for it yet. It may be preempted in between; an answer that comes then
    /// is kept until it has yielded.
    /// </summary>
    public bool WaitPending { get; set; }

    /// <summary>When the wait began and may end, in timestamp ticks of the time provider.</summary>
    public long WaitStarted { get; set; }

    /// <inheritdoc cref="WaitStarted"/>
    public long? WaitDue { get; set; }

    /// <summary>Whether the next resume passes the seconds waited.</summary>
    public bool ReturnsElapsed { get; set; }

    /// <summary>Set when the answer came before the thread had yielded, or is delivered with the next resume.</summary>
    public bool AnswerReady { get; set; }

    /// <summary>The host operation's answer; null for timers.</summary>
    public HostAnswer? Answer { get; set; }

    public bool IsLive(int number) => WaitNumber == number && (Status == ThreadStatus.Waiting || WaitPending);

    public void OnTimer(int number) => Run?.Vm.WaitIsOver(this, number, null);
}

/// <summary>How a host operation that a script waits for ended.</summary>
internal sealed record HostAnswer(HostReturn Return, string? Error);
