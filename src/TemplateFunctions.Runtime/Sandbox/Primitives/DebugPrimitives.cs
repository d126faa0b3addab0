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
    // Bytes of an error, and letters of a traceback, that are kept.
    private const int MaxNoted = 4096;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("keeptrace\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&KeepTrace),
        ("keptrace\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&KeptTrace),
        ("noteinner\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&NoteInner),
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
            var vm = KhronosRuntime.Current;
            vm.KeptTrace = (L, vm.CurrentRun, StackReader.Traceback(L));
        }

        return 1;
    }

    /// <summary>
    /// keptrace() -> what keeptrace noted for this coroutine, or nil when another's error came between. The prelude keeps it by coroutine, so the
    /// coroutine must not serve another template's run.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int KeptTrace(nint L)
    {
        var vm = KhronosRuntime.Current;
        var (thread, run, trace) = vm.KeptTrace;
        vm.KeptTrace = default;
        ThreadFlags.MarkExposed(L);
        return thread == L && run == vm.CurrentRun ? Primitive.Error(L, trace) : 0;
    }

    /// <summary>noteinner(coroutine, error): keeps the stack of a coroutine that failed, for its error goes on without it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NoteInner(nint L)
    {
        var vm = KhronosRuntime.Current;
        var failed = LuaNative.lua_tothread(L, 1);
        if (failed != 0 && vm.CurrentRun is { } run && LuaNative.lua_type(L, 2) == LuaType.String && LuaNative.lua_rawlen(L, 2) <= MaxNoted)
        {
            var message = LuaNative.StringText(L, 2);
            var trace = StackReader.Traceback(failed);
            var inner = vm.InnerTrace is { } known && ReferenceEquals(known.Run, run) && known.Message == message ? known.Text + "\n" : "";
            vm.InnerTrace = inner.Length + trace.Length > MaxNoted ? null : new InnerTrace(run, message, inner + trace);
        }

        return 0;
    }

    /// <summary>traceback(noted or nil, message?, level?) or traceback(noted, thread, message?, level?) -> (nil, text).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Traceback(nint L) => Primitive.Guard(L, &RunTraceback);

    private static int RunTraceback(nint L)
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
        trace = FromLevel(trace, LuaNative.lua_tonumberx(L, message + 1, null));
        var text = type == LuaType.String ? LuaNative.StringText(L, message) + "\n" + trace : trace;
        return Primitive.Text(L, text);
    }

    /// <summary>Without the innermost frames: level 1 is the first.</summary>
    private static string FromLevel(string trace, double level)
    {
        for (; level >= 2 && trace.Length > 0; level--)
        {
            var end = trace.IndexOf('\n');
            trace = end < 0 ? "" : trace[(end + 1)..];
        }

        return trace;
    }

    /// <summary>
    /// info(level, what), info(function, what) or info(thread, level, what) -> (nil, values...), as Luau's debug.info: "s" source, "l" line,
    /// "n" name, "a" number of parameters and whether there are more. Luau's "f" would hand out functions of the host.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Info(nint L) => Primitive.Guard(L, &RunInfo);

    private static int RunInfo(nint L)
    {
        LuaNative.lua_settop(L, 3);
        var thread = LuaNative.lua_tothread(L, 1);
        var subject = thread == 0 ? 1 : 2;
        var isFunction = LuaNative.lua_type(L, subject) == LuaType.Function;
        if ((!isFunction && LuaNative.lua_type(L, subject) != LuaType.Number) || LuaNative.lua_type(L, subject + 1) != LuaType.String)
        {
            return Primitive.Error(L, "debug.info expects (function or level, options) or (thread, level, options)");
        }

        var options = LuaNative.StringText(L, subject + 1);
        if (options.AsSpan().IndexOfAnyExcept("slna") >= 0)
        {
            return Primitive.Error(L, "bad argument #2 to 'info' (options are s, l, n and a)");
        }

        if (options.Distinct().Count() < options.Length)
        {
            return Primitive.Error(L, "bad argument #2 to 'info' (an option is there twice)");
        }

        if (!isFunction && LuaNative.lua_tonumberx(L, subject, null) < 0)
        {
            return Primitive.Error(L, "bad argument #1 to 'info' (a level cannot be negative)");
        }

        LuaDebug record;
        var found = isFunction ? OfFunction(L, subject, &record) : OfLevel(L, thread, LuaNative.lua_tonumberx(L, subject, null), &record);
        LuaNative.lua_pushnil(L);
        if (!found)
        {
            return 1;
        }

        var source = StackReader.NameOf(&record);
        var count = 1;
        foreach (var option in options)
        {
            count += Push(L, option, source, isFunction, &record);
        }

        return count;
    }

    private static bool OfFunction(nint L, int index, LuaDebug* record)
    {
        LuaNative.lua_pushvalue(L, index);
        fixed (byte* what = ">Su\0"u8)
        {
            record->Name = null;
            return LuaNative.lua_getinfo(L, what, record) != 0;
        }
    }

    private static bool OfLevel(nint L, nint thread, double level, LuaDebug* record)
    {
        // On its own stack the primitive is level 0 and the library function, which the script counts as 0, comes next.
        var (state, first) = thread == 0 || thread == L ? (L, 1) : (thread, 0);
        if (level is not (>= 0 and <= 200) || LuaNative.lua_getstack(state, (int)level + first, record) == 0)
        {
            return false;
        }

        fixed (byte* what = "Slnu\0"u8)
        {
            return LuaNative.lua_getinfo(state, what, record) != 0;
        }
    }

    /// <summary>Pushes what an option asks for; the number of values.</summary>
    private static int Push(nint L, char option, string source, bool isFunction, LuaDebug* record)
    {
        switch (option)
        {
            case 's':
                return Primitive.Error(L, source.Length == 0 ? "[C]" : source);
            case 'l':
                LuaNative.lua_pushinteger(L, source.Length == 0 ? -1 : isFunction ? record->LineDefined : record->CurrentLine);
                return 1;
            case 'a':
                LuaNative.lua_pushinteger(L, source.Length == 0 ? 0 : record->ParameterCount);
                LuaNative.lua_pushboolean(L, source.Length == 0 || record->IsVararg != 0 ? 1 : 0);
                return 2;
            default:
                return Primitive.Error(
                    L,
                    record->Name != null && source.Length > 0
                        ? System.Text.Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(record->Name))
                        : "");
        }
    }
}
