namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>The wall limit of a run that waits. May stay in the heap until it is due, so it lets go of a run that has ended.</summary>
internal sealed class WallTimer(Run run) : ITimerTarget
{
    private Run? _run = run;

    public void Disarm() => _run = null;

    public bool IsLive(int number) => _run is not null;

    public void OnTimer(int number) => _run?.Vm.WallLimitReached(_run);
}
