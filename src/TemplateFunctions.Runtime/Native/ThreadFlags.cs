namespace TemplateFunctions.Runtime.Native;

/// <summary>
/// What the scheduler knows about one coroutine, kept in the extra space in front of its state. A fresh coroutine
/// inherits the main state's extra space, which is zero: <see cref="Foreign"/>.
/// </summary>
internal static unsafe class ThreadFlags
{
    public const long Foreign = 0;

    /// <summary>May be resumed by a script.</summary>
    public const long Suspended = 1;

    /// <summary>Runs, or has resumed another that runs, or was preempted.</summary>
    public const long Running = 2;

    /// <summary>Waits for the host: only the scheduler resumes it.</summary>
    public const long Waiting = 3;

    /// <summary>Was stopped and is never resumed again.</summary>
    public const long Dropped = 4;

    private const long StateMask = 0xff;
    private const long PreemptedBit = 0x100;
    private const long RegisteredBit = 0x200;
    private const long ExposedBit = 0x400;

    public static long State(nint L) => Slot(L) & StateMask;

    public static void SetState(nint L, long state) => Slot(L) = (Slot(L) & ~StateMask) | state;

    public static void MarkPreempted(nint L) => Slot(L) |= PreemptedBit;

    public static bool TakePreempted(nint L)
    {
        ref var slot = ref Slot(L);
        var preempted = (slot & PreemptedBit) != 0;
        slot &= ~PreemptedBit;
        return preempted;
    }

    public static bool IsRegistered(nint L) => (Slot(L) & RegisteredBit) != 0;

    public static void SetRegistered(nint L, bool registered) => Slot(L) = registered ? Slot(L) | RegisteredBit : Slot(L) & ~RegisteredBit;

    public static bool IsExposed(nint L) => (Slot(L) & ExposedBit) != 0;

    public static void MarkExposed(nint L) => Slot(L) |= ExposedBit;

    public static void Clear(nint L) => Slot(L) = 0;

    private static ref long Slot(nint L) => ref *(long*)(L - sizeof(long));
}
