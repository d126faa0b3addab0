namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// What is due when, on one VM thread. Cancelled entries are told by their number when they are due; when there may be more of them
/// than of others they are swept out, or a script that cancels its timers would fill the host's memory with them.
/// </summary>
internal sealed class TimerHeap(TimeProvider time)
{
    private const int LeastToSweep = 4096;

    private readonly PriorityQueue<(ITimerTarget Target, int Number), long> _heap = new();
    private int _sweepAt = LeastToSweep;

    public int Count => _heap.Count;

    /// <summary>Timestamp of the next entry, or null.</summary>
    public long? Next => _heap.TryPeek(out _, out var due) ? due : null;

    public void Add(long timestamp, ITimerTarget target, int number)
    {
        if (_heap.Count >= _sweepAt)
        {
            Sweep();
        }

        _heap.Enqueue((target, number), timestamp);
    }

    /// <summary>Calls everything that is due.</summary>
    public void Fire()
    {
        if (_heap.Count == 0)
        {
            return;
        }

        var now = time.GetTimestamp();
        while (_heap.TryPeek(out var entry, out var due) && due <= now)
        {
            _heap.Dequeue();
            entry.Target.OnTimer(entry.Number);
        }
    }

    private void Sweep()
    {
        var live = _heap.UnorderedItems.Where(item => item.Element.Target.IsLive(item.Element.Number)).ToArray();
        _heap.Clear();
        _heap.EnqueueRange(live);
        _sweepAt = Math.Max(LeastToSweep, 2 * live.Length);
    }
}
