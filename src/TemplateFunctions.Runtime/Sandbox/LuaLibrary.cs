using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Sandbox;

/// <summary>
/// Our own Lua files, compiled once a process and undumped into each VM: a tenth of the time of compiling the source again.
/// Binary chunks are trusted here and nowhere else, because only this class makes them.
/// </summary>
internal static unsafe class LuaLibrary
{
    private static readonly ConcurrentDictionary<string, byte[]?> Compiled = new();

    [ThreadStatic]
    private static MemoryStream? _dump;

    /// <summary>The bytecode of an embedded file, or null when there is none of that name.</summary>
    public static byte[]? Resource(string name) => Compiled.GetOrAdd(name, static n =>
    {
        using var stream = typeof(LuaLibrary).Assembly.GetManifestResourceStream(n + ".lua");
        if (stream is null)
        {
            return null;
        }

        var source = new byte[stream.Length];
        stream.ReadExactly(source);
        return Compile(source, n);
    });

    /// <summary>Compiles trusted source. Debug information is left out: it would double the size of every VM.</summary>
    public static byte[] Compile(ReadOnlySpan<byte> source, string name)
    {
        var L = LuaNative.luaL_newstate();
        try
        {
            if (LuaNative.Load(L, source, "=\0"u8) != LuaNative.Ok)
            {
                throw new InvalidOperationException($"{name}: {LuaNative.StringText(L, -1)}");
            }

            _dump = new MemoryStream();
            delegate* unmanaged[Cdecl]<nint, nint, nuint, nint, int> writer = &Write;
            LuaNative.lua_dump(L, (nint)writer, 0, 1);
            return _dump.ToArray();
        }
        finally
        {
            LuaNative.lua_close(L);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(nint L, nint bytes, nuint size, nint data)
    {
        _dump!.Write(new ReadOnlySpan<byte>((void*)bytes, (int)size));
        return 0;
    }
}
