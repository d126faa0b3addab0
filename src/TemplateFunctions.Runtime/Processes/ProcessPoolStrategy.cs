using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// A fixed number of child processes, each with a pool of VM threads; a guild's id decides its slot, unless it was pinned to another. A
/// process that is lost is replaced in its place, and the others never notice.
/// </summary>
internal sealed class ProcessPoolStrategy : IVmDistributionStrategy
{
    private static readonly TimeSpan ReportWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StopWait = TimeSpan.FromSeconds(5);

    private readonly int _threads;
    private readonly GuildCpuLedger _cpu;
    private readonly WorkerSlot[] _slots;
    private readonly WorkerWatch[] _watches;
    private readonly GuildPlacement _placement;
    private readonly ITimer _watchdog;
    private int _watching;

    public ProcessPoolStrategy(WorkerServices services)
    {
        _threads = services.Options.ThreadsPerProcess;
        _cpu = services.Vms.Cpu;
        _slots = [.. Enumerable.Range(0, services.Options.Processes).Select(i => new WorkerSlot(services, i * _threads))];
        _watches = [.. _slots.Select(_ => new WorkerWatch(services.Options))];
        _placement = new GuildPlacement(_slots.Length * _threads);
        Array.ForEach(_slots, slot => slot.Start());
        _watchdog = TimeProvider.System.CreateTimer(static pool => ((ProcessPoolStrategy)pool!).Watch(), this, WorkerWatch.Interval, WorkerWatch.Interval);
    }

    public string Name => "process-pool";

    /// <summary>Ids of the processes that take work now. For tests.</summary>
    internal IReadOnlyList<int?> ProcessIds => [.. _slots.Select(slot => slot.ProcessId)];

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null)
    {
        var place = _placement.Place(guild, slot);
        _slots[place / _threads].Dispatch(guild, action, place % _threads);
    }

    public int SlotOf(GuildId guild) => _placement.SlotOf(guild);

    public GuildCpu CpuOf(GuildId guild) => _cpu.Read(guild);

    public IReadOnlyList<VmThreadInfo> Threads() => [.. Reports(withVms: false).SelectMany((report, i) => report?.Threads ?? Absent(i))];

    public IReadOnlyList<VmInfo> Vms() => [.. Reports(withVms: true).SelectMany(report => report?.Vms ?? [])];

    public VmMemory Memory() => VmMemory.Sum(Reports(withVms: false).OfType<WorkerReport>().Select(report => report.Memory));

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_slots.Select(slot => slot.StopAsync(StopWait))).ConfigureAwait(false);
    }

    /// <summary>The processes' own reports; of one that does not answer at once the last, of one that is not there none.</summary>
    private WorkerReport?[] Reports(bool withVms)
    {
        var asked = _slots.Select((slot, i) => slot.Ready is { } connection ? _watches[i].AskAsync(connection, withVms) : Task.FromResult<WorkerReport?>(null)).ToArray();
        Task.WaitAll(asked, ReportWait);
        return [.. asked.Select((report, i) => report.IsCompletedSuccessfully ? report.Result : _watches[i].LastReport)];
    }

    private IEnumerable<VmThreadInfo> Absent(int process) =>
        Enumerable.Range(process * _threads, _threads).Select(slot => new VmThreadInfo(slot, "starting", 0, 0, 0, 0, TimeSpan.Zero, 0));

    private void Watch()
    {
        // Ticks of a starved timer may overlap; two looks at once would count double.
        if (Interlocked.Exchange(ref _watching, 1) != 0)
        {
            return;
        }

        for (var i = 0; i < _slots.Length; i++)
        {
            if (_slots[i].Current is { } connection)
            {
                _watches[i].Look(connection);
            }
        }

        Volatile.Write(ref _watching, 0);
    }
}
