using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Memory;

/// <summary>
/// The allocator of every guild VM: exact accounting, a cap, a cap on single allocations and on hash parts, and no growth past
/// the run's deadline.
/// </summary>
/// <remarks>
/// Refusing a single large request or a big hash part is an ordinary, catchable Lua error. Going over the VM's limit is granted from a
/// reserve and noted, because what is over may be garbage: the next hook or resume collects and decides. Past the reserve a request is
/// refused; Lua collects and asks again, and refusing that too is sticky. While managed code is on the stack nothing is refused,
/// because Lua would jump over it.
/// It does not cover memory of the process beside the Lua heap: that is charged through <see cref="VmBlock.Charge"/>.
/// </remarks>
internal static unsafe class VmAllocator
{
    private const nuint TableNodeBytes = 24;
    private const nuint CheckedFrom = LongStrings.LongFrom;

    // With a null pointer the old size tells what the memory is for.
    private const nuint StringTag = 4;

    /// <summary>The delegate form KeraLua wants; it comes out of it as the same native pointer.</summary>
    public static readonly KeraLua.LuaAlloc Delegate = Marshal.GetDelegateForFunctionPointer<KeraLua.LuaAlloc>(Pointer);

    public static nint Pointer => (nint)(delegate* unmanaged[Cdecl]<nint, nint, nuint, nuint, nint>)&Allocate;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint Allocate(nint data, nint pointer, nuint oldSize, nuint newSize)
    {
        var block = (VmBlock*)data;
        if (newSize == 0)
        {
            if (pointer != 0)
            {
                block->Used -= (long)oldSize;
                if (oldSize >= CheckedFrom)
                {
                    block->LongStrings.Remove(pointer);
                }

                NativeMemory.Free((void*)pointer);
            }

            return 0;
        }

        // With a null pointer oldSize is a type tag, not a size.
        var old = pointer == 0 ? 0 : (long)oldSize;
        var used = block->Used - old + (long)newSize;
        if ((long)newSize > old)
        {
            if (newSize >= CheckedFrom && block->HostDepth == 0 && Refused(block, pointer, oldSize, newSize))
            {
                return 0;
            }

            if (used + block->Charged > block->Limit && !block->MayOvershoot(pointer, newSize, used))
            {
                return 0;
            }

            if (used + block->Charged > block->Granted && !block->MayGrow(pointer, newSize, used + block->Charged))
            {
                return 0;
            }
        }

        var result = (nint)NativeMemory.Realloc((void*)pointer, newSize);
        block->Used = used;
        block->RefusedSize = 0;
        if (newSize >= CheckedFrom && pointer == 0 && oldSize == StringTag)
        {
            block->LongStrings.Add(result, (long)newSize);
            PreemptionHook.Hasten(block);
        }

        return result;
    }

    private static bool Refused(VmBlock* block, nint pointer, nuint oldSize, nuint newSize)
    {
        if ((long)newSize > block->SingleLimit)
        {
            return true;
        }

        // The node array of a table arrives as (null, 0, 24 * 2^k). Integer keys can be chosen so that filling one takes
        // quadratic time in a single VM instruction, which nothing can interrupt.
        if (pointer == 0 && oldSize == 0 && newSize % TableNodeBytes == 0)
        {
            var nodes = newSize / TableNodeBytes;
            if ((nodes & (nodes - 1)) == 0 && nodes > (nuint)1 << block->HashBits)
            {
                return true;
            }
        }

        if (Stopwatch.GetTimestamp() < block->Deadline)
        {
            return false;
        }

        block->Killed = 1;
        return true;
    }
}
