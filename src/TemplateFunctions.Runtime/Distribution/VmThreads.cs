using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>The VM threads of a strategy by slot. A lost thread is replaced at once; what is posted never gets lost between the two.</summary>
internal sealed class VmThreads : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly VmServices _services;
    private readonly List<ThreadEntry> _lost = [];
    private readonly ITimer _watchdog;
    private int _watching;
    private volatile ThreadEntry[] _entries = [];
    private volatile bool _closed;

    public VmThreads(VmServices services, int count)
    {
        _services = services;
        var look = services.Limits.ThreadGrace / ThreadEntry.LooksUntilStuck;

        // In real time: a guild's clock has no say in it.
        _watchdog = TimeProvider.System.CreateTimer(static threads => ((VmThreads)threads!).Watch(), this, look, look);
        for (var i = 0; i < count; i++)
        {
            Add();
        }
    }

    public int Count => _entries.Length;

    /// <summary>Starts one more thread; answers its slot, which takes nothing once all have been closed.</summary>
    public int Add()
    {
        lock (_gate)
        {
            var slot = _entries.Length;
            if (_closed)
            {
                return slot;
            }

            _entries = [.. _entries, Start(slot)];
            return slot;
        }
    }

    public void Post(int slot, GuildId guild, LuaVmAction action)
    {
        while (!_closed)
        {
            // The entry refuses only while it is being replaced: the next look finds the new one.
            if (_entries[slot].TryPost(guild, action))
            {
                return;
            }

            Thread.Yield();
        }

        ActionHandler.Refuse(action, BrokenReason.ExplicitDestroy);
    }

    public GuildCpu CpuOf(GuildId guild) => _services.Cpu.Read(guild);

    /// <summary>The threads by slot, then those that were given up and are still stuck.</summary>
    public IReadOnlyList<VmThreadInfo> Infos()
    {
        lock (_gate)
        {
            return [.. _entries.Concat(_lost.Where(e => e.IsLost)).Select(e => e.Info)];
        }
    }

    public VmMemory Memory() => _services.Memory.Use;

    public IReadOnlyList<VmInfo> Vms() => [.. _entries.SelectMany(e => e.Infos)];

    public async ValueTask DisposeAsync()
    {
        ThreadEntry[] last;
        lock (_gate)
        {
            // A thread that is lost from here on gets no successor, and nobody waits for one.
            _closed = true;
            last = _entries;
        }

        foreach (var entry in last)
        {
            entry.Stop();
        }

        await Task.WhenAll(last.Select(e => e.Ended)).ConfigureAwait(false);
        await _watchdog.DisposeAsync().ConfigureAwait(false);
    }

    private void Watch()
    {
        // Ticks of a starved timer may overlap; two looks at once would count double.
        if (Interlocked.Exchange(ref _watching, 1) != 0)
        {
            return;
        }

        foreach (var entry in _entries)
        {
            if (entry.LooksStuck())
            {
                entry.GiveUp();
            }
        }

        Volatile.Write(ref _watching, 0);
    }

    private ThreadEntry Start(int slot) => new(slot, _services, OnLost);

    private void OnLost(ThreadEntry lost)
    {
        lock (_gate)
        {
            _lost.RemoveAll(entry => !entry.IsLost);
            _lost.Add(lost);
            if (!_closed)
            {
                var entries = _entries.ToArray();
                entries[lost.Slot] = Start(lost.Slot);
                _entries = entries;
            }
        }
    }
}
