using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>Values and figures: types, empty userdata, the log, memory.</summary>
internal static unsafe class ValuePrimitives
{
    public static IEnumerable<(byte[], nint)> All =>
    [
        ("call\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Call),
        ("type\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Type),
        ("userdata\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Userdata),
        ("log\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Log),
        ("heapkilobytes\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&HeapKilobytes),
        ("memorylimit\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&MemoryLimit),
        ("sourcelimit\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&SourceLimit),
        ("currentuser\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&CurrentUser),
        ("cpu_seconds\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&CpuSeconds),
        ("null\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Null),
        ("luau\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Luau),
        ("isluau\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&IsLuau),
        ("numbertext\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&NumberText),
        ("floattext\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&FloatText),
        ("hasfloat\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&HasFloat),
        ("now\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Now),
    ];

    /// <summary>call(function number, capability set, arguments...) -> (nil, values...) or (WAIT) or (error).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Call(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        var results = HostCallDispatcher.Invoke(L, KhronosRuntime.Current);
        block->LeaveHost();
        PreemptionHook.AfterHostCall(L, block);
        return results;
    }

    /// <summary>type(v): parts of an event are tables to scripts.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Type(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        var name = EventPrimitives.TryGetNode(L, 1, KhronosRuntime.Current, out _, out _) ? "table" : LuaType.NameOf(LuaNative.lua_type(L, 1));
        LuaNative.PushBytes(L, Encoding.ASCII.GetBytes(name));
        block->LeaveHost();
        return 1;
    }

    /// <summary>userdata(metatable, json?) -> an empty userdata.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Userdata(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 2);
        var hasText = LuaNative.lua_type(L, 2) == LuaType.String;
        LuaNative.lua_newuserdatauv(L, 0, hasText ? 1 : 0);
        if (hasText)
        {
            LuaNative.lua_pushvalue(L, 2);
            LuaNative.lua_setiuservalue(L, -2, 1);
        }

        LuaNative.lua_pushvalue(L, 1);
        LuaNative.lua_setmetatable(L, -2);
        block->LeaveHost();
        return 1;
    }

    /// <summary>log(text)</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Log(nint L)
    {
        var vm = KhronosRuntime.Current;
        if (vm.CurrentRun is { } run)
        {
            run.Log ??= new RunLog();
            var charge = run.Log.Add(LuaNative.StringBytes(L, 1), vm.Services.Limits.LogBytes);
            run.LogCharge += charge;
            VmBlock.Of(L)->Charge(charge);
        }

        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HeapKilobytes(nint L)
    {
        LuaNative.lua_pushnumber(L, VmBlock.Of(L)->Used / 1024.0);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int MemoryLimit(nint L)
    {
        LuaNative.lua_pushinteger(L, VmBlock.Of(L)->Limit);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SourceLimit(nint L)
    {
        LuaNative.lua_pushinteger(L, KhronosRuntime.Current.Services.Limits.SourceFileBytes);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CurrentUser(nint L)
    {
        if (KhronosRuntime.Current.CurrentRun?.Request.Event.Header.Author is { } author)
        {
            return Primitive.Error(L, author);
        }

        return 0;
    }

    /// <summary>cpu_seconds(): running time of the current run.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int CpuSeconds(nint L)
    {
        var block = VmBlock.Of(L);
        var ticks = block->CpuBefore + System.Diagnostics.Stopwatch.GetTimestamp() - block->SliceStart;
        LuaNative.lua_pushnumber(L, (double)ticks / System.Diagnostics.Stopwatch.Frequency);
        return 1;
    }

    /// <summary>null() -> the value that stands for JSON null.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Null(nint L)
    {
        LuaNative.lua_pushlightuserdata(L, 0);
        return 1;
    }

    /// <summary>luau() -> whether the running template is Luau.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Luau(nint L)
    {
        LuaNative.lua_pushboolean(L, KhronosRuntime.Current.CurrentRun is { Isolate.IsLuau: true } ? 1 : 0);
        return 1;
    }

    /// <summary>isluau(isolate) -> the language of its entry file, of the running template when there is no such isolate; isluau(isolate, path) -> of a file.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int IsLuau(nint L)
    {
        var vm = KhronosRuntime.Current;
        var isolate = vm.Isolate((int)LuaNative.lua_tointegerx(L, 1, null)) ?? vm.CurrentRun?.Isolate;
        var luau = isolate is { IsLuau: true };
        if (isolate is not null && LuaNative.lua_type(L, 2) == LuaType.String)
        {
            var path = LuaNative.StringText(L, 2);
            luau = LuauCompiler.DetectDialect(path, isolate.Source.Files.GetValueOrDefault(path, "")) == LuauDialect.Luau;
        }

        LuaNative.lua_pushboolean(L, luau ? 1 : 0);
        return 1;
    }

    /// <summary>numbertext(v) -> a number as Luau prints it.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NumberText(nint L) => Primitive.Error(
        L,
        LuaNative.lua_isinteger(L, 1) != 0
            ? LuaNative.lua_tointegerx(L, 1, null).ToString(System.Globalization.CultureInfo.InvariantCulture)
            : LuauNumbers.Format(LuaNative.lua_tonumberx(L, 1, null)));

    /// <summary>floattext(v) -> how Luau prints a float, or nil when v is none or the running template is Lua 5.4.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int FloatText(nint L)
    {
        if (LuaNative.lua_type(L, 1) != LuaType.Number || LuaNative.lua_isinteger(L, 1) != 0
            || KhronosRuntime.Current.CurrentRun is not { Isolate.IsLuau: true })
        {
            return 0;
        }

        return Primitive.Error(L, LuauNumbers.Format(LuaNative.lua_tonumberx(L, 1, null)));
    }

    /// <summary>hasfloat(table, first, last) -> whether one of these elements of a table is a float. Asks no metamethod.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HasFloat(nint L)
    {
        var last = LuaNative.lua_tointegerx(L, 3, null);
        for (var i = LuaNative.lua_tointegerx(L, 2, null); i <= last; i++)
        {
            if (LuaNative.QuickElement(L, 1, i) == LuaType.Number && LuaNative.QuickIsInteger(L, -1) == 0)
            {
                LuaNative.lua_pushboolean(L, 1);
                return 1;
            }

            LuaNative.QuickSetTop(L, 3);
        }

        return 0;
    }

    /// <summary>now(): seconds since the epoch, with a fraction.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Now(nint L)
    {
        var now = KhronosRuntime.Current.Services.Time.GetUtcNow();
        LuaNative.lua_pushnumber(L, (now - DateTimeOffset.UnixEpoch).TotalSeconds);
        return 1;
    }
}
