using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>Metatables as they really are, for the kernel's own Lua code: scripts get none of these.</summary>
internal static unsafe class MetatablePrimitives
{
    private static readonly nint OpenDebug = LuaNative.Export("luaopen_debug");

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("metafield\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&MetaField),
        ("marked\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Marked),
        ("markarrays\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&MarkArrays),
        ("weakkeys\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&WeakKeys),
        ("metatable\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Metatable),
        ("exchange\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Exchange),
        ("unprotect\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Unprotect),
        ("stockgetmetatable\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&StockGetMetatable),
    ];

    /// <summary>metafield(v, name): the raw field of the metatable, whatever __metatable says.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MetaField(nint L)
    {
        if (LuaNative.lua_getmetatable(L, 1) == 0)
        {
            LuaNative.lua_pushnil(L);
            return 1;
        }

        LuaNative.lua_pushvalue(L, 2);
        LuaNative.lua_rawget(L, -2);
        return 1;
    }

    /// <summary>marked(table) -> (nil, the table, marked as a JSON array) or (error).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Marked(nint L)
    {
        LuaNative.lua_settop(L, 1);
        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, KhronosRuntime.Current.ArrayMetatable);
        if (LuaNative.lua_getmetatable(L, 1) != 0)
        {
            if (LuaNative.lua_rawequal(L, 2, 3) == 0 && IsProtected(L, 3))
            {
                return Primitive.Error(L, "cannot change a protected metatable");
            }

            LuaNative.lua_settop(L, 2);
        }

        LuaNative.lua_setmetatable(L, 1);
        LuaNative.lua_pushnil(L);
        LuaNative.Insert(L, 1);
        return 2;
    }

    private static bool IsProtected(nint L, int metatable)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, "__metatable"u8);
        block->LeaveHost();
        return LuaNative.lua_rawget(L, metatable) != LuaType.Nil;
    }

    /// <summary>markarrays(stand-in): what getmetatable shows of a JSON array.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MarkArrays(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 1);
        LuaNative.lua_rawgeti(L, LuaNative.RegistryIndex, KhronosRuntime.Current.ArrayMetatable);
        LuaNative.Insert(L, 1);
        LuaNative.SetField(L, 1, "__metatable\0"u8);
        block->LeaveHost();
        return 0;
    }

    /// <summary>weakkeys() -> a metatable for tables that hold their keys weakly; scripts cannot make one.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int WeakKeys(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        MetamethodNames.PushWeakKeys(L);
        block->LeaveHost();
        return 1;
    }

    /// <summary>metatable(v) -> the real metatable.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Metatable(nint L) => LuaNative.lua_getmetatable(L, 1);

    /// <summary>exchange(old, new): the tables that have the one metatable get the other.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Exchange(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 2);
        MetatableExchange.Run(L);
        block->LeaveHost();
        return 0;
    }

    /// <summary>unprotect(table): takes its metatable away, whatever __metatable says.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Unprotect(nint L)
    {
        LuaNative.lua_settop(L, 1);
        LuaNative.lua_pushnil(L);
        LuaNative.lua_setmetatable(L, 1);
        return 0;
    }

    /// <summary>
    /// stockgetmetatable() -> Lua's own debug.getmetatable, which is quicker than <see cref="Metatable"/>.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StockGetMetatable(nint L)
    {
        LuaNative.lua_pushcclosure(L, OpenDebug, 0);
        if (LuaNative.lua_pcallk(L, 0, 1, 0, 0, 0) != LuaNative.Ok)
        {
            return 1;
        }

        fixed (byte* key = "getmetatable\0"u8)
        {
            LuaNative.lua_getfield(L, -1, key);
        }

        return 1;
    }
}
