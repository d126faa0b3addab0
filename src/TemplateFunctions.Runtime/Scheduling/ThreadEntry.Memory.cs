using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The thread's part in the memory budget of its process. Runs of a guild whose VM finds no room wait here, unbuilt; a VM that finds
/// none while it grows gets no turn. Both are in line at the budget, and both waits end.
/// </summary>
internal sealed partial class ThreadEntry : IMemoryHolder
{
    /// <summary>How long a caller who would rather be refused waits for a VM, and how long a VM that wants to grow stands still before it goes.</summary>
    public static readonly TimeSpan LongestMemoryWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<GuildId, UnbuiltVm> _unbuilt = new();

    private MemoryBudget Memory => _services.Memory;

    IEnumerable<IdleVm> IMemoryHolder.Idle()
    {
        foreach (var vm in _vms.Values)
        {
            if (vm.Info is { LiveRuns: 0, State: VmState.Healthy } info)
            {
                yield return new IdleVm(this, info.Guild, info.MemoryBytes, info.LastUsedAt);
            }
        }
    }

    void IMemoryHolder.Evict(GuildId guild) => Post(new Message(guild, null, null, 0, null, null, EvictIdle));

    void IMemoryHolder.Granted(MemoryWait wait)
    {
        Post(new Message(wait.Guild, null, null, 0, null, null, wait));
        if (_closed)
        {
            RefuseMailbox(_closeReason);
        }
    }

    /// <summary>Stands for an eviction in the mailbox.</summary>
    private static readonly object EvictIdle = new();

    private void HandleMemory(GuildId guild, object news)
    {
        if (news is MemoryWait wait)
        {
            TakeGrant(wait);
        }
        else if (Find(guild) is { IsIdle: true } vm && Memory.IsShort)
        {
            LogMadeRoom(_services.Logger, guild.ToString(), Memory.Limit);
            Destroy(vm);
        }
    }

    /// <summary>Whether the run has to wait until there is room for its guild's VM; it has been put in line then.</summary>
    private bool MustWait(GuildId guild, in PendingRun run)
    {
        if (_unbuilt.TryGetValue(guild, out var unbuilt))
        {
            unbuilt.Runs.Enqueue(run);
        }
        else if (Memory.TryReserve(MemoryBudget.NewVmBytes))
        {
            return false;
        }
        else
        {
            unbuilt = new UnbuiltVm();
            unbuilt.Runs.Enqueue(run);
            _unbuilt[guild] = unbuilt;
            unbuilt.Wait = Memory.Wait(this, guild, MemoryBudget.NewVmBytes);
        }

        if (run.Request.Impatient)
        {
            At(_services.Time.GetTimestamp() + _services.Ticks(LongestMemoryWait), new Impatience(this, guild, unbuilt), 0);
        }

        return true;
    }

    private void TakeGrant(MemoryWait wait)
    {
        if (!Memory.TryTake(wait))
        {
            return;
        }

        if (_unbuilt.TryGetValue(wait.Guild, out var unbuilt) && unbuilt.Wait == wait)
        {
            _unbuilt.TryRemove(wait.Guild, out _);
            var vm = Build(wait.Guild);
            while (unbuilt.Runs.TryDequeue(out var run))
            {
                Accept(vm, run);
            }
        }
        else if (Find(wait.Guild) is { } vm && vm.MemoryWait == wait)
        {
            vm.MemoryWait = null;
            vm.Feed(wait.Bytes);
            if (vm.HasWork)
            {
                Enqueue(vm);
            }
        }
        else
        {
            Memory.Release(wait.Bytes);
        }
    }

    /// <summary>A VM that grew and found nothing left: it goes on if it can do with less, else it gets in line.</summary>
    private bool MustStarve(KhronosRuntime vm)
    {
        if (!vm.IsStarved || vm.TryDoWithLess())
        {
            return false;
        }

        vm.MemoryWait = Memory.Wait(this, vm.Guild, MemoryBudget.GrowthBytes);
        At(_services.Time.GetTimestamp() + _services.Ticks(LongestMemoryWait), new Starvation(this, new WeakVm(vm), vm.MemoryWait), 0);
        return true;
    }

    private void LeaveLine(KhronosRuntime vm)
    {
        if (vm.MemoryWait is { } wait)
        {
            vm.MemoryWait = null;
            Memory.Cancel(wait);
        }
    }

    /// <summary>Nobody waits any more: the thread takes nothing.</summary>
    private void RefuseUnbuilt(BrokenReason reason)
    {
        foreach (var guild in _unbuilt.Keys)
        {
            if (_unbuilt.TryRemove(guild, out var unbuilt))
            {
                if (unbuilt.Wait is { } wait)
                {
                    Memory.Cancel(wait);
                }

                while (unbuilt.Runs.TryDequeue(out var run))
                {
                    run.Sink.Settle(run.Request, Results.Broken(reason));
                }
            }
        }

        Memory.Leave(this);
    }

    [LoggerMessage(1007, LogLevel.Information, "The idle VM of guild {Guild} made way for others: all VMs together may hold {Bytes} bytes (Pool:MemoryBytes)")]
    private static partial void LogMadeRoom(ILogger logger, string guild, long bytes);

    [LoggerMessage(1008, LogLevel.Warning, "The VM of guild {Guild} wanted to grow and found no room in {Bytes} bytes (Pool:MemoryBytes); its runs start again")]
    private static partial void LogStarved(ILogger logger, string guild, long bytes);

    /// <summary>Runs of a guild for whose VM there is no room.</summary>
    private sealed class UnbuiltVm
    {
        public ConcurrentQueue<PendingRun> Runs { get; } = new();

        public MemoryWait? Wait { get; set; }
    }

    /// <summary>Refuses those who have waited for a VM for long enough.</summary>
    private sealed class Impatience(ThreadEntry entry, GuildId guild, UnbuiltVm unbuilt) : ITimerTarget
    {
        public void OnTimer(int number)
        {
            var now = entry._services.Time.GetTimestamp();
            for (var i = unbuilt.Runs.Count; i > 0 && unbuilt.Runs.TryDequeue(out var run); i--)
            {
                if (run.Request.Impatient && entry._services.Time.GetElapsedTime(run.Accepted, now) >= LongestMemoryWait)
                {
                    run.Sink.Settle(run.Request, Results.NoRoom(entry.Memory.Limit, LongestMemoryWait));
                }
                else
                {
                    unbuilt.Runs.Enqueue(run);
                }
            }

            if (unbuilt.Runs.IsEmpty && entry._unbuilt.TryRemove(new KeyValuePair<GuildId, UnbuiltVm>(guild, unbuilt)))
            {
                entry.Memory.Cancel(unbuilt.Wait!);
            }
        }
    }

    /// <summary>A VM that could not grow makes way itself: it did nothing wrong, so its runs are owed another start.</summary>
    private sealed class Starvation(ThreadEntry entry, WeakVm handle, MemoryWait wait) : ITimerTarget
    {
        public bool IsLive(int number) => handle.TryGet(out _);

        public void OnTimer(int number)
        {
            if (handle.TryGet(out var vm) && vm.MemoryWait == wait)
            {
                LogStarved(entry._services.Logger, vm.Guild.ToString(), entry.Memory.Limit);
                vm.Break(BrokenReason.ExplicitDestroy);
                entry.Replace(vm);
            }
        }
    }
}
