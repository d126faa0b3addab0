namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>How much the process grew beside its managed heap, at its highest.</summary>
/// <remarks>
/// What the managed heap has given back to itself and not to the system looks like growth: more than <c>most</c> is looked at again after a
/// collection, when the heap knows what it holds.
/// </remarks>
internal sealed class Footprint : IDisposable
{
    private readonly long _most;
    private readonly long _before;
    private readonly long _beforeBesideHeld;
    private readonly Timer _timer;
    private int _looking;

    public Footprint(long most)
    {
        _most = most;
        GC.Collect();
        _before = Native();
        _beforeBesideHeld = BesideHeld();
        _timer = new Timer(_ => Look(), null, 5, 5);
    }

    public long Growth { get; private set; }

    public void Look()
    {
        if (Interlocked.Exchange(ref _looking, 1) != 0)
        {
            return;
        }

        var growth = Native() - _before;
        if (growth > _most)
        {
            GC.Collect();
            growth = Math.Min(growth, BesideHeld() - _beforeBesideHeld);
        }

        Growth = Math.Max(Growth, growth);
        Volatile.Write(ref _looking, 0);
    }

    public void Dispose() => _timer.Dispose();

    private static long Native() => Environment.WorkingSet - GC.GetTotalMemory(false);

    /// <summary>After a collection.</summary>
    private static long BesideHeld() => Environment.WorkingSet - GC.GetGCMemoryInfo().TotalCommittedBytes;
}
