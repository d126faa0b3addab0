using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>Coroutines that wait for a module which another one is loading.</summary>
internal sealed partial class KhronosRuntime
{
    private readonly List<(LuaThread Thread, int WaitNumber)> _moduleWaiters = [];

    /// <summary>The coroutine is about to wait until some module is loaded, or its loader can no longer end. Answers an error or null.</summary>
    public string? AwaitModule(nint thread)
    {
        if (BeginWait(thread, null, returnsElapsed: false, out var known) is { } error)
        {
            return error;
        }

        _moduleWaiters.Add((known, known.WaitNumber));
        return null;
    }

    /// <summary>All who wait look again: there are few of them, and seldom.</summary>
    public void WakeModuleWaiters()
    {
        if (_moduleWaiters.Count == 0)
        {
            return;
        }

        var waiters = _moduleWaiters.ToArray();
        _moduleWaiters.Clear();
        foreach (var (thread, number) in waiters)
        {
            WaitIsOver(thread, number, null);
        }
    }
}
