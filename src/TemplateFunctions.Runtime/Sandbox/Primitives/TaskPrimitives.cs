using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>What the task library asks of the scheduler.</summary>
internal static unsafe class TaskPrimitives
{
    public static IEnumerable<(byte[], nint)> All =>
    [
        ("schedule\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Schedule),
        ("wait\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Wait),
        ("cancel\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Cancel),
        ("run\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&CurrentRun),
        ("runalive\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&RunAlive),
    ];

    /// <summary>
    /// schedule(co, seconds or -1 for deferred, args...) -> nil or error: the coroutine becomes a task, if it may and is none, and is due then.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Schedule(nint L)
    {
        var vm = KhronosRuntime.Current;
        var thread = LuaNative.lua_tothread(L, 1);
        var seconds = LuaNative.lua_tonumberx(L, 2, null);
        var arguments = LuaNative.lua_gettop(L) - 2;
        var block = VmBlock.Of(L);
        var refusal = Refusal(L, thread);
        if (refusal is null)
        {
            block->EnterHost();
            refusal = LuaNative.lua_checkstack(thread, arguments + LuaNative.MinimumStack) == 0 ? "too many arguments" : null;
            block->LeaveHost();
        }

        if ((refusal ?? BecomeTask(L, thread)) is { } error)
        {
            return Primitive.Error(L, error);
        }

        LuaNative.lua_xmove(L, thread, arguments);
        vm.Schedule(vm.Known(thread)!, arguments, seconds < 0 ? null : vm.DueIn(seconds));
        return 0;
    }

    /// <summary>Why a script may not hand the coroutine to the scheduler; null when it may.</summary>
    public static string? Refusal(nint L, nint thread) => thread == L ? "cannot schedule the running coroutine [TF2007]" : ThreadFlags.State(thread) switch
    {
        ThreadFlags.Suspended when !CoroutinePrimitives.IsDead(thread) => null,
        ThreadFlags.Waiting => "the coroutine already waits for the host [TF2007]",
        ThreadFlags.Suspended or ThreadFlags.Dropped => "cannot resume dead coroutine",
        _ => "cannot resume non-suspended coroutine",
    };

    /// <summary>Makes the coroutine, argument 1, a task of the current run unless the scheduler knows it; answers an error or null.</summary>
    public static string? BecomeTask(nint L, nint thread)
    {
        if (ThreadFlags.IsRegistered(thread))
        {
            return null;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_pushvalue(L, 1);
        var error = KhronosRuntime.Current.AddTask(L, thread);
        block->LeaveHost();
        return error;
    }

    /// <summary>wait(seconds) -> nil or error; the caller yields WAIT next and gets the seconds that passed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Wait(nint L)
    {
        var vm = KhronosRuntime.Current;
        var block = VmBlock.Of(L);
        block->EnterHost();
        var error = vm.BeginWait(L, LuaNative.lua_tonumberx(L, 1, null), returnsElapsed: true, out _);
        block->LeaveHost();
        return error is null ? 0 : Primitive.Error(L, error);
    }

    /// <summary>cancel(co) -> nil or error: it never goes on.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Cancel(nint L)
    {
        var vm = KhronosRuntime.Current;
        var thread = LuaNative.lua_tothread(L, 1);
        if (ThreadFlags.State(thread) is ThreadFlags.Running)
        {
            return Primitive.Error(L, "cannot cancel a running coroutine [TF2007]");
        }

        if (vm.Known(thread) is { } known)
        {
            if (known.Kind == ThreadKind.Main)
            {
                return Primitive.Error(L, "cannot cancel the main coroutine of a run [TF2007]");
            }

            vm.Drop(known);
        }
        else
        {
            ThreadFlags.SetState(thread, ThreadFlags.Dropped);
        }

        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentRun(nint L)
    {
        LuaNative.lua_pushinteger(L, KhronosRuntime.Current.CurrentRun?.Number ?? 0);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RunAlive(nint L)
    {
        LuaNative.lua_pushboolean(L, KhronosRuntime.Current.IsAlive((int)LuaNative.lua_tointegerx(L, 1, null)) ? 1 : 0);
        return 1;
    }
}
