using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>The VM threads of a strategy by slot. A lost thread is replaced at once; what is posted never gets lost between the two.</summary>
internal sealed class VmThreads : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly VmServices _services;
    private volatile ThreadEntry[] _entries = [];
    private volatile bool _closed;

    public VmThreads(VmServices services, int count)
    {
        _services = services;
        for (var i = 0; i < count; i++)
        {
            Add();
        }
    }

    public int Count => _entries.Length;

    /// <summary>Starts one more thread; answers its slot.</summary>
    public int Add()
    {
        lock (_gate)
        {
            var slot = _entries.Length;
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

    public IReadOnlyList<VmThreadInfo> Infos() => [.. _entries.Select(e => e.Info)];

    public IReadOnlyList<VmInfo> Vms() => [.. _entries.SelectMany(e => e.Infos)];

    public async ValueTask DisposeAsync()
    {
        _closed = true;
        foreach (var entry in _entries)
        {
            entry.Stop();
        }

        await Task.WhenAll(_entries.Select(e => e.Ended)).ConfigureAwait(false);
    }

    private ThreadEntry Start(int slot) => new(slot, _services, OnLost);

    private void OnLost(ThreadEntry lost)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                var entries = _entries.ToArray();
                entries[lost.Slot] = Start(lost.Slot);
                _entries = entries;
            }
        }
    }
}
