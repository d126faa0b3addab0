using System.Diagnostics;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Benchmarks;

/// <summary>The baselines: what plain Lua costs without any of our guarantees.</summary>
internal static unsafe class BareLua
{
    /// <summary>The trivial chunk, each run in a new coroutine with an event table of its own, in a loop on this thread: runs per second.</summary>
    public static double NewCoroutinePerRun(int runs)
    {
        var L = NewState();
        LuaNative.Load(L, "local evt, ctx = ... return evt.data.n + 1"u8, "=t\0"u8);
        var function = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < runs; i++)
        {
            var thread = LuaNative.lua_newthread(L);
            LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, function);
            PushEvent(thread);
            int results;
            if (LuaNative.lua_resume(thread, L, 1, &results) != LuaNative.Ok || LuaNative.lua_tointegerx(thread, -1, null) != 42)
            {
                throw new InvalidOperationException(LuaNative.StringText(thread, -1));
            }

            LuaNative.Pop(L, 1);
        }

        var rate = runs / clock.Elapsed.TotalSeconds;
        LuaNative.lua_close(L);
        return rate;
    }

    /// <summary>
    /// A new state with libraries, one chunk compiled and run: what a cold guild costs at the least. Microseconds each. The states are added to
    /// those that are <paramref name="kept"/>, as VMs of guilds are: a state in the memory of one that was closed costs less.
    /// </summary>
    public static double[] ColdStates(int count, byte[] source, List<nint> kept)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var L = NewState();
            LuaNative.Load(L, source, "=t\0"u8);
            PushEvent(L);
            LuaNative.lua_pcallk(L, 1, 1, 0, 0, 0);
            times[i] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            kept.Add(L);
        }

        return times;
    }

    /// <summary>Compiles the sources, one after another, in one state.</summary>
    public static void Compile(byte[][] sources)
    {
        var L = LuaNative.luaL_newstate();
        foreach (var source in sources)
        {
            LuaNative.Load(L, source, "=t\0"u8);
            LuaNative.lua_settop(L, 0);
        }

        LuaNative.lua_close(L);
    }

    /// <summary>A state with libraries and a compiled chunk, garbage collected.</summary>
    public static nint StateWith(byte[] source)
    {
        var L = NewState();
        LuaNative.Load(L, source, "=t\0"u8);
        LuaNative.lua_gc(L, LuaNative.GcCollect, 0, 0, 0);
        return L;
    }

    public static long HeapOf(nint L) =>
        ((long)LuaNative.lua_gc(L, LuaNative.GcCount, 0, 0, 0) * 1024) + LuaNative.lua_gc(L, LuaNative.GcCountBytes, 0, 0, 0);

    public static void Close(nint L) => LuaNative.lua_close(L);

    private static nint NewState()
    {
        var L = LuaNative.luaL_newstate();
        LuaNative.luaL_openlibs(L);
        return L;
    }

    private static void PushEvent(nint L)
    {
        LuaNative.lua_createtable(L, 0, 5);
        Text(L, "name\0"u8, "MESSAGE_CREATE"u8);
        Text(L, "base_name\0"u8, "Discord"u8);
        Text(L, "id\0"u8, "e1"u8);
        LuaNative.lua_pushinteger(L, 1);
        LuaNative.SetField(L, -2, "attempt\0"u8);
        LuaNative.lua_createtable(L, 0, 1);
        LuaNative.lua_pushinteger(L, 41);
        LuaNative.SetField(L, -2, "n\0"u8);
        LuaNative.SetField(L, -2, "data\0"u8);
    }

    private static void Text(nint L, ReadOnlySpan<byte> key, ReadOnlySpan<byte> value)
    {
        LuaNative.PushBytes(L, value);
        LuaNative.SetField(L, -2, key);
    }
}
