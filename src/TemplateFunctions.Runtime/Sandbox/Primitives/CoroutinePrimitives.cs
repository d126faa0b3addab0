using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>What the coroutine wrappers of the prelude ask before and after each resume.</summary>
internal static unsafe class CoroutinePrimitives
{
    private const int YieldFirst = 0;
    private const int Refused = 1;
    private const int WrongArgument = 2;
    private const int MustDie = 3;

    private const int WasPreempted = 1;
    private const int WaitsForHost = 2;
    private const int EndedRegistered = 3;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("enter\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Enter),
        ("leave\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Leave),
        ("reenter\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Reenter),
        ("check\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Check),
        ("killed\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Killed),
        ("adopt\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Adopt),
        ("exposed\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Exposed),
        ("status\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Status),
        ("closing\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Closing),
    ];

    /// <summary>enter(co) -> nil when it may be resumed, else what to do instead and a message.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Enter(nint L)
    {
        var block = VmBlock.Of(L);
        if (block->MustStop())
        {
            if (block->Killed != 0)
            {
                return Answer(L, MustDie, default);
            }

            if (LuaNative.lua_isyieldable(L) != 0)
            {
                return Answer(L, YieldFirst, default);
            }
        }

        var thread = LuaNative.lua_tothread(L, 1);
        if (thread == 0)
        {
            return Answer(L, WrongArgument, "bad argument #1 to 'resume' (coroutine expected)"u8);
        }

        switch (ThreadFlags.State(thread))
        {
            case ThreadFlags.Suspended:
                break;
            case ThreadFlags.Waiting:
                return Answer(L, Refused, "cannot resume a coroutine that waits for the host"u8);
            case ThreadFlags.Dropped:
                return Answer(L, Refused, "cannot resume dead coroutine"u8);
            default:
                return Answer(L, Refused, "cannot resume non-suspended coroutine"u8);
        }

        if (block->Depth >= block->DepthLimit)
        {
            return Answer(L, Refused, "too many coroutines resume each other [TF3011]"u8);
        }

        block->Depth++;
        Goes(thread, block);
        ThreadFlags.SetState(thread, ThreadFlags.Running);
        return 0;
    }

    /// <summary>leave(co, first value) -> nil for an ordinary yield or end, else why it came back.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Leave(nint L)
    {
        var block = VmBlock.Of(L);
        block->Depth--;
        Goes(L, block);
        var thread = LuaNative.lua_tothread(L, 1);
        var token = LuaNative.lua_type(L, 2) == LuaType.LightUserdata ? (nint)LuaNative.lua_touserdata(L, 2) : 0;
        if (ThreadFlags.TakePreempted(thread) || token == (nint)block)
        {
            return AnswerState(L, WasPreempted);
        }

        if (token == (nint)block + 1)
        {
            KhronosRuntime.Current.Park(thread);
            return AnswerState(L, WaitsForHost);
        }

        ThreadFlags.SetState(thread, ThreadFlags.Suspended);
        if (!ThreadFlags.IsRegistered(thread))
        {
            return 0;
        }

        if (LuaNative.lua_status(thread) == LuaNative.Yield)
        {
            KhronosRuntime.Current.Suspended(thread);
            return 0;
        }

        return AnswerState(L, EndedRegistered);
    }

    /// <summary>reenter(co) -> whether the run was stopped while its child was preempted.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Reenter(nint L)
    {
        var block = VmBlock.Of(L);
        block->Depth++;
        Goes(LuaNative.lua_tothread(L, 1), block);
        LuaNative.lua_pushboolean(L, block->Killed | block->OutOfMemory);
        return 1;
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

        if (block->Killed != 0)
        {
            return Answer(L, MustDie, default);
        }

        return LuaNative.lua_isyieldable(L) != 0 ? Answer(L, YieldFirst, default) : 0;
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

    /// <summary>Whether a coroutine that does not run has ended or failed.</summary>
    public static bool IsDead(nint thread)
    {
        var status = LuaNative.lua_status(thread);
        return status != LuaNative.Yield && (status != LuaNative.Ok || LuaNative.lua_gettop(thread) == 0);
    }

    /// <summary>closing(co) -> nil, or why coroutine.close refuses it. Until it has been closed and adopted nobody else may have it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Closing(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 1);
        var state = ThreadFlags.State(thread);
        if (thread != L && (state == ThreadFlags.Suspended || IsDead(thread)) && state != ThreadFlags.Dropped)
        {
            if (ThreadFlags.IsRegistered(thread))
            {
                KhronosRuntime.Current.Forget(thread);
            }

            if (!IsDead(thread))
            {
                ThreadFlags.SetState(thread, ThreadFlags.Running);
            }

            return 0;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, state == ThreadFlags.Waiting
            ? "cannot close a coroutine that waits for the host; use task.cancel"u8
            : "cannot close a running coroutine"u8);
        block->LeaveHost();
        return 1;
    }

    /// <summary>The coroutine that is on the thread from here on.</summary>
    private static void Goes(nint L, VmBlock* block)
    {
        block->Running = L;
        if (block->Forced == 0)
        {
            PreemptionHook.Arm(L, block);
        }
    }

    private static int AnswerState(nint L, int state)
    {
        LuaNative.lua_pushinteger(L, state);
        return 1;
    }

    private static int Answer(nint L, int code, ReadOnlySpan<byte> message)
    {
        LuaNative.lua_pushinteger(L, code);
        if (message.IsEmpty)
        {
            return 1;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, message);
        block->LeaveHost();
        return 2;
    }
}
