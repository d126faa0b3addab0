using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>Tracebacks and positions of the author's own code.</summary>
internal static unsafe class DebugPrimitives
{
    public static IEnumerable<(byte[], nint)> All =>
    [
        ("keeptrace\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&KeepTrace),
        ("keptrace\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&KeptTrace),
        ("traceback\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Traceback),
        ("info\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Info),
    ];

    /// <summary>keeptrace(error) -> error: xpcall's message handler, which notes the stack before it is unwound.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int KeepTrace(nint L)
    {
        LuaNative.lua_settop(L, 1);
        if (VmBlock.Of(L)->Killed == 0)
        {
            KhronosRuntime.Current.KeptTrace = (L, StackReader.Traceback(L));
        }

        return 1;
    }

    /// <summary>keptrace() -> what keeptrace noted for this coroutine, or nil when another's error came between.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int KeptTrace(nint L)
    {
        var vm = KhronosRuntime.Current;
        var (thread, trace) = vm.KeptTrace;
        vm.KeptTrace = default;
        return thread == L ? Primitive.Error(L, trace) : 0;
    }

    /// <summary>traceback(noted or nil, message?) or traceback(noted, thread, message?) -> (nil, text).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Traceback(nint L)
    {
        var thread = LuaNative.lua_tothread(L, 2);
        var message = thread != 0 ? 3 : 2;
        var type = LuaNative.lua_type(L, message);
        if (type is not (LuaType.String or LuaType.Nil or LuaType.None or LuaType.Number))
        {
            LuaNative.lua_pushnil(L);
            LuaNative.lua_pushvalue(L, message);
            return 2;
        }

        var trace = thread != 0 ? StackReader.Traceback(thread)
            : LuaNative.lua_type(L, 1) == LuaType.String ? LuaNative.StringText(L, 1)
            : StackReader.Traceback(L);
        var text = type == LuaType.String ? LuaNative.StringText(L, message) + "\n" + trace : trace;
        return Primitive.Text(L, text);
    }

    /// <summary>info(level or function, what) -> (nil, values...): "s" source, "l" line, "n" name, as Luau's debug.info.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Info(nint L)
    {
        LuaNative.lua_settop(L, 2);
        if (LuaNative.lua_type(L, 1) != LuaType.Number || LuaNative.lua_type(L, 2) != LuaType.String)
        {
            return Primitive.Error(L, "debug.info expects (level, options)");
        }

        var level = LuaNative.lua_tointegerx(L, 1, null);
        LuaDebug record;
        LuaNative.lua_pushnil(L);
        if (level is < 0 or > 200 || LuaNative.lua_getstack(L, (int)level + 1, &record) == 0)
        {
            return 1;
        }

        var source = StackReader.SourceOf(L, &record);
        fixed (byte* what = "ln\0"u8)
        {
            LuaNative.lua_getinfo(L, what, &record);
        }

        var options = LuaNative.StringText(L, 2);
        var count = 1;
        foreach (var option in options.Length > 8 ? options[..8] : options)
        {
            switch (option)
            {
                case 's':
                    Primitive.Error(L, source.Length == 0 ? "[C]" : source);
                    break;
                case 'l':
                    LuaNative.lua_pushinteger(L, source.Length == 0 ? -1 : record.CurrentLine);
                    break;
                case 'n' when record.Name != null && source.Length > 0:
                    Primitive.Error(L, System.Text.Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(record.Name)));
                    break;
                default:
                    LuaNative.lua_pushnil(L);
                    break;
            }

            count++;
        }

        return count;
    }
}
