using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Memory;

/// <summary>
/// What all VMs of a process may hold together. A VM takes from it in pieces as it grows and gives back what it no longer needs; who
/// finds nothing left waits in line, and idle VMs make way, the least recently used first.
/// </summary>
/// <remarks>
/// It counts what the VMs' allocators count; what the native allocator needs for its own bookkeeping is not in it. It may be passed by
/// <see cref="VmBlock.MostOverdraft"/> for each VM that is on a thread, and by what the host puts into a VM for one event or answer.
/// </remarks>
internal sealed unsafe class MemoryBudget
{
    /// <summary>What a new VM needs before it is built.</summary>
    public const long NewVmBytes = 256 << 10;

    /// <summary>What a VM that found nothing left goes on with.</summary>
    public const long GrowthBytes = 256 << 10;

    private readonly BudgetFigures[] _figures = GC.AllocateArray<BudgetFigures>(1, pinned: true);
    private readonly Lock _gate = new();
    private readonly LinkedList<MemoryWait> _waits = new();
    private readonly List<IMemoryHolder> _holders = [];
    private volatile bool _hasWaits;

    public MemoryBudget(long bytes)
    {
        _figures[0].Limit = bytes;
        fixed (BudgetFigures* figures = _figures)
        {
            // Pinned for good: the address stays.
            Figures = figures;
        }
    }

    public BudgetFigures* Figures { get; }

    public long Limit => _figures[0].Limit;

    public long Reserved => Volatile.Read(ref _figures[0].Reserved);

    /// <summary>Whether anybody waits for memory.</summary>
    public bool HasWaits => _hasWaits;

    /// <summary>The figures for operators.</summary>
    public VmMemory Use
    {
        get
        {
            lock (_gate)
            {
                return new VmMemory(Reserved, Limit, _waits.Count);
            }
        }
    }

    public bool TryReserve(long bytes) => !_hasWaits && BudgetFigures.TryReserve(Figures, bytes);

    /// <summary>Takes bytes that are in use already.</summary>
    public void Force(long bytes) => Interlocked.Add(ref _figures[0].Reserved, bytes);

    /// <summary>Gives bytes back; whoever waited longest gets them.</summary>
    public void Release(long bytes)
    {
        Interlocked.Add(ref _figures[0].Reserved, -bytes);
        if (_hasWaits)
        {
            Serve();
        }
    }

    /// <summary>Gets in line. The holder is told when the bytes are reserved for it.</summary>
    public MemoryWait Wait(IMemoryHolder holder, GuildId guild, long bytes)
    {
        var wait = new MemoryWait(holder, guild, bytes);
        lock (_gate)
        {
            _waits.AddLast(wait);
            _hasWaits = true;
        }

        // Something may have been given back while nobody was in line.
        Serve();
        Relieve();
        return wait;
    }

    /// <summary>Leaves the line; gives back what was reserved meanwhile.</summary>
    public void Cancel(MemoryWait wait)
    {
        bool granted;
        lock (_gate)
        {
            granted = wait.IsGranted;
            wait.IsGranted = false;
            _waits.Remove(wait);
            _hasWaits = _waits.Count > 0;
        }

        if (granted)
        {
            Release(wait.Bytes);
        }
    }

    /// <summary>The holder takes over what was reserved for it; false when it had left the line.</summary>
    public bool TryTake(MemoryWait wait)
    {
        lock (_gate)
        {
            var granted = wait.IsGranted;
            wait.IsGranted = false;
            return granted;
        }
    }

    /// <summary>Whether somebody waits for whom there is not enough.</summary>
    public bool IsShort
    {
        get
        {
            lock (_gate)
            {
                return _waits.First is { } first && Reserved + first.Value.Bytes > Limit;
            }
        }
    }

    public void Join(IMemoryHolder holder)
    {
        lock (_gate)
        {
            _holders.Add(holder);
        }
    }

    public void Leave(IMemoryHolder holder)
    {
        lock (_gate)
        {
            _holders.Remove(holder);
        }
    }

    /// <summary>Asks idle VMs to go until there is enough for all who wait: the least recently used first. Called when somebody begins to wait and when a VM becomes idle.</summary>
    public void Relieve()
    {
        IMemoryHolder[] holders;
        long missing;
        lock (_gate)
        {
            missing = _waits.Sum(wait => wait.Bytes) - (Limit - Reserved);
            holders = missing > 0 ? [.. _holders] : [];
        }

        foreach (var idle in holders.SelectMany(holder => holder.Idle()).OrderBy(vm => vm.LastUsedAt))
        {
            if (missing <= 0)
            {
                return;
            }

            missing -= idle.Bytes;
            idle.Holder.Evict(idle.Guild);
        }
    }

    private void Serve()
    {
        var served = new List<MemoryWait>();
        lock (_gate)
        {
            while (_waits.First is { } first && BudgetFigures.TryReserve(Figures, first.Value.Bytes))
            {
                _waits.RemoveFirst();
                first.Value.IsGranted = true;
                served.Add(first.Value);
            }

            _hasWaits = _waits.Count > 0;
        }

        served.ForEach(wait => wait.Holder.Granted(wait));
    }
}

/// <summary>A place in the line for memory. Guarded by the budget.</summary>
internal sealed class MemoryWait(IMemoryHolder holder, GuildId guild, long bytes)
{
    public IMemoryHolder Holder { get; } = holder;

    public GuildId Guild { get; } = guild;

    public long Bytes { get; } = bytes;

    public bool IsGranted { get; set; }
}

/// <summary>An idle VM, as of its last turn.</summary>
internal readonly record struct IdleVm(IMemoryHolder Holder, GuildId Guild, long Bytes, DateTimeOffset LastUsedAt);

/// <summary>A thread that owns VMs, as the budget sees it. Called from any thread; must return at once.</summary>
internal interface IMemoryHolder
{
    /// <summary>Its VMs that had nothing to do when they were last looked at.</summary>
    IEnumerable<IdleVm> Idle();

    /// <summary>Let the guild's VM go if it is still idle and memory is still short.</summary>
    void Evict(GuildId guild);

    /// <summary>What the wait was for is reserved.</summary>
    void Granted(MemoryWait wait);
}
