using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>
/// Resuming from a script. Each primitive looks whether the coroutine may be resumed, resumes it and notes how it came back, in one piece: no
/// other run has a turn in between, and no error (for want of memory, or of room on a stack) can leave it half done.
/// </summary>
/// <remarks>
/// Lua catches inside <c>lua_resume</c> whatever the coroutine raises, so nothing is thrown past these frames.
/// They answer what <c>coroutine.resume</c> does, or a number that tells the prelude what to do instead.
/// </remarks>
internal static unsafe class ResumePrimitives
{
    private const int WasPreempted = 1;
    private const int MustDie = 3;
    private const int Wrong = 4;

    // What the prelude needs on the caller's stack to go on when the coroutine has come back.
    private const int RoomToReturn = 2 * LuaNative.MinimumStack;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("go\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Go),
        ("again\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Again),
        ("spawn\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Spawn),
    ];

    /// <summary>go(co, args...)</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Go(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 1);
        if (thread == 0)
        {
            return Answer(L, Wrong, "bad argument #1 to 'resume' (coroutine expected)"u8);
        }

        switch (ThreadFlags.State(thread))
        {
            // Lua would make its message itself, without protection.
            case ThreadFlags.Suspended when CoroutinePrimitives.IsDead(thread):
            case ThreadFlags.Dropped:
                return Refuse(L, "cannot resume dead coroutine"u8);
            case ThreadFlags.Suspended:
                break;
            case ThreadFlags.Waiting:
                return Refuse(L, "cannot resume a coroutine that waits for the host"u8);
            default:
                return Refuse(L, "cannot resume non-suspended coroutine"u8);
        }

        var refusal = Prepare(L, thread);
        return refusal.IsEmpty ? Enter(L, thread) : Refuse(L, refusal);
    }

    /// <summary>spawn(co, args...): the same for a coroutine that becomes a task of the current run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Spawn(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 1);
        if (TaskPrimitives.Refusal(L, thread) is { } refusal)
        {
            return Answer(L, Wrong, System.Text.Encoding.UTF8.GetBytes(refusal));
        }

        var lack = Prepare(L, thread);
        if (!lack.IsEmpty)
        {
            return Answer(L, Wrong, lack);
        }

        return TaskPrimitives.BecomeTask(L, thread) is { } error
            ? Answer(L, Wrong, System.Text.Encoding.UTF8.GetBytes(error))
            : Enter(L, thread);
    }

    /// <summary>again(co): goes on with a coroutine that was preempted.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Again(nint L)
    {
        var block = VmBlock.Of(L);
        var thread = LuaNative.lua_tothread(L, 1);
        if ((block->Killed | block->OutOfMemory) != 0)
        {
            LuaNative.lua_pushinteger(L, MustDie);
            return 1;
        }

        if (ThreadFlags.State(thread) == ThreadFlags.Dropped)
        {
            return Refuse(L, "cannot resume dead coroutine"u8);
        }

        var lack = Prepare(L, thread);
        return lack.IsEmpty ? Resume(L, thread, block, 0) : Refuse(L, lack);
    }

    /// <summary>Makes room on both stacks; answers why it cannot be resumed from here, or nothing.</summary>
    private static ReadOnlySpan<byte> Prepare(nint L, nint thread)
    {
        var block = VmBlock.Of(L);
        if (block->Depth >= block->DepthLimit)
        {
            return "too many coroutines resume each other [TF3011]"u8;
        }

        block->EnterHost();
        var room = LuaNative.lua_checkstack(L, RoomToReturn) != 0;
        var taken = LuaNative.lua_checkstack(thread, LuaNative.lua_gettop(L) + LuaNative.MinimumStack) != 0;
        block->LeaveHost();
        return !room ? "stack overflow"u8 : taken ? default : "too many arguments to resume"u8;
    }

    private static int Enter(nint L, nint thread)
    {
        var arguments = LuaNative.lua_gettop(L) - 1;
        LuaNative.lua_xmove(L, thread, arguments);
        return Resume(L, thread, VmBlock.Of(L), arguments);
    }

    private static int Resume(nint L, nint thread, VmBlock* block, int arguments)
    {
        block->Depth++;
        ThreadFlags.SetState(thread, ThreadFlags.Running);
        CoroutinePrimitives.Goes(thread, block);
        int results;
        var status = LuaNative.lua_resume(thread, L, arguments, &results);
        block->Depth--;
        CoroutinePrimitives.Goes(L, block);
        if (status != LuaNative.Yield)
        {
            return Ended(L, thread, block, status == LuaNative.Ok, status == LuaNative.Ok ? results : 1);
        }

        var token = results == 1 && LuaNative.lua_type(thread, -1) == LuaType.LightUserdata ? (nint)LuaNative.lua_touserdata(thread, -1) : 0;
        if (ThreadFlags.TakePreempted(thread) || token == (nint)block)
        {
            LuaNative.Pop(thread, results);
            LuaNative.lua_pushinteger(L, WasPreempted);
            return 1;
        }

        if (token == (nint)block + 1)
        {
            LuaNative.Pop(thread, results);
            KhronosRuntime.Current.Park(thread);
            LuaNative.lua_pushboolean(L, 1);
            return 1;
        }

        ThreadFlags.SetState(thread, ThreadFlags.Suspended);
        if (ThreadFlags.IsRegistered(thread))
        {
            KhronosRuntime.Current.Suspended(thread);
        }

        return Hand(L, thread, block, true, results);
    }

    private static int Ended(nint L, nint thread, VmBlock* block, bool ok, int results)
    {
        ThreadFlags.SetState(thread, ThreadFlags.Suspended);
        if (!ok && (block->Killed | block->OutOfMemory) != 0)
        {
            if (KhronosRuntime.Current is var current && current.Known(thread) is { } other && other.Run != current.CurrentRun)
            {
                // Another run's main coroutine dies with this one: its caller need not wait for the wall limit.
                current.Forget(thread);
            }

            LuaNative.lua_pushinteger(L, MustDie);
            return 1;
        }

        var count = Hand(L, thread, block, ok, results);
        if (ThreadFlags.IsRegistered(thread) && block->Killed == 0)
        {
            var vm = KhronosRuntime.Current;
            block->EnterHost();
            vm.Ended(vm.Known(thread)!, L, ok, LuaNative.lua_gettop(L) - count + 2, count - 1);
            block->LeaveHost();
        }

        return count;
    }

    /// <summary>Moves what the coroutine gave to the one that resumed it.</summary>
    private static int Hand(nint L, nint thread, VmBlock* block, bool ok, int results)
    {
        block->EnterHost();
        var room = LuaNative.lua_checkstack(L, results + RoomToReturn) != 0;
        block->LeaveHost();
        if (!room)
        {
            LuaNative.Pop(thread, results);
            return Refuse(L, "too many results to resume"u8);
        }

        LuaNative.lua_pushboolean(L, ok ? 1 : 0);
        LuaNative.lua_xmove(thread, L, results);
        return results + 1;
    }

    private static int Refuse(nint L, ReadOnlySpan<byte> message)
    {
        LuaNative.lua_pushboolean(L, 0);
        return 1 + Push(L, message);
    }

    private static int Answer(nint L, int what, ReadOnlySpan<byte> message)
    {
        LuaNative.lua_pushinteger(L, what);
        return 1 + Push(L, message);
    }

    private static int Push(nint L, ReadOnlySpan<byte> message)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, message);
        block->LeaveHost();
        return 1;
    }
}
