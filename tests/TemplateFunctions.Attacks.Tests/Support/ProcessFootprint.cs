namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>How much the whole process grew, managed heap and all, and how much its VMs held, each at its highest.</summary>
internal sealed class ProcessFootprint : IDisposable
{
    private readonly long _before = Environment.WorkingSet;
    private readonly Timer _timer;
    private long _highest;

    private readonly Func<long> _vmBytes;

    public ProcessFootprint(Func<long> vmBytes)
    {
        _vmBytes = vmBytes;
        _timer = new Timer(_ => Look(), null, 2, 2);
    }

    public long Growth => _highest - _before;

    public long VmBytes { get; private set; }

    public void Look()
    {
        _highest = Math.Max(_highest, Environment.WorkingSet);
        VmBytes = Math.Max(VmBytes, _vmBytes());
    }

    public void Dispose() => _timer.Dispose();
}
