using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The thread as its watchdog sees it, from outside. A thread that is stuck in one native call, or in a host function that blocks, cannot
/// be ended: it is given up, everybody who waits on it is answered, and another takes its slot.
/// </summary>
internal sealed partial class ThreadEntry
{
    /// <summary>How often the watchdog must find the thread at the same step before it counts as stuck.</summary>
    public const int LooksUntilStuck = 4;

    private long _steps;
    private long _step;
    private long _seenStep;
    private int _looks;
    private int _givenUp;

    /// <summary>Given up, and still there.</summary>
    public bool IsLost => _givenUp != 0 && _thread.IsAlive;

    /// <summary>
    /// One look of the watchdog: whether the thread has been at one thing for the whole grace. Looks are counted, not seconds: a machine
    /// that stood still for a while must not cost its threads.
    /// </summary>
    public bool LooksStuck()
    {
        var step = Volatile.Read(ref _step);
        _looks = step != 0 && step == _seenStep ? _looks + 1 : 0;
        _seenStep = step;
        return _looks >= LooksUntilStuck;
    }

    /// <summary>
    /// From the watchdog: answers whoever waits, without touching any Lua state. Should the thread come back, it finds itself stopped and
    /// closes its VMs; second answers change nothing.
    /// </summary>
    public void GiveUp()
    {
        if (Interlocked.Exchange(ref _givenUp, 1) != 0)
        {
            return;
        }

        LogGivenUp(_services.Logger, Slot, _services.Limits.ThreadGrace.TotalSeconds);
        Lose();
        foreach (var vm in _vms.Values)
        {
            vm.Abandon(BrokenReason.PanicRecovery);
        }

        _closeReason = BrokenReason.PanicRecovery;
        _closed = true;
        RefuseUnbuilt(BrokenReason.PanicRecovery);
        RefuseMailbox(BrokenReason.PanicRecovery);
        _ended.TrySetResult();
    }

    private void MarkBusy() => Volatile.Write(ref _step, ++_steps);

    private void MarkIdle()
    {
        _note?.Clear();
        Volatile.Write(ref _step, 0);
    }

    [LoggerMessage(1005, LogLevel.Critical, "VM thread {Slot} has been in one call for more than {Seconds} s and is given up; its guilds get fresh VMs")]
    private static partial void LogGivenUp(ILogger logger, int slot, double seconds);
}
