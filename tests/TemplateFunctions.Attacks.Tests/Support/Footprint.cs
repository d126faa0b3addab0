namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>How much the process grew beside its managed heap, at its highest.</summary>
internal sealed class Footprint : IDisposable
{
    private readonly long _before;
    private readonly Timer _timer;
    private long _highest;

    public Footprint()
    {
        GC.Collect();
        _before = Native();
        _highest = _before;
        _timer = new Timer(_ => Look(), null, 5, 5);
    }

    public long Growth => _highest - _before;

    public void Look() => _highest = Math.Max(_highest, Native());

    public void Dispose() => _timer.Dispose();

    private static long Native() => Environment.WorkingSet - GC.GetTotalMemory(false);
}
