using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

[assembly: DisableRuntimeMarshalling]

namespace TemplateFunctions.Runtime.Native;

/// <summary>
/// The Lua 5.4 C API as blittable imports. Names are those of the manual. Functions that may raise are called only where
/// nothing managed can be jumped over: see docs/runtime.md for the rules.
/// </summary>
internal static unsafe class LuaNative
{
    public const int RegistryIndex = -1001000;
    public const int Ok = 0;
    public const int Yield = 1;
    public const int MaskCount = 8;
    public const int GcStop = 0;
    public const int GcRestart = 1;
    public const int GcCollect = 2;
    public const int GcCount = 3;
    public const int GcCountBytes = 4;
    public const int MinimumStack = 20;

    private const string Library = "lua54";

    [DllImport(Library)] public static extern nint luaL_newstate();
    [DllImport(Library)] public static extern void luaL_openlibs(nint L);
    [DllImport(Library)] public static extern void lua_close(nint L);
    [DllImport(Library)] public static extern int luaL_loadbufferx(nint L, byte* source, nuint size, byte* name, byte* mode);
    [DllImport(Library)] public static extern int lua_dump(nint L, nint writer, nint data, int strip);
    [DllImport(Library)] public static extern int lua_pcallk(nint L, int args, int results, int handler, nint context, nint continuation);
    [DllImport(Library)] public static extern nint lua_newthread(nint L);
    [DllImport(Library)] public static extern int lua_resume(nint L, nint from, int args, int* results);
    [DllImport(Library)] public static extern int lua_yieldk(nint L, int results, nint context, nint continuation);
    [DllImport(Library)] public static extern int lua_status(nint L);
    [DllImport(Library)] public static extern int lua_isyieldable(nint L);
    [DllImport(Library)] public static extern void lua_sethook(nint L, nint hook, int mask, int count);
    [DllImport(Library)] public static extern int lua_gethookcount(nint L);
    [DllImport(Library)] public static extern void luaL_requiref(nint L, byte* name, nint open, int global);
    [DllImport(Library)] public static extern int luaL_ref(nint L, int table);
    [DllImport(Library)] public static extern void luaL_unref(nint L, int table, int reference);
    [DllImport(Library)] public static extern int lua_checkstack(nint L, int count);
    [DllImport(Library)] public static extern int lua_gettop(nint L);
    [DllImport(Library)] public static extern void lua_settop(nint L, int index);
    [DllImport(Library)] public static extern void lua_pushvalue(nint L, int index);
    [DllImport(Library)] public static extern void lua_rotate(nint L, int index, int count);
    [DllImport(Library)] public static extern int lua_closethread(nint L, nint from);
    [DllImport(Library)] public static extern void lua_xmove(nint from, nint to, int count);
    [DllImport(Library)] public static extern int lua_type(nint L, int index);
    [DllImport(Library)] public static extern int lua_isinteger(nint L, int index);
    [DllImport(Library)] public static extern int lua_rawequal(nint L, int first, int second);
    [DllImport(Library)] public static extern int lua_toboolean(nint L, int index);
    [DllImport(Library)] public static extern long lua_tointegerx(nint L, int index, int* isNumber);
    [DllImport(Library)] public static extern double lua_tonumberx(nint L, int index, int* isNumber);
    [DllImport(Library)] public static extern byte* lua_tolstring(nint L, int index, nuint* size);
    [DllImport(Library)] public static extern ulong lua_rawlen(nint L, int index);
    [DllImport(Library)] public static extern void* lua_touserdata(nint L, int index);
    [DllImport(Library)] public static extern nint lua_tothread(nint L, int index);
    [DllImport(Library)] public static extern nint lua_topointer(nint L, int index);
    [DllImport(Library)] public static extern void lua_pushnil(nint L);
    [DllImport(Library)] public static extern void lua_pushboolean(nint L, int value);
    [DllImport(Library)] public static extern void lua_pushinteger(nint L, long value);
    [DllImport(Library)] public static extern void lua_pushnumber(nint L, double value);
    [DllImport(Library)] public static extern nint lua_pushlstring(nint L, byte* text, nuint size);
    [DllImport(Library)] public static extern void lua_pushlightuserdata(nint L, nint value);
    [DllImport(Library)] public static extern void lua_pushcclosure(nint L, nint function, int upvalues);
    [DllImport(Library)] public static extern int lua_pushthread(nint L);
    [DllImport(Library)] public static extern void lua_createtable(nint L, int array, int hash);
    [DllImport(Library)] public static extern nint lua_newuserdatauv(nint L, nuint size, int userValues);
    [DllImport(Library)] public static extern int lua_setmetatable(nint L, int index);
    [DllImport(Library)] public static extern int lua_getmetatable(nint L, int index);
    [DllImport(Library)] public static extern int lua_setiuservalue(nint L, int index, int n);
    [DllImport(Library)] public static extern int lua_getiuservalue(nint L, int index, int n);
    [DllImport(Library)] public static extern int lua_rawget(nint L, int index);
    [DllImport(Library)] public static extern int lua_rawgeti(nint L, int index, long n);
    [DllImport(Library)] public static extern int lua_rawgetp(nint L, int index, nint p);
    [DllImport(Library)] public static extern void lua_rawset(nint L, int index);
    [DllImport(Library)] public static extern void lua_rawseti(nint L, int index, long n);
    [DllImport(Library)] public static extern int lua_getfield(nint L, int index, byte* key);
    [DllImport(Library)] public static extern void lua_setfield(nint L, int index, byte* key);
    [DllImport(Library)] public static extern int lua_next(nint L, int index);
    [DllImport(Library)] public static extern nint lua_setupvalue(nint L, int function, int n);
    [DllImport(Library)] public static extern nint lua_getallocf(nint L, nint* data);
    [DllImport(Library)] public static extern int lua_getstack(nint L, int level, LuaDebug* record);
    [DllImport(Library)] public static extern int lua_getinfo(nint L, byte* what, LuaDebug* record);

    // The same without telling the managed runtime of the call: for a few that take nanoseconds and neither allocate nor raise.
    [SuppressGCTransition][DllImport(Library, EntryPoint = "lua_rawgeti")] public static extern int QuickElement(nint L, int index, long n);
    [SuppressGCTransition][DllImport(Library, EntryPoint = "lua_isinteger")] public static extern int QuickIsInteger(nint L, int index);
    [SuppressGCTransition][DllImport(Library, EntryPoint = "lua_settop")] public static extern void QuickSetTop(nint L, int index);

    // Variadic in C; the fixed form is ABI-compatible for integer arguments on the platforms .NET runs on except Apple arm64,
    // where variadic arguments travel on the stack: there the collector options are not changed (see LuaGc).
    [DllImport(Library)] public static extern int lua_gc(nint L, int what, int first, int second, int third);

    public static readonly nint Handle = NativeLibrary.Load(Library, typeof(KeraLua.Lua).Assembly, null);

    /// <summary>
    /// A native function usable as a count hook that always raises: <c>luaL_error(L, (char*)ar)</c>. The record's first field is
    /// the event code 3, so the "format" is the string "\3". Nothing managed is on the stack when it raises.
    /// </summary>
    public static readonly nint RaisingHook = NativeLibrary.GetExport(Handle, "luaL_error");

    public static nint Export(string name) => NativeLibrary.GetExport(Handle, name);

    public static void Pop(nint L, int count) => lua_settop(L, -count - 1);

    public static void Insert(nint L, int index) => lua_rotate(L, index, 1);

    public static void Remove(nint L, int index)
    {
        lua_rotate(L, index, -1);
        Pop(L, 1);
    }

    /// <summary>Loads a chunk; every source a user can influence goes through mode "t".</summary>
    public static int Load(nint L, ReadOnlySpan<byte> chunk, ReadOnlySpan<byte> zeroTerminatedName, bool binary = false)
    {
        fixed (byte* source = chunk, name = zeroTerminatedName, mode = binary ? "b\0"u8 : "t\0"u8)
        {
            // An empty span pins as null, which the loader would read as a string of size 0: that is what is meant.
            return luaL_loadbufferx(L, source, (nuint)chunk.Length, name, mode);
        }
    }

    /// <summary>The bytes of a value that is already a string; empty otherwise. Never converts, never runs a metamethod.</summary>
    public static ReadOnlySpan<byte> StringBytes(nint L, int index)
    {
        if (lua_type(L, index) != LuaType.String)
        {
            return default;
        }

        nuint size;
        var text = lua_tolstring(L, index, &size);
        return new ReadOnlySpan<byte>(text, (int)size);
    }

    public static string StringText(nint L, int index) => Encoding.UTF8.GetString(StringBytes(L, index));

    public static void PushBytes(nint L, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* text = bytes)
        {
            lua_pushlstring(L, text, (nuint)bytes.Length);
        }
    }

    public static void SetField(nint L, int index, ReadOnlySpan<byte> zeroTerminatedKey)
    {
        fixed (byte* key = zeroTerminatedKey)
        {
            lua_setfield(L, index, key);
        }
    }
}
