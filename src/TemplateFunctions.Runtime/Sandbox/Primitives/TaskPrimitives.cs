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
        ("task\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Task),
        ("taskable\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Taskable),
        ("schedule\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Schedule),
        ("wait\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Wait),
        ("cancel\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Cancel),
        ("finished\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Finished),
        ("run\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&CurrentRun),
        ("runalive\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&RunAlive),
    ];

    /// <summary>task(co) -> nil or error: a fresh coroutine becomes a task of the current run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Task(nint L)
    {
        var block = VmBlock.Of(L);
        var thread = LuaNative.lua_tothread(L, 1);
        block->EnterHost();
        LuaNative.lua_pushvalue(L, 1);
        var error = KhronosRuntime.Current.AddTask(L, thread);
        block->LeaveHost();
        return error is null ? 0 : Primitive.Error(L, error);
    }

    /// <summary>taskable(co) -> nil or error: may a script hand this existing coroutine to the scheduler? It is a task from then on.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Taskable(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 1);
        if (Refusal(L, thread) is { } refusal)
        {
            return Primitive.Error(L, refusal);
        }

        return BecomeTask(L, thread) is { } error ? Primitive.Error(L, error) : 0;
    }

    /// <summary>
    /// schedule(co, seconds or -1 for deferred, args...) -> nil or error. Looks at the coroutine itself: since the caller was told that it is
    /// a task, another thread of the script may have had a turn.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Schedule(nint L)
    {
        var vm = KhronosRuntime.Current;
        var thread = LuaNative.lua_tothread(L, 1);
        var seconds = LuaNative.lua_tonumberx(L, 2, null);
        var arguments = LuaNative.lua_gettop(L) - 2;
        var error = Refusal(L, thread) ?? BecomeTask(L, thread);
        if (error is not null)
        {
            return Primitive.Error(L, error);
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        var room = LuaNative.lua_checkstack(thread, arguments + LuaNative.MinimumStack) != 0;
        if (room)
        {
            LuaNative.lua_xmove(L, thread, arguments);
        }

        block->LeaveHost();
        if (!room)
        {
            return Primitive.Error(L, "too many arguments");
        }

        vm.Schedule(vm.Known(thread)!, arguments, seconds < 0 ? null : vm.DueIn(seconds));
        return 0;
    }

    private static string? Refusal(nint L, nint thread) => thread == L ? "cannot schedule the running coroutine [TF2007]" : ThreadFlags.State(thread) switch
    {
        ThreadFlags.Suspended when !CoroutinePrimitives.IsDead(thread) => null,
        ThreadFlags.Waiting => "the coroutine already waits for the host [TF2007]",
        ThreadFlags.Suspended or ThreadFlags.Dropped => "cannot resume dead coroutine",
        _ => "cannot resume non-suspended coroutine",
    };

    private static string? BecomeTask(nint L, nint thread)
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

    /// <summary>finished(co, ok, values...): a coroutine that the scheduler knows has ended inside a script's resume.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Finished(nint L)
    {
        var vm = KhronosRuntime.Current;
        var block = VmBlock.Of(L);
        if (vm.Known(LuaNative.lua_tothread(L, 1)) is { } thread && block->Killed == 0)
        {
            block->EnterHost();
            vm.Ended(thread, L, LuaNative.lua_toboolean(L, 2) != 0, 3, LuaNative.lua_gettop(L) - 2);
            block->LeaveHost();
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
