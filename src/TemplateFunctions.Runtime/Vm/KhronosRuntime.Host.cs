using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>What host functions and timers ask of the VM.</summary>
internal sealed partial class KhronosRuntime
{
    private const double LongestWait = 365.0 * 86_400;

    /// <summary>The stack noted by an xpcall before it was unwound, until the prelude fetches it.</summary>
    public (nint Thread, Run? Run, string Text) KeptTrace { get; set; }

    /// <summary>Where the last error of a coroutine was raised that went on to its caller, which has another stack.</summary>
    public InnerTrace? InnerTrace { get; set; }

    public bool IsAlive(int runNumber) => _liveRuns.Find(runNumber) is { Stopped: false };

    /// <summary>The timestamp of the time provider that many seconds from now.</summary>
    public long DueIn(double seconds) => _services.Time.GetTimestamp() + DelayOf(seconds);

    private long DelayOf(double seconds) => _services.Ticks(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, LongestWait)));

    /// <summary>From any thread: the host operation a script waits for has ended.</summary>
    public void Complete(LuaThread thread, int waitNumber, HostAnswer answer) => _scheduler.Complete(this, thread, waitNumber, answer);

    /// <summary>Gives back what the collector has not got round to: called when the VM has been idle for a while.</summary>
    public void Trim()
    {
        while (_freeMains.TryPop(out var kept))
        {
            Unanchor(kept);
        }

        CollectGarbage();
        GiveBack(0);
        Publish();
    }

    private unsafe void CollectGarbage()
    {
        _block->EnterHost();
        Native.LuaNative.lua_gc(L, Native.LuaNative.GcCollect, 0, 0, 0);
        _block->LeaveHost();
    }

    /// <summary>How long the VM has had nothing to do, when it is idle now.</summary>
    public TimeSpan? IdleFor() => IsIdle ? SinceLastUse() : null;

    public TimeSpan SinceLastUse() => _services.Time.GetUtcNow() - _lastUsedAt;
}
