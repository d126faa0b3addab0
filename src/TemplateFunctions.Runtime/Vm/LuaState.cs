using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>
/// A Lua state with our allocator, owned through NLua, with NLua's reflection layer cut off and its globals emptied.
/// </summary>
/// <remarks>
/// NLua's <c>luanet</c> gives a script any .NET type, so nothing of it stays reachable: not the global, not the registry's
/// metatables, and its translator (some kilobytes of .NET objects that nothing can reach any more) goes at once. NLua also leaks
/// every state that was passed to it: its pool of translators forgets only states it made itself, and KeraLua never frees the
/// handle it keeps in the extra space. Both are put right here.
/// </remarks>
internal sealed unsafe class LuaState : IDisposable
{
    private static readonly (byte[] Name, nint Open)[] Libraries =
    [
        ("_G\0"u8.ToArray(), LuaNative.Export("luaopen_base")),
        ("table\0"u8.ToArray(), LuaNative.Export("luaopen_table")),
        ("string\0"u8.ToArray(), LuaNative.Export("luaopen_string")),
        ("coroutine\0"u8.ToArray(), LuaNative.Export("luaopen_coroutine")),
    ];

    private readonly NLua.Lua _owner;

    public LuaState(VmBlock* block)
    {
        Block = block;
        block->EnterHost();
        var kera = new KeraLua.Lua(VmAllocator.Delegate, (nint)block);
        Handle = kera.Handle;
        MetamethodNames.Hide(Handle, VmAllocator.Pointer, (nint)block);
        MetatableExchange.Require(Handle);
        foreach (var (name, open) in Libraries)
        {
            fixed (byte* text = name)
            {
                LuaNative.luaL_requiref(Handle, text, open, 1);
            }

            LuaNative.Pop(Handle, 1);
        }

        _owner = Adopt(kera);
        TakeExtraSpace();
        block->LeaveHost();
    }

    public nint Handle { get; private set; }

    public VmBlock* Block { get; }

    /// <summary>Empties the globals and forgets the loaded libraries: what a script may see is what the sandbox gives it.</summary>
    public void EmptyGlobals()
    {
        LuaNative.lua_createtable(Handle, 0, 0);
        LuaNative.lua_rawseti(Handle, LuaNative.RegistryIndex, 2);
        LuaNative.lua_pushnil(Handle);
        LuaNative.SetField(Handle, LuaNative.RegistryIndex, "_LOADED\0"u8);
    }

    public void Dispose()
    {
        if (Handle == 0)
        {
            return;
        }

        Handle = 0;
        Block->EnterHost();
        _owner.Dispose();
        GC.SuppressFinalize(_owner);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_StatePassed")]
    private static extern ref bool StatePassed(NLua.Lua lua);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_translator")]
    private static extern ref NLua.ObjectTranslator? Translator(NLua.Lua lua);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "get_Instance")]
    [return: UnsafeAccessorType("NLua.ObjectTranslatorPool, NLua")]
    private static extern object TranslatorPool([UnsafeAccessorType("NLua.ObjectTranslatorPool, NLua")] object? type);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Remove")]
    private static extern void RemoveTranslator([UnsafeAccessorType("NLua.ObjectTranslatorPool, NLua")] object pool, KeraLua.Lua state);

    private static void ForgetTranslator(NLua.Lua owner, KeraLua.Lua kera)
    {
        ref var translator = ref Translator(owner);
        Marshal.FreeHGlobal(translator!.Tag);
        translator = null;
        RemoveTranslator(TranslatorPool(null), kera);
    }

    private NLua.Lua Adopt(KeraLua.Lua kera)
    {
        kera.NewTable();
        kera.SetGlobal("luanet");
        var owner = new NLua.Lua(kera);
        StatePassed(owner) = false;
        ForgetTranslator(owner, kera);
        foreach (var key in new[] { "luaNet_objects", "luaNet_indexfunction", "luaNet_searchbase", "luaNet_class", "luaNet_function", "NLua_Loaded" })
        {
            kera.PushNil();
            kera.SetField((int)KeraLua.LuaRegistry.Index, key);
        }

        kera.PushNil();
        kera.SetGlobal("luanet");
        LuaNative.lua_settop(Handle, 0);
        return owner;
    }

    private void TakeExtraSpace()
    {
        var slot = (nint*)(Handle - sizeof(nint));
        if (*slot != 0)
        {
            GCHandle.FromIntPtr(*slot).Free();
            *slot = 0;
        }
    }
}
