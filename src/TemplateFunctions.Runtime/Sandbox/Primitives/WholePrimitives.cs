using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>What the kernel's Lua files must do in one piece: between two of their instructions any other run of the guild may have its turn.</summary>
internal static unsafe class WholePrimitives
{
    private const int AllResults = -1;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("library\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Library),
        ("swap\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Swap),
        ("whole\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Whole),
        ("plainly\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Plainly),
    ];

    /// <summary>library(loaded, name, trusted) -> the library of that name, loaded now if it was not; nil when it cannot be loaded here.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Library(nint L) => Primitive.Guard(L, &RunLibrary);

    private static int RunLibrary(nint L)
    {
        LuaNative.lua_settop(L, 3);
        LuaNative.lua_pushvalue(L, 2);
        if (LuaNative.lua_rawget(L, 1) != LuaType.Nil)
        {
            return 1;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 3);
        KhronosRuntime.PushLibrary(L, LuaNative.StringText(L, 2));
        LuaNative.lua_pushvalue(L, 3);
        block->Undivided++;
        var status = LuaNative.lua_pcallk(L, 1, 1, 0, 0, 0);
        block->Undivided--;
        if (status == LuaNative.Ok)
        {
            LuaNative.lua_pushvalue(L, 2);
            LuaNative.lua_pushvalue(L, 4);
            LuaNative.lua_rawset(L, 1);
        }
        else
        {
            LuaNative.lua_pushnil(L);
        }

        block->LeaveHost();
        return 1;
    }

    /// <summary>swap(table, key, old, new) -> what the table holds there now: the new value if it held the old one or nil, else what it held.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Swap(nint L)
    {
        LuaNative.lua_settop(L, 4);
        LuaNative.lua_pushvalue(L, 2);
        if (LuaNative.lua_rawget(L, 1) == LuaType.Nil || LuaNative.lua_rawequal(L, 5, 3) != 0)
        {
            var block = VmBlock.Of(L);
            block->EnterHost();
            LuaNative.lua_pushvalue(L, 2);
            LuaNative.lua_pushvalue(L, 4);
            LuaNative.lua_rawset(L, 1);
            block->LeaveHost();
            LuaNative.lua_settop(L, 4);
        }

        return 1;
    }

    /// <summary>whole(function, args...) -> whether it succeeded, and its results or its error: a function of the kernel's that is short, calls nothing of scripts and never yields.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Whole(nint L)
    {
        var block = VmBlock.Of(L);
        block->Undivided++;
        var count = Call(L, block);
        block->Undivided--;
        return count;
    }

    /// <summary>
    /// plainly(function, second, table, args...) -> as <see cref="Whole"/>: a stock function of a table without a metatable (nor the second, unless it is nil). Nil when there
    /// is one: a length that lies would keep it busy for ever.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Plainly(nint L)
    {
        if (!IsPlain(L, 3) || (LuaNative.lua_type(L, 2) != LuaType.Nil && !IsPlain(L, 2)))
        {
            LuaNative.lua_pushnil(L);
            return 1;
        }

        LuaNative.Remove(L, 2);
        return Call(L, VmBlock.Of(L));
    }

    private static bool IsPlain(nint L, int index)
    {
        if (LuaNative.lua_type(L, index) != LuaType.Table)
        {
            return false;
        }

        if (LuaNative.lua_getmetatable(L, index) == 0)
        {
            return true;
        }

        LuaNative.Pop(L, 1);
        return false;
    }

    /// <summary>Calls the function at index 1 with all that stands above it. It may be refused memory as ever: Lua catches that inside.</summary>
    private static int Call(nint L, VmBlock* block)
    {
        var arguments = LuaNative.lua_gettop(L) - 1;
        block->EnterHost();
        var room = LuaNative.lua_checkstack(L, LuaNative.MinimumStack) != 0;
        block->LeaveHost();
        if (!room)
        {
            LuaNative.lua_settop(L, 1);
            LuaNative.lua_pushboolean(L, 0);
            return 1 + Primitive.Error(L, "stack overflow");
        }

        LuaNative.lua_pushboolean(L, 1);
        LuaNative.Insert(L, 1);
        if (LuaNative.lua_pcallk(L, arguments, AllResults, 0, 0, 0) != LuaNative.Ok)
        {
            LuaNative.lua_pushboolean(L, 0);
            LuaNative.Insert(L, 1);
            LuaNative.Remove(L, 2);
        }

        return LuaNative.lua_gettop(L);
    }
}
