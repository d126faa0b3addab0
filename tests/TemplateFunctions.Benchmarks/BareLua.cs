using System.Text;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Benchmarks;

/// <summary>The baselines: what plain Lua costs without any of our guarantees.</summary>
internal static unsafe class BareLua
{
    /// <summary>Runs <c>return evt.data.n + 1</c> n times in one state, each in a new coroutine, with a prebuilt event table.</summary>
    public static double NewCoroutinePerRun(int runs)
    {
        var L = LuaNative.luaL_newstate();
        LuaNative.luaL_openlibs(L);
        LuaNative.Load(L, "local evt, ctx = ... return evt.data.n + 1"u8, "=t\0"u8);
        var function = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        LuaNative.Load(L, "return {name = 'X', data = {n = 41}}"u8, "=e\0"u8);
        LuaNative.lua_pcallk(L, 0, 1, 0, 0, 0);
        var evt = LuaNative.luaL_ref(L, LuaNative.RegistryIndex);
        var clock = System.Diagnostics.Stopwatch.StartNew();
        for (var i = 0; i < runs; i++)
        {
            var thread = LuaNative.lua_newthread(L);
            LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, function);
            LuaNative.lua_rawgeti(thread, LuaNative.RegistryIndex, evt);
            int results;
            if (LuaNative.lua_resume(thread, L, 1, &results) != 0 || LuaNative.lua_tointegerx(thread, -1, null) != 42)
            {
                throw new InvalidOperationException(LuaNative.StringText(thread, -1));
            }

            LuaNative.Pop(L, 1);
        }

        var rate = runs / clock.Elapsed.TotalSeconds;
        LuaNative.lua_close(L);
        return rate;
    }

    /// <summary>A new state with libraries, one chunk compiled and run: what a cold guild costs at the least. Microseconds.</summary>
    public static double[] ColdStates(int count, byte[] source)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = System.Diagnostics.Stopwatch.GetTimestamp();
            var L = LuaNative.luaL_newstate();
            LuaNative.luaL_openlibs(L);
            LuaNative.Load(L, source, "=t\0"u8);
            LuaNative.lua_pcallk(L, 0, 1, 0, 0, 0);
            times[i] = System.Diagnostics.Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            LuaNative.lua_close(L);
        }

        return times;
    }

    public static long HeapOfState(byte[] source)
    {
        var L = LuaNative.luaL_newstate();
        LuaNative.luaL_openlibs(L);
        LuaNative.Load(L, source, "=t\0"u8);
        LuaNative.lua_gc(L, LuaNative.GcCollect, 0, 0, 0);
        var bytes = ((long)LuaNative.lua_gc(L, LuaNative.GcCount, 0, 0, 0) * 1024) + LuaNative.lua_gc(L, LuaNative.GcCountBytes, 0, 0, 0);
        LuaNative.lua_close(L);
        return bytes;
    }
}
