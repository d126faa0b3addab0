using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>
/// The coroutine library's core. Whether something may be done to a coroutine, the doing, and what is noted about it are one primitive each:
/// between two of them another run may have its turn.
/// </summary>
internal static unsafe class CoroutinePrimitives
{
    private const int YieldFirst = 0;
    private const int MustDie = 3;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("check\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Check),
        ("killed\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Killed),
        ("adopt\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Adopt),
        ("exposed\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Exposed),
        ("status\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Status),
        ("close\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Close),
    ];

    /// <summary>Whether a coroutine that does not run has ended or failed.</summary>
    public static bool IsDead(nint thread)
    {
        var status = LuaNative.lua_status(thread);
        return status != LuaNative.Yield && (status != LuaNative.Ok || LuaNative.lua_gettop(thread) == 0);
    }

    /// <summary>Whether it runs, or has resumed another that does. Its state says so too; Lua itself would not look before it closes one.</summary>
    private static bool IsOnAStack(nint thread)
    {
        LuaDebug record;
        return LuaNative.lua_status(thread) == LuaNative.Ok && LuaNative.lua_getstack(thread, 0, &record) != 0;
    }

    /// <summary>The coroutine that is on the thread from here on.</summary>
    public static void Goes(nint L, VmBlock* block)
    {
        block->Running = L;
        if (block->Forced == 0)
        {
            PreemptionHook.Arm(L, block);
        }
    }

    /// <summary>check() -> nil to go on, else what to do instead.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Check(nint L)
    {
        var block = VmBlock.Of(L);
        if (!block->MustStop())
        {
            return 0;
        }

        if (block->Killed == 0 && LuaNative.lua_isyieldable(L) == 0)
        {
            return 0;
        }

        LuaNative.lua_pushinteger(L, block->Killed != 0 ? MustDie : YieldFirst);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Killed(nint L)
    {
        var block = VmBlock.Of(L);
        LuaNative.lua_pushboolean(L, block->Killed | block->OutOfMemory);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Adopt(nint L)
    {
        ThreadFlags.SetState(LuaNative.lua_tothread(L, 1), ThreadFlags.Suspended);
        return 0;
    }

    /// <summary>The script has seen this coroutine: it must not be used for another run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Exposed(nint L)
    {
        ThreadFlags.MarkExposed(LuaNative.lua_tothread(L, 1));
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Status(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 1);
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, StatusOf(L, thread));
        block->LeaveHost();
        return 1;
    }

    private static ReadOnlySpan<byte> StatusOf(nint L, nint thread)
    {
        if (thread == L)
        {
            return "running"u8;
        }

        return ThreadFlags.State(thread) switch
        {
            ThreadFlags.Waiting => "suspended"u8,
            ThreadFlags.Dropped => "dead"u8,
            ThreadFlags.Running => "normal"u8,
            _ => IsDead(thread) ? "dead"u8 : "suspended"u8,
        };
    }

    /// <summary>close(co) -> true, or false and the error that it ended with; nil and why it is refused; or what to do instead.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Close(nint L)
    {
        var block = VmBlock.Of(L);
        var thread = LuaNative.lua_tothread(L, 1);
        var state = ThreadFlags.State(thread);
        if (thread == L || state != ThreadFlags.Suspended || IsOnAStack(thread))
        {
            return Primitive.Text(L, state == ThreadFlags.Waiting
                ? "cannot close a coroutine that waits for the host; use task.cancel"
                : "cannot close a running coroutine");
        }

        if (ThreadFlags.IsRegistered(thread))
        {
            KhronosRuntime.Current.Forget(thread);
        }

        // What its variables run, as it closes them, must not get hold of it.
        ThreadFlags.SetState(thread, ThreadFlags.Running);
        Goes(thread, block);
        var status = LuaNative.lua_closethread(thread, L);
        Goes(L, block);
        ThreadFlags.SetState(thread, ThreadFlags.Suspended);
        if (status != LuaNative.Ok && (block->Killed | block->OutOfMemory) != 0)
        {
            LuaNative.lua_pushinteger(L, MustDie);
            return 1;
        }

        LuaNative.lua_pushboolean(L, status == LuaNative.Ok ? 1 : 0);
        if (status == LuaNative.Ok)
        {
            return 1;
        }

        LuaNative.lua_xmove(thread, L, 1);
        return 2;
    }
}
