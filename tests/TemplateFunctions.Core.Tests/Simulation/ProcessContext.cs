namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>
/// The threads of a simulated process: whatever its code awaits goes on from here, one piece at a time, when the scheduler says so.
/// A process that crashed runs nothing any more.
/// </summary>
internal sealed class ProcessContext : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _work = [];

    public bool IsDead { get; private set; }

    public int Count => _work.Count;

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (!IsDead)
        {
            _work.Add((d, state));
        }
    }

    public override void Send(SendOrPostCallback d, object? state) => throw new InvalidOperationException("Nothing in the product waits for a thread.");

    public override SynchronizationContext CreateCopy() => this;

    /// <summary>Runs one of the pieces that could run now.</summary>
    public void RunOne(int index)
    {
        var (callback, state) = _work[index % _work.Count];
        _work.RemoveAt(index % _work.Count);
        Run(() => callback(state));
    }

    /// <summary>Runs something as if the process had called it.</summary>
    public void Run(Action action)
    {
        var before = Current;
        SetSynchronizationContext(this);
        try
        {
            action();
        }
        finally
        {
            SetSynchronizationContext(before);
        }
    }

    public void Kill()
    {
        IsDead = true;
        _work.Clear();
    }
}

/// <summary>The clock as a process sees it: its timers fire on its own threads, and not after its end.</summary>
internal sealed class ProcessTime(TimeProvider clock, ProcessContext context) : TimeProvider
{
    private readonly List<ITimer> _timers = [];

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = clock.CreateTimer(_ => context.Post(_ => callback(state), null), null, dueTime, period);
        _timers.Add(timer);
        return timer;
    }

    public void Kill() => _timers.ForEach(t => t.Dispose());
}
