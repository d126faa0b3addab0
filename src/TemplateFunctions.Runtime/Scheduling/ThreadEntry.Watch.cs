using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The thread as its watchdog sees it, from outside. A thread that is stuck in one native call, or in a host function that blocks, cannot
/// be ended: it is given up, everybody who waits on it is answered, and another takes its slot.
/// </summary>
internal sealed partial class ThreadEntry
{
    private long _busySince;
    private int _givenUp;

    /// <summary>Given up, and still there.</summary>
    public bool IsLost => _givenUp != 0 && _thread.IsAlive;

    /// <summary>Whether it has been at one thing for longer than its grace. In real time: a guild's clock has no say in it.</summary>
    public bool IsStuck => Volatile.Read(ref _busySince) is > 0 and var since && Stopwatch.GetElapsedTime(since) > _services.Limits.ThreadGrace;

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
        RefuseMailbox(BrokenReason.PanicRecovery);
        _ended.TrySetResult();
    }

    private void MarkBusy() => Volatile.Write(ref _busySince, Stopwatch.GetTimestamp());

    [LoggerMessage(1005, LogLevel.Critical, "VM thread {Slot} has been in one call for more than {Seconds} s and is given up; its guilds get fresh VMs")]
    private static partial void LogGivenUp(ILogger logger, int slot, double seconds);
}
