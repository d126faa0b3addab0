using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>The sandbox of a VM: the prelude and what it gave back.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private int _newEnvironment;
    private int _newContext;
    private int _trusted;

    /// <summary>Registry reference of the metatable of event nodes.</summary>
    public int NodeMetatable { get; private set; }

    /// <summary>Registry reference of the metatable that marks a table as a JSON array.</summary>
    public int ArrayMetatable { get; private set; }

    /// <summary>Yielded by a preempted coroutine.</summary>
    public nint PreemptToken => (nint)_block;

    /// <summary>Yielded by a coroutine that waits for the host.</summary>
    public nint WaitToken => (nint)_block + 1;

    /// <summary>Pushes a library's chunk, or nil when there is none of that name.</summary>
    public static void PushLibrary(nint L, string name)
    {
        if (LuaLibrary.Resource(name) is not { } chunk || LuaNative.Load(L, chunk, "=\0"u8, binary: true) != LuaNative.Ok)
        {
            LuaNative.lua_pushnil(L);
        }
    }

    private void BuildSandbox()
    {
        _block->EnterHost();

        // Collected once, at the end: the next VM is built from what this one needed for building only, so the heap has no holes.
        LuaNative.lua_gc(L, LuaNative.GcStop, 0, 0, 0);
        LuaNative.lua_createtable(L, 0, 0);
        ArrayMetatable = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        PushLibrary(L, "prelude");
        PrimitiveTable.Push(L);
        LuaNative.lua_pushlightuserdata(L, PreemptToken);
        LuaNative.lua_pushlightuserdata(L, WaitToken);
        if (LuaNative.lua_pcallk(L, 3, 5, 0, 0, 0) != LuaNative.Ok)
        {
            throw new InvalidOperationException("The sandbox prelude failed: " + LuaNative.StringText(L, -1));
        }

        _trusted = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        BuildNodeMetatable();
        _newContext = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        _newEnvironment = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        _state.EmptyGlobals();
        LuaNative.lua_settop(L, 0);
        LuaNative.lua_gc(L, LuaNative.GcRestart, 0, 0, 0);
        LuaNative.lua_gc(L, LuaNative.GcCollect, 0, 0, 0);
        _block->LeaveHost();
    }

    /// <summary>Takes the two functions on top (readonly, pairs) into the metatable of event nodes.</summary>
    private void BuildNodeMetatable()
    {
        LuaNative.lua_createtable(L, 0, 8);
        LuaNative.Insert(L, -3);
        LuaNative.SetField(L, -3, "__pairs\0"u8);
        LuaNative.SetField(L, -2, "__newindex\0"u8);
        LuaNative.lua_pushcclosure(L, EventPrimitives.Index, 0);
        LuaNative.SetField(L, -2, "__index\0"u8);
        LuaNative.lua_pushcclosure(L, EventPrimitives.Length, 0);
        LuaNative.SetField(L, -2, "__len\0"u8);
        LuaNative.lua_pushboolean(L, 0);
        LuaNative.SetField(L, -2, "__metatable\0"u8);
        NodeMetatable = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
    }
}
