using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>What lowered Luau needs in a VM: the support table, made when the first Luau source is loaded.</summary>
internal sealed unsafe partial class KhronosRuntime
{
    private static readonly Lazy<byte[]> SupportChunk = new(static () => LuaLibrary.Compile(System.Text.Encoding.UTF8.GetBytes(LuauSupport.Source), "luau support"));

    private int _luauSupport;

    /// <summary>
    /// Expects the loader of a lowered chunk on top of the stack and puts the author's function in its place. Only our own prologue
    /// runs, which nothing here can interrupt.
    /// </summary>
    public SourceError? FinishLuauChunk(nint L1)
    {
        _block->Undivided++;
        var status = LuaNative.Ok;
        if (_luauSupport == 0)
        {
            status = MakeLuauSupport(L1);
        }

        if (status == LuaNative.Ok)
        {
            LuaNative.lua_rawgeti(L1, LuaNative.RegistryIndex, _luauSupport);
            status = LuaNative.lua_pcallk(L1, 1, 1, 0, 0, 0);
        }

        _block->Undivided--;
        if (status == LuaNative.Ok)
        {
            return null;
        }

        var message = LuaNative.StringText(L1, -1);
        LuaNative.Pop(L1, 1);
        return new SourceError("TF1001", message, null);
    }

    private int MakeLuauSupport(nint L1)
    {
        LuaNative.Load(L1, SupportChunk.Value, "=\0"u8, binary: true);
        LuaNative.lua_rawgeti(L1, LuaNative.RegistryIndex, _trusted);
        LuaNative.lua_pushvalue(L1, -1);
        LuaNative.lua_setupvalue(L1, -3, 1);
        fixed (byte* key = "luauhost\0"u8)
        {
            LuaNative.lua_getfield(L1, -1, key);
        }

        LuaNative.Remove(L1, -2);
        var status = LuaNative.lua_pcallk(L1, 1, 1, 0, 0, 0);
        if (status == LuaNative.Ok)
        {
            _luauSupport = LuaNative.luaL_ref(L1, LuaNative.RegistryIndex);
        }

        return status;
    }
}
