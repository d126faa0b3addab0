using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// One VM thread: its mailbox, the VMs that live on it, its timers. Sleeps when there is nothing to do and is woken by whoever
/// posts. Every strategy is made of these.
/// </summary>
internal sealed partial class ThreadEntry : IVmScheduler
{
    private readonly ConcurrentQueue<Message> _mailbox = new();
    private readonly SemaphoreSlim _wake = new(0);
    private readonly VmServices _services;
    private readonly ReadyQueue _ready;
    private readonly TimerHeap _timers;
    private readonly ITimer _alarm;
    private readonly Action<ThreadEntry> _onLost;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly long _slice;
    private readonly RunningNote? _note;
    private long? _alarmAt;
    private int _alarmFired;
    private int _asleep;
    private int _lost;
    private volatile bool _stopping;
    private volatile bool _closed;
    private volatile BrokenReason _closeReason;

    public ThreadEntry(int slot, VmServices services, Action<ThreadEntry> onLost)
    {
        Slot = slot;
        _services = services;
        _onLost = onLost;
        _note = services.TakeNote();
        _slice = (long)(services.Limits.Slice.TotalSeconds * Stopwatch.Frequency);
        _ready = new ReadyQueue(_slice);
        _timers = new TimerHeap(services.Time);
        _alarm = services.Time.CreateTimer(static state => ((ThreadEntry)state!).OnAlarm(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Loop, services.Limits.StackBytes) { IsBackground = true, Name = $"vm-{slot}" };
        services.Memory.Join(this);
        _thread.Start();
    }

    public int Slot { get; }

    /// <summary>Completes when the thread has ended, for whatever reason.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Hands an action over. Answers false when the thread takes nothing any more: the caller goes elsewhere.</summary>
    public bool TryPost(GuildId guild, LuaVmAction action)
    {
        if (_stopping)
        {
            return false;
        }

        Post(new Message(guild, action, null, 0, null, null, null));
        if (_closed)
        {
            // The thread took its last look before this was posted.
            RefuseMailbox(_closeReason);
        }

        return true;
    }

    /// <summary>Ends the thread once everything posted so far was taken; what still runs is answered with VmBroken.</summary>
    public void Stop()
    {
        _stopping = true;
        Wake();
    }

    public void Enqueue(KhronosRuntime vm)
    {
        if (!vm.Throttled && vm.MemoryWait is null)
        {
            _ready.Wake(vm);
        }
    }

    public void At(long timestamp, ITimerTarget target, int number) => _timers.Add(timestamp, target, number);

    public void Complete(KhronosRuntime vm, LuaThread thread, int waitNumber, HostAnswer answer) =>
        Post(new Message(vm.Guild, null, thread, waitNumber, answer, null, null));

    public void Cancel(Run run) => Post(new Message(run.Vm.Guild, null, null, 0, null, run, null));

    private void Post(in Message message)
    {
        _mailbox.Enqueue(message);
        Wake();
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _asleep, 0) == 1)
        {
            _wake.Release();
        }
    }

    private void OnAlarm()
    {
        Volatile.Write(ref _alarmFired, 1);
        Wake();
    }

    private void Loop()
    {
        try
        {
            while (!_stopping || !_mailbox.IsEmpty)
            {
                while (_mailbox.TryDequeue(out var message))
                {
                    MarkBusy();
                    Handle(message);
                }

                MarkBusy();
                _timers.Fire();
                if (_ready.Take() is { } vm)
                {
                    RunTurn(vm);
                }
                else if (!_stopping && !BuildSpare())
                {
                    MarkIdle();
                    Sleep();
                }
            }

            Close(BrokenReason.ExplicitDestroy);
        }
        catch (Exception panic)
        {
            LogPanic(_services.Logger, Slot, panic);
            Lose();
            Close(BrokenReason.PanicRecovery);
        }
        finally
        {
            _note?.Return();
            _alarm.Dispose();
            _ended.TrySetResult();
        }
    }

    /// <summary>Takes nothing any more and lets another thread have the slot.</summary>
    private void Lose()
    {
        _stopping = true;
        if (Interlocked.Exchange(ref _lost, 1) == 0)
        {
            _onLost(this);
        }
    }

    /// <summary>Sleeps until something is posted or due. The flag goes up before the last look, so that no wake-up is lost.</summary>
    private void Sleep()
    {
        ArmAlarm();
        Interlocked.Exchange(ref _asleep, 1);
        if (!_mailbox.IsEmpty || _stopping || Volatile.Read(ref _alarmFired) == 1 || _timers.Next <= _services.Time.GetTimestamp())
        {
            if (Interlocked.Exchange(ref _asleep, 0) == 0)
            {
                _wake.Wait();
            }

            return;
        }

        _wake.Wait();
    }

    private void ArmAlarm()
    {
        // An alarm that went off before anything was due must be set again, or the entry is never looked at.
        var fired = Interlocked.Exchange(ref _alarmFired, 0) == 1;
        if (_timers.Next is not { } due || (due == _alarmAt && !fired))
        {
            return;
        }

        _alarmAt = due;
        var wait = _services.Time.GetElapsedTime(_services.Time.GetTimestamp(), due);

        // Timers count whole milliseconds: rounded up, so that the entry is mostly due when the thread looks.
        var milliseconds = Math.Clamp(Math.Ceiling(wait.TotalMilliseconds), 1, int.MaxValue / 2);
        _alarm.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    [LoggerMessage(1002, LogLevel.Critical, "VM thread {Slot} was lost to a host bug; its guilds get fresh VMs")]
    private static partial void LogPanic(ILogger logger, int slot, Exception exception);

    /// <summary>An action for a guild, the end of a host operation, or a run that is to be stopped, or news of the memory budget.</summary>
    private readonly record struct Message(GuildId Guild, LuaVmAction? Action, LuaThread? Thread, int WaitNumber, HostAnswer? Answer, Run? Cancelled, object? Memory);
}
