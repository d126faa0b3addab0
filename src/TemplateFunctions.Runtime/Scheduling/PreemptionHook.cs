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
    /// <summary>VM instructions between two looks at the clock.</summary>
    public const int Period = 200;

    public static nint Pointer => (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&OnCount;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnCount(nint L, nint record)
    {
        var block = VmBlock.Of(L);
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

        if (block->Killed != 0)
        {
            block->Forced = 1;
            LuaNative.lua_sethook(L, LuaNative.RaisingHook, LuaNative.MaskCount, 1);
        }
    }
}
