namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>The wall limit of a run that waits. Stays in the heap until it is due, so it lets go of a run that has ended.</summary>
internal sealed class WallTimer(Run run) : ITimerTarget
{
    private Run? _run = run;

    public void Disarm() => _run = null;

    public void OnTimer(int number) => _run?.Vm.WallLimitReached(_run);
}
