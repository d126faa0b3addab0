namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// Which thread of a run goes next. Threads of one run never interrupt each other: one that was preempted goes on before any other of its
/// run, so that a template meets others only where it waits or yields. The rest goes in cycles: first what was deferred during the
/// cycle before, then what had become ready by then.
/// </summary>
internal sealed class RunTurns
{
    private const int LeastToSweep = 1024;

    private Queue<LuaThread> _deferred = [];
    private Queue<LuaThread> _batch = [];
    private readonly Queue<LuaThread> _ready = [];
    private LuaThread? _preempted;
    private int _cycle;
    private int _sweepAt = LeastToSweep;

    /// <summary>Whether anything may be left; what was cancelled meanwhile still counts.</summary>
    public bool Any => _preempted is not null || _ready.Count > 0 || _batch.Count > 0 || _deferred.Count > 0;

    public void Preempt(LuaThread thread) => _preempted = thread;

    public void Add(LuaThread thread) => _ready.Enqueue(thread);

    public void Defer(LuaThread thread)
    {
        if (_deferred.Count >= _sweepAt)
        {
            // A script that cancels what it defers never gets to a cycle in which it would be dropped.
            _deferred = new Queue<LuaThread>(_deferred.Where(deferred => deferred.Status == ThreadStatus.Waiting));
            _sweepAt = Math.Max(LeastToSweep, 2 * _deferred.Count);
        }

        _deferred.Enqueue(thread);
    }

    /// <summary>Threads that it holds on to, cancelled ones included.</summary>
    public int Count => _ready.Count + _batch.Count + _deferred.Count;

    public LuaThread? Take()
    {
        if (_preempted is { } thread)
        {
            _preempted = null;
            if (thread.Status == ThreadStatus.Ready)
            {
                return thread;
            }
        }

        while (Any)
        {
            if (TakeOfCycle() is { } next)
            {
                return next;
            }

            (_batch, _deferred) = (_deferred, _batch);
            _cycle = _ready.Count;
        }

        return null;
    }

    private LuaThread? TakeOfCycle()
    {
        while (_batch.TryDequeue(out var thread))
        {
            if (thread.Status == ThreadStatus.Waiting)
            {
                return thread;
            }
        }

        while (_cycle > 0)
        {
            _cycle--;
            if (_ready.Dequeue() is { Status: ThreadStatus.Ready } thread)
            {
                return thread;
            }
        }

        return null;
    }
}
