using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// A process of its own for each guild that is given here, ended when its last run is over: for suspects. A run that is answered
/// <c>VmBroken(PanicRecovery)</c> took its process down, and nobody else's.
/// </summary>
internal sealed class LoneProcessStrategy : IVmDistributionStrategy
{
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private readonly WorkerServices _services;
    private readonly ConcurrentDictionary<GuildId, LoneWorker> _workers = new();
    private readonly ConcurrentDictionary<LoneWorker, bool> _all = new();
    private readonly SemaphoreSlim _places;
    private readonly ITimer _watchdog;
    private volatile bool _closed;
    private int _watching;

    public LoneProcessStrategy(WorkerServices services)
    {
        _services = services;
        _places = new SemaphoreSlim(services.Options.LoneProcesses);
        _watchdog = TimeProvider.System.CreateTimer(static strategy => ((LoneProcessStrategy)strategy!).Watch(), this, WorkerWatch.Interval, WorkerWatch.Interval);
    }

    public string Name => "lone-process";

    /// <summary>Ids of the processes that run now. For tests.</summary>
    internal IReadOnlyList<int> ProcessIds => [.. _workers.Values.Select(worker => worker.Ready?.ProcessId).OfType<int>()];

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null)
    {
        if (action is SetMemoryLimitAction limit)
        {
            SetLimit(guild, limit);
            return;
        }

        var runs = action is ExecuteAction or DispatchEventAction;
        while (!_closed)
        {
            if (_workers.TryGetValue(guild, out var worker))
            {
                if (worker.TryDispatch(action))
                {
                    return;
                }

                // It ends in this moment and leaves the table.
                Thread.Yield();
            }
            else if (runs)
            {
                Start(guild);
            }
            else
            {
                break;
            }
        }

        ActionHandler.Refuse(action, BrokenReason.ExplicitDestroy);
    }

    public int SlotOf(GuildId guild) => 0;

    public GuildCpu CpuOf(GuildId guild) => _services.Vms.Cpu.Read(guild);

    public IReadOnlyList<VmThreadInfo> Threads() => [.. _workers.Values.SelectMany(worker => worker.Watch.LastReport?.Threads ?? [])];

    public IReadOnlyList<VmInfo> Vms()
    {
        var asked = _workers.Values.Select(worker => worker.Ready is { } connection ? worker.Watch.AskAsync(connection, withVms: true) : Task.FromResult<WorkerReport?>(null)).ToArray();
        Task.WaitAll(asked, TimeSpan.FromSeconds(1));
        return [.. asked.Where(report => report.IsCompletedSuccessfully).SelectMany(report => report.Result?.Vms ?? [])];
    }

    public VmMemory Memory() => VmMemory.Sum(_workers.Values.Select(worker => worker.Watch.LastReport).OfType<WorkerReport>().Select(report => report.Memory));

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        await _watchdog.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_all.Keys.Select(worker => worker.StopAsync(StopWait))).ConfigureAwait(false);
    }

    private void Start(GuildId guild)
    {
        var worker = new LoneWorker(
            _services,
            guild,
            () => LimitOf(guild),
            ended => _workers.TryRemove(new KeyValuePair<GuildId, LoneWorker>(guild, ended)),
            gone => _all.TryRemove(gone, out _));
        if (_workers.TryAdd(guild, worker))
        {
            _all[worker] = true;
            _ = worker.RunAsync(_places);
        }
    }

    private long? LimitOf(GuildId guild) => _services.Vms.MemoryLimits.TryGetValue(guild, out var bytes) ? bytes : null;

    private void SetLimit(GuildId guild, SetMemoryLimitAction limit)
    {
        var previous = LimitOf(guild) ?? _services.Vms.Limits.MemoryBytes;
        _services.Vms.MemoryLimits[guild] = limit.Limit;
        if (!_workers.TryGetValue(guild, out var worker) || !worker.TryDispatch(limit))
        {
            limit.Complete(previous);
        }
    }

    private void Watch()
    {
        if (Interlocked.Exchange(ref _watching, 1) != 0)
        {
            return;
        }

        foreach (var worker in _all.Keys)
        {
            worker.Look();
        }

        Volatile.Write(ref _watching, 0);
    }
}
