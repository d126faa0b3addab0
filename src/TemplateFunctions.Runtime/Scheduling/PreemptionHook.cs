using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>
/// The source of preemption: a count hook on every coroutine. It yields when the slice is over, and stops the run when its
/// limit is reached.
/// </summary>
/// <remarks>
/// <c>lua_yield</c> in a hook returns; Lua throws natively once the hook has. In code that cannot yield the run is stopped by a
/// count-1 hook whose function is native, so that nothing managed is on the stack when it raises; the VM is lost then.
/// It does not cover a single native instruction that takes long: the allocator's limits and the replaced library functions do.
/// </remarks>
internal static unsafe class PreemptionHook
{
    /// <summary>VM instructions between two looks at the clock, as a rule.</summary>
    public const int LongestPeriod = 200;

    // While long strings live: an instruction may take some nanoseconds for each of their bytes.
    private const long BytesPerPeriod = 4 << 20;

    public static nint Pointer => (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&OnCount;

    /// <summary>Sees to it that the coroutine, which goes on now, looks at the clock often enough.</summary>
    public static void Arm(nint L, VmBlock* block)
    {
        block->Period = block->LongStrings.Longest == 0
            ? LongestPeriod
            : (int)Math.Clamp(BytesPerPeriod / block->LongStrings.Longest, 1, LongestPeriod);
        if (block->Switches.Period != 0)
        {
            block->Period = block->Switches.Period;
        }

        if (LuaNative.lua_gethookcount(L) != block->Period)
        {
            LuaNative.lua_sethook(L, Pointer, LuaNative.MaskCount, block->Period);
        }
    }

    /// <summary>A long string was made by the coroutine that runs: it must not finish a period that began without.</summary>
    public static void Hasten(VmBlock* block)
    {
        if (block->Running != 0 && block->Forced == 0)
        {
            Arm(block->Running, block);
        }
    }

    /// <summary>A host function may have taken long; if the slice is over, the next instruction is the last.</summary>
    public static void AfterHostCall(nint L, VmBlock* block)
    {
        if (block->Forced == 0 && block->MustStop())
        {
            LuaNative.lua_sethook(L, Pointer, LuaNative.MaskCount, 1);
        }
    }

    // Stopwatch ticks beyond the slice, in code that was called from C: the variables that coroutine.close closes, some metamethods.
    private static readonly long LongestWithoutYield = Stopwatch.Frequency * 2 / 5;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCount(nint L, nint record)
    {
        var block = VmBlock.Of(L);
        Arm(L, block);
        if (block->Switches.Period != 0 && block->Switches.IsDue())
        {
            block->SliceEnd = Math.Min(block->SliceEnd, Stopwatch.GetTimestamp());
        }

        if (block->Undivided != 0)
        {
            return;
        }

        if (block->Overshot != 0)
        {
            block->SettleOvershoot(L);
        }

        if (!block->MustStop())
        {
            return;
        }

        if (LuaNative.lua_isyieldable(L) != 0)
        {
            ThreadFlags.MarkPreempted(L);
            LuaNative.lua_yieldk(L, 0, 0, 0);
            return;
        }

        if (block->Killed == 0 && Stopwatch.GetTimestamp() > block->SliceEnd + LongestWithoutYield)
        {
            // The others have waited long enough: what cannot be interrupted cannot have the whole limit of its run.
            block->Killed = 1;
            block->KillReason = KillReasons.CannotYield;
        }

        if (block->Killed != 0)
        {
            block->Forced = 1;
            LuaNative.lua_sethook(L, LuaNative.RaisingHook, LuaNative.MaskCount, 1);
        }
    }
}
