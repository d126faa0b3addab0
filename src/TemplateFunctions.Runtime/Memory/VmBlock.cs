using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

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

    /// <summary>Bytes it may hold without asking <see cref="Budget"/>.</summary>
    public long Granted;

    /// <summary>What all VMs of the process may hold; null while the VM belongs to no guild.</summary>
    public BudgetFigures* Budget;

    /// <summary>Set when it grew and <see cref="Budget"/> had nothing left: it gives way at the next hook.</summary>
    public int Starved;

    /// <summary>Bytes taken beyond the budget since.</summary>
    public long Overdraft;

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

    /// <summary>The request that was refused last: when Lua repeats it, after a full collection, the refusal is final.</summary>
    public nuint RefusedSize;

    /// <inheritdoc cref="RefusedSize"/>
    public nint RefusedPointer;

    /// <summary>Set when the limit was passed: whether the VM is out of memory shows after a collection.</summary>
    public int Overshot;

    /// <summary>Set once an allocation went over the limit: sticky, the VM is lost.</summary>
    public int OutOfMemory;

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

    /// <summary>The coroutine that is on the thread; 0 between turns.</summary>
    public nint Running;

    /// <summary>VM instructions between two looks at the clock: fewer while long strings live.</summary>
    public int Period;

    /// <summary>Above zero while the kernel does in one piece what nobody else may see half done: the hook leaves it alone.</summary>
    public int Undivided;

    /// <summary>For tests: ends slices where they want it.</summary>
    public ForcedSwitches Switches;

    /// <summary>The step in which a VM takes from its process's budget.</summary>
    public const long GrantBytes = 64 << 10;

    /// <summary>What a script may take beyond the budget until it meets a hook.</summary>
    public const long MostOverdraft = 1 << 20;

    /// <summary>The long strings that live.</summary>
    public LongStrings LongStrings;

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
        block->Granted = long.MaxValue;
        block->SingleLimit = singleLimit;
        block->HashBits = hashBits;
        block->DepthLimit = depthLimit;
        block->Period = PreemptionHook.LongestPeriod;
        block->SliceEnd = long.MaxValue;
        block->Deadline = long.MaxValue;
        return block;
    }

    public static void Free(VmBlock* block)
    {
        block->LongStrings.Free();
        NativeMemory.Free(block);
    }

    /// <summary>From here to <see cref="LeaveHost"/> managed code calls the Lua API: allocations are granted from a reserve.</summary>
    public void EnterHost() => HostDepth++;

    public void LeaveHost() => HostDepth--;

    /// <summary>At the limit: answers whether the request is granted all the same.</summary>
    public bool MayOvershoot(nint pointer, nuint size, long used)
    {
        if (HostDepth > 0 || used + Charged <= Limit + (Limit >> 2))
        {
            Overshot = 1;
            RefusedSize = 0;
            return true;
        }

        Refuse(pointer, size);
        return false;
    }

    /// <summary>The VM grows beyond what it was granted: takes more from the process's budget, or from a reserve until the next hook.</summary>
    public bool MayGrow(nint pointer, nuint size, long needed)
    {
        var more = (needed - Granted + GrantBytes - 1) / GrantBytes * GrantBytes;
        if (!BudgetFigures.TryReserve(Budget, more))
        {
            Starved = 1;
            if (HostDepth == 0 && Overdraft + more > MostOverdraft)
            {
                Refuse(pointer, size);
                return false;
            }

            Interlocked.Add(ref Budget->Reserved, more);
            Overdraft += more;
        }

        Granted += more;
        return true;
    }

    /// <summary>Lua collects and asks again; refusing that too is final.</summary>
    private void Refuse(nint pointer, nuint size)
    {
        if (RefusedSize == size && RefusedPointer == pointer)
        {
            OutOfMemory = 1;
        }

        (RefusedPointer, RefusedSize) = (pointer, size);
    }

    /// <summary>
    /// Decides about an overshoot: what a collection leaves must fit and leave some room, or a full VM would spend its time collecting for
    /// every few bytes. Only where no frame can be jumped over.
    /// </summary>
    public void SettleOvershoot(nint L)
    {
        Overshot = 0;
        EnterHost();
        LuaNative.lua_gc(L, LuaNative.GcCollect, 0, 0, 0);
        LeaveHost();
        Overshot = 0;
        if (Used + Charged > Limit - (Limit >> 5))
        {
            OutOfMemory = 1;
        }
    }

    /// <summary>Whether the running slice must not go on: preempted, over a limit, or out of memory.</summary>
    public bool MustStop()
    {
        if (Killed != 0 || OutOfMemory != 0)
        {
            Killed = 1;
            return true;
        }

        var now = Stopwatch.GetTimestamp();
        if (now < SliceEnd && Starved == 0)
        {
            return false;
        }

        if (now >= Deadline)
        {
            Killed = 1;
        }

        return true;
    }

    /// <summary>Charges host memory to the VM; going over the limit is noted as an overshoot.</summary>
    public void Charge(long bytes)
    {
        Charged += bytes;
        if (bytes > 0 && Used + Charged > Limit)
        {
            Overshot = 1;
        }

        if (Used + Charged > Granted)
        {
            // The memory is in use already.
            EnterHost();
            MayGrow(0, 0, Used + Charged);
            LeaveHost();
        }
    }
}
