using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>The VMs of the thread: made on demand, given turns, closed.</summary>
internal sealed partial class ThreadEntry
{
    private readonly ConcurrentDictionary<GuildId, KhronosRuntime> _vms = new();
    private KhronosRuntime? _spare;
    private long _spareTicks;
    private bool _spareWanted;
    private long _actions;
    private long _busyTicks;

    public IEnumerable<VmInfo> Infos => _vms.Values.Select(vm => vm.Info);

    public VmThreadInfo Info => new(
        Slot,
        _givenUp != 0 ? "lost" : _stopping ? "stopping" : "healthy",
        _vms.Count,
        _ready.Count,
        _timers.Count,
        Interlocked.Read(ref _actions),
        Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _busyTicks)),
        Volatile.Read(ref _throttled));

    private void Handle(in Message message)
    {
        if (message.Thread is { } thread)
        {
            thread.Run?.Vm.WaitIsOver(thread, message.WaitNumber, message.Answer);
            return;
        }

        if (message.Cancelled is { } run)
        {
            run.Vm.CancelRun(run);
            return;
        }

        if (message.Memory is { } news)
        {
            HandleMemory(message.Guild, news);
            return;
        }

        Interlocked.Increment(ref _actions);
        try
        {
            ActionHandler.Handle(this, message.Guild, message.Action!);
        }
        catch
        {
            // Whoever acts on the answer must find the thread's successor. Runs that a VM has taken already are answered with it.
            Lose();
            ActionHandler.Refuse(message.Action!, BrokenReason.PanicRecovery);
            throw;
        }
    }

    public KhronosRuntime? Find(GuildId guild) => _vms.GetValueOrDefault(guild);

    public void Accept(GuildId guild, RunRequest request, IRunSink sink)
    {
        if (request.Cancellation.IsCancellationRequested)
        {
            sink.Settle(request, Results.Cancelled());
            return;
        }

        var run = new PendingRun(request, sink, _services.Time.GetTimestamp());
        if (_vms.TryGetValue(guild, out var vm))
        {
            vm.Accept(run);
        }
        else if (!MustWait(guild, run))
        {
            Accept(Build(guild), run);
        }
    }

    private static void Accept(KhronosRuntime? vm, in PendingRun run)
    {
        if (vm is not null)
        {
            vm.Accept(run);
        }
        else
        {
            run.Sink.Settle(run.Request, Results.Unbuilt());
        }
    }

    /// <summary>Remembers the guild's memory limit, also for VMs to come; answers the previous one.</summary>
    public long SetMemoryLimit(GuildId guild, long limit)
    {
        var previous = _services.MemoryLimits.GetValueOrDefault(guild, _services.Limits.MemoryBytes);
        _services.MemoryLimits[guild] = limit;
        return Find(guild)?.SetMemoryLimit(limit) ?? previous;
    }

    public bool AllowsPanic => _services.AllowPanic;

    public void Destroy(KhronosRuntime vm)
    {
        vm.Break(BrokenReason.ExplicitDestroy);
        while (vm.TryTakeUnstarted(out var run))
        {
            run.Sink.Settle(run.Request, Results.Broken(BrokenReason.ExplicitDestroy));
        }

        Remove(vm);
    }

    /// <summary>Builds the guild's VM, for which there is room.</summary>
    private KhronosRuntime? Build(GuildId guild)
    {
        KhronosRuntime vm;
        var start = Stopwatch.GetTimestamp() - _spareTicks;
        try
        {
            vm = _spare ?? new KhronosRuntime(_services, this);
            _spare = null;
            _spareTicks = 0;
            _spareWanted = true;
            vm.Give(guild, _services.MemoryLimits.TryGetValue(guild, out var limit) ? limit : null);
        }
        catch (Exception failure) when (failure is InvalidOperationException or OutOfMemoryException)
        {
            LogUnbuilt(_services.Logger, guild.ToString(), failure);
            Memory.Release(MemoryBudget.NewVmBytes);
            _services.Observer.OnBroken(guild, BrokenReason.InternalError);
            return null;
        }

        vm.OnBroken += (broken, reason) => _services.Observer.OnBroken(broken.Guild, reason);
        _vms[guild] = vm;
        vm.Cpu = _services.Cpu.Hold(guild);
        Charge(vm.Cpu, Stopwatch.GetTimestamp() - start);
        ScheduleEviction(vm);
        return vm;
    }

    /// <summary>Builds the next new guild's VM while there is nothing else to do; answers whether it did.</summary>
    private bool BuildSpare()
    {
        if (!_spareWanted)
        {
            return false;
        }

        _spareWanted = false;
        var start = Stopwatch.GetTimestamp();
        try
        {
            _spare = new KhronosRuntime(_services, this);
            _spareTicks = Stopwatch.GetTimestamp() - start;
        }
        catch (Exception failure) when (failure is InvalidOperationException or OutOfMemoryException)
        {
            // The guild that needs one will try again, and say so.
            LogUnbuilt(_services.Logger, "(spare)", failure);
        }

        return true;
    }

    private void RunTurn(KhronosRuntime vm)
    {
        if (vm.State != VmState.Healthy || IsHeld(vm))
        {
            return;
        }

        // It stays until another guild's turn, or until there is nothing to do: what the guild has broken may show later.
        _note?.Set(vm.Guild);
        var ticks = vm.Turn(_slice);
        Charge(vm.Cpu!, ticks);
        vm.VirtualTime += Math.Max(1, ticks);
        Interlocked.Add(ref _busyTicks, ticks);
        if (vm.State != VmState.Healthy)
        {
            Replace(vm);
            return;
        }

        vm.GiveBack();
        if (MustStarve(vm))
        {
            return;
        }

        if (vm.HasWork)
        {
            _ready.Return(vm);
        }
        else if (!vm.TrimScheduled)
        {
            vm.TrimScheduled = true;
            At(_services.Time.GetTimestamp() + _services.Ticks(TrimAfter), new IdleTrim(this, new WeakVm(vm)), 0);
        }

        if (Memory.HasWaits && vm.IsIdle)
        {
            Memory.Relieve();
        }
    }

    /// <summary>A VM that broke makes way; runs that had not started begin on a fresh one.</summary>
    private void Replace(KhronosRuntime vm)
    {
        Remove(vm);
        while (vm.TryTakeUnstarted(out var run))
        {
            Accept(vm.Guild, run.Request, run.Sink);
        }
    }

    private void Remove(KhronosRuntime vm)
    {
        LeaveLine(vm);
        _note?.Set(vm.Guild);
        _vms.TryRemove(vm.Guild, out _);
        var start = Stopwatch.GetTimestamp();
        vm.Dispose();
        Settle(vm, Stopwatch.GetTimestamp() - start);
    }

    /// <summary>Answers everybody: runs in flight, runs not started, messages not taken.</summary>
    private void Close(BrokenReason reason)
    {
        foreach (var vm in _vms.Values.ToArray())
        {
            vm.Break(reason);
            while (vm.TryTakeUnstarted(out var run))
            {
                run.Sink.Settle(run.Request, Results.Broken(reason));
            }

            Remove(vm);
        }

        _spare?.Dispose();
        _spare = null;
        _closeReason = reason;
        _closed = true;
        RefuseUnbuilt(reason);
        RefuseMailbox(reason);
    }

    private void RefuseMailbox(BrokenReason reason)
    {
        while (_mailbox.TryDequeue(out var message))
        {
            if (message.Action is { } action)
            {
                ActionHandler.Refuse(action, reason);
            }
            else if (message.Memory is MemoryWait wait)
            {
                Memory.Cancel(wait);
            }
        }
    }

    [LoggerMessage(1003, LogLevel.Error, "The VM of guild {Guild} could not be built")]
    private static partial void LogUnbuilt(ILogger logger, string guild, Exception exception);
}
