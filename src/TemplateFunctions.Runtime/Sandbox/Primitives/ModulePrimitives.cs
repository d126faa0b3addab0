using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>What require and the lazy libraries ask of the host.</summary>
internal static unsafe class ModulePrimitives
{
    private const string NoLongerLoaded = "the template's version is no longer loaded";

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("module\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Module),
        ("contextnames\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&ContextNames),
        ("resolve\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Resolve),
        ("awaitmodule\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&AwaitModule),
        ("moduleloaded\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&ModuleLoaded),
        ("load\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&LoadSource),
        ("compile\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Compile),
    ];

    /// <summary>module(name) -> {function name = number}, Lua chunk or nil.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Module(nint L) => Primitive.Guard(L, &RunModule);

    private static int RunModule(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        var entry = KhronosRuntime.Current.Services.Modules.Find(LuaNative.StringText(L, 1))!;
        LuaNative.lua_createtable(L, 0, entry.Module.Functions.Count);
        for (var i = 0; i < entry.Module.Functions.Count; i++)
        {
            LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(entry.Module.Functions[i].Name));
            LuaNative.lua_pushinteger(L, entry.FirstFunction + i);
            LuaNative.lua_rawset(L, -3);
        }

        if (entry.Chunk is null || LuaNative.Load(L, entry.Chunk, "=\0"u8, binary: true) != LuaNative.Ok)
        {
            LuaNative.lua_pushnil(L);
        }

        block->LeaveHost();
        return 2;
    }

    /// <summary>contextnames() -> {module name = field of ctx}.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ContextNames(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_createtable(L, 0, 8);
        foreach (var module in KhronosRuntime.Current.Services.Modules.Modules)
        {
            if (module.ContextName is { } name)
            {
                LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(module.Name));
                LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(name));
                LuaNative.lua_rawset(L, -3);
            }
        }

        block->LeaveHost();
        return 1;
    }

    /// <summary>resolve(isolate, name, module being loaded or nil) -> (nil, path, is host module) or (error).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Resolve(nint L) => Primitive.Guard(L, &RunResolve);

    private static int RunResolve(nint L)
    {
        var vm = KhronosRuntime.Current;
        if (vm.Isolate((int)LuaNative.lua_tointegerx(L, 1, null)) is not { } isolate)
        {
            return Primitive.Error(L, NoLongerLoaded);
        }

        var name = LuaNative.StringText(L, 2);
        if (name.StartsWith("@antiraid/", StringComparison.Ordinal) && vm.Services.Modules.Find(name) is not null)
        {
            Primitive.Text(L, name);
            LuaNative.lua_pushboolean(L, 1);
            return 3;
        }

        var resolved = ModuleResolver.Resolve(isolate.Source.Files, CallerPath(L, isolate.Source), name, vm.Services.Modules.Names);
        if (resolved.Error is not null && IsTailCall(L))
        {
            resolved = ModuleResolver.OnlyOne(isolate.Source.Files, name, vm.Services.Modules.Names) ?? resolved;
        }

        return resolved.Error is { } error ? Primitive.Error(L, error + " [TF2003]") : Primitive.Text(L, resolved.Path!);
    }

    /// <summary>compile(isolate, path, environment) -> (nil, function) or (error).</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Compile(nint L) => Primitive.Guard(L, &RunCompile);

    private static int RunCompile(nint L)
    {
        if (KhronosRuntime.Current.Isolate((int)LuaNative.lua_tointegerx(L, 1, null)) is not { } isolate)
        {
            // It went while the caller waited for another coroutine that loads the module.
            return Primitive.Error(L, NoLongerLoaded);
        }

        var path = LuaNative.StringText(L, 2);
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 3);
        var text = isolate.Source.Files[path];
        var error = ChunkLoader.Load(L, KhronosRuntime.Current, path, text, LuauCompiler.DetectDialect(path, text));
        block->LeaveHost();
        return Loaded(L, error);
    }

    /// <summary>awaitmodule() -> nil or error; the caller yields WAIT next and looks again when it is resumed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AwaitModule(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        var error = KhronosRuntime.Current.AwaitModule(L);
        block->LeaveHost();
        return error is null ? 0 : Primitive.Error(L, error);
    }

    /// <summary>moduleloaded(): a module was loaded or failed.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ModuleLoaded(nint L)
    {
        KhronosRuntime.Current.WakeModuleWaiters();
        return 0;
    }

    /// <summary>load(source, chunk name, environment) -> (nil, function) or (error): in the dialect of the running template.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int LoadSource(nint L) => Primitive.Guard(L, &RunLoadSource);

    private static int RunLoadSource(nint L)
    {
        var vm = KhronosRuntime.Current;
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 3);
        var source = LuaNative.StringText(L, 1);
        var dialect = vm.CurrentRun is { Isolate.IsLuau: true } ? LuauCompiler.DetectDialect("", source) : LuauDialect.Lua54;
        var error = ChunkLoader.Load(L, vm, ChunkName(LuaNative.StringText(L, 2)), source, dialect);
        block->LeaveHost();
        return Loaded(L, error);
    }

    /// <summary>A name without the mark that Lua reads, short enough for its messages.</summary>
    private static string ChunkName(string name)
    {
        var plain = name.TrimStart('=', '@').ReplaceLineEndings(" ");
        return plain.Length <= 50 ? plain : plain[..50];
    }

    private static int Loaded(nint L, SourceError? error)
    {
        if (error is not null)
        {
            return Primitive.Error(L, error.Message);
        }

        LuaNative.lua_pushnil(L);
        LuaNative.Insert(L, -2);
        return 2;
    }

    private static bool IsTailCall(nint L, LuaDebug* record)
    {
        fixed (byte* what = "t\0"u8)
        {
            return LuaNative.lua_getinfo(L, what, record) != 0 && record->IsTailCall != 0;
        }
    }

    /// <summary>Whether require was called by a tail call, which leaves no frame that could tell the calling file.</summary>
    private static bool IsTailCall(nint L)
    {
        LuaDebug record;
        return LuaNative.lua_getstack(L, 1, &record) != 0 && IsTailCall(L, &record);
    }

    /// <summary>The file whose function called require: the innermost frame that runs one of the template's files.</summary>
    private static string CallerPath(nint L, Execution.TemplateSource source)
    {
        LuaDebug record;
        if (LuaNative.lua_type(L, 3) == LuaType.String && IsTailCall(L))
        {
            return LuaNative.StringText(L, 3);
        }

        for (var level = 0; level < 32; level++)
        {
            if (LuaNative.lua_getstack(L, level, &record) == 0)
            {
                break;
            }

            if (StackReader.SourceOf(L, &record) is { Length: > 0 } path && source.Files.ContainsKey(path))
            {
                return path;
            }
        }

        return source.EntryPath;
    }
}
