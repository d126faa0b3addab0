namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>What is due when, on one VM thread. Cancelled entries stay until they are due and are told by their number then.</summary>
internal sealed class TimerHeap(TimeProvider time)
{
    private readonly PriorityQueue<(ITimerTarget Target, int Number), long> _heap = new();

    public int Count => _heap.Count;

    /// <summary>Timestamp of the next entry, or null.</summary>
    public long? Next => _heap.TryPeek(out _, out var due) ? due : null;

    public void Add(long timestamp, ITimerTarget target, int number) => _heap.Enqueue((target, number), timestamp);

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
}
