using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Memory;

/// <summary>
/// The unmanaged record of one VM that its allocator and hooks read and write: memory accounting and the clock of the slice
/// that is running. Lives outside the managed heap so that a native allocator call costs no transition bookkeeping. Its address
/// is also the VM's unforgeable token (a light userdata no script can make).
/// </summary>
internal unsafe struct VmBlock
{
    /// <summary>Bytes held by the Lua heap.</summary>
    public long Used;

    /// <summary>Bytes the VM may hold, <see cref="Charged"/> included.</summary>
    public long Limit;

    /// <summary>Bytes of host memory that scripts caused (logs, timers, pending results).</summary>
    public long Charged;

    /// <summary>Largest single allocation a script may cause.</summary>
    public long SingleLimit;

    /// <summary>Hash parts above 2^HashBits nodes are refused.</summary>
    public int HashBits;

    /// <summary>Above zero while managed code calls the Lua API: the allocator must not return null then.</summary>
    public int HostDepth;

    /// <summary>Set once an allocation did not fit even after a full collection: sticky, the VM is lost.</summary>
    public int OutOfMemory;

    /// <summary>Set when host mode went over the limit: a collection must show whether the VM fits again.</summary>
    public int Overshoot;

    /// <summary>The request that was refused last. Lua collects all garbage and asks once more: a second refusal is final.</summary>
    public nuint RefusedSize;

    /// <inheritdoc cref="RefusedSize"/>
    public nint RefusedPointer;

    /// <summary>Set when the run that is executing must end.</summary>
    public int Killed;

    /// <summary>Why: see <see cref="KillReason"/>.</summary>
    public int KillReason;

    /// <summary>Set when a stop had to be forced in code that cannot yield: the VM is lost.</summary>
    public int Forced;

    /// <summary>How deep coroutines resume each other right now.</summary>
    public int Depth;

    /// <summary>How deep they may.</summary>
    public int DepthLimit;

    /// <summary>Timestamp (Stopwatch ticks) at which the running slice ends.</summary>
    public long SliceEnd;

    /// <summary>Timestamp at which the run's CPU budget or wall limit is used up.</summary>
    public long Deadline;

    /// <summary>Timestamp at which the slice began; for CPU accounting inside a slice.</summary>
    public long SliceStart;

    /// <summary>Running time of the run before this slice, in Stopwatch ticks.</summary>
    public long CpuBefore;

    /// <summary>The block of the state that owns <paramref name="L"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static VmBlock* Of(nint L)
    {
        nint data;
        LuaNative.lua_getallocf(L, &data);
        return (VmBlock*)data;
    }

    public static VmBlock* Create(long limit, long singleLimit, int hashBits, int depthLimit)
    {
        var block = (VmBlock*)NativeMemory.AllocZeroed((nuint)sizeof(VmBlock));
        block->Limit = limit;
        block->SingleLimit = singleLimit;
        block->HashBits = hashBits;
        block->DepthLimit = depthLimit;
        block->SliceEnd = long.MaxValue;
        block->Deadline = long.MaxValue;
        return block;
    }

    /// <summary>From here to <see cref="LeaveHost"/> managed code calls the Lua API: allocations are granted from a reserve.</summary>
    public void EnterHost() => HostDepth++;

    public void LeaveHost() => HostDepth--;

    /// <summary>Whether the running slice must not go on: preempted, over a limit, or out of memory.</summary>
    public bool MustStop()
    {
        if (Killed != 0 || OutOfMemory != 0)
        {
            Killed = 1;
            return true;
        }

        if (Overshoot != 0)
        {
            return true;
        }

        var now = Stopwatch.GetTimestamp();
        if (now < SliceEnd)
        {
            return false;
        }

        if (now >= Deadline)
        {
            Killed = 1;
        }

        return true;
    }

    /// <summary>Charges host memory to the VM.</summary>
    public void Charge(long bytes)
    {
        Charged += bytes;
        if (bytes > 0 && Used + Charged > Limit)
        {
            Overshoot = 1;
        }
    }
}
