using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>What a VM needs of the thread it lives on.</summary>
internal interface IVmScheduler
{
    /// <summary>The thread's number in the pool.</summary>
    int Slot { get; }

    /// <summary>The VM has something to run.</summary>
    void Enqueue(KhronosRuntime vm);

    /// <summary>Calls <see cref="ITimerTarget.OnTimer"/> on the VM thread at the given timestamp of the time provider.</summary>
    void At(long timestamp, ITimerTarget target, int number);

    /// <summary>From any thread: a host operation has ended.</summary>
    void Complete(KhronosRuntime vm, LuaThread thread, int waitNumber, HostAnswer answer);

    /// <summary>From any thread: the caller of a run wants it stopped.</summary>
    void Cancel(Run run);
}

/// <summary>Something that waits in the timer heap.</summary>
internal interface ITimerTarget
{
    void OnTimer(int number);

    /// <summary>Whether anybody still waits for the timer of that number.</summary>
    bool IsLive(int number) => true;
}
