using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Text;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>
/// All host primitives by name, in a table that the prelude gets and that fills as they are asked for: most VMs use few of them.
/// A primitive is a static unmanaged function that never raises, never throws out and answers an error as a value: the prelude raises it.
/// </summary>
internal static unsafe class PrimitiveTable
{
    private const int LongestName = 32;

    private static readonly Dictionary<string, nint>.AlternateLookup<ReadOnlySpan<char>> All = Named(
    [
        .. CoroutinePrimitives.All,
        .. ResumePrimitives.All,
        .. WholePrimitives.All,
        .. TaskPrimitives.All,
        .. ValuePrimitives.All,
        .. MetatablePrimitives.All,
        .. EventPrimitives.All,
        .. ViewPrimitives.All,
        .. ModulePrimitives.All,
        .. DebugPrimitives.All,
        .. TextLibrary.All,
        .. BufferPrimitives.All,

        // Two stock libraries that few templates touch: called from the prelude, they make their table.
        ("openmath\0"u8.ToArray(), LuaNative.Export("luaopen_math")),
        ("openutf8\0"u8.ToArray(), LuaNative.Export("luaopen_utf8")),
    ]);

    public static void Push(nint L)
    {
        LuaNative.lua_createtable(L, 0, 32);
        LuaNative.lua_createtable(L, 0, 1);
        delegate* unmanaged[Cdecl]<nint, int> find = &Find;
        LuaNative.lua_pushcclosure(L, (nint)find, 0);
        LuaNative.SetField(L, -2, "__index\0"u8);
        LuaNative.lua_setmetatable(L, -2);
    }

    /// <summary>The table's __index: the primitive of that name, which the table holds from now on, or nil.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Find(nint L)
    {
        var name = LuaNative.StringBytes(L, 2);
        Span<char> text = stackalloc char[LongestName];
        if (name.Length > LongestName || !All.TryGetValue(text[..Encoding.ASCII.GetChars(name, text)], out var function))
        {
            return 0;
        }

        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.lua_settop(L, 2);
        LuaNative.lua_pushcclosure(L, function, 0);
        LuaNative.lua_pushvalue(L, 3);
        LuaNative.Insert(L, 2);
        LuaNative.lua_rawset(L, 1);
        block->LeaveHost();
        return 1;
    }

    private static Dictionary<string, nint>.AlternateLookup<ReadOnlySpan<char>> Named(IEnumerable<(byte[] Name, nint Function)> primitives) =>
        primitives.ToDictionary(p => Encoding.ASCII.GetString(p.Name).TrimEnd('\0'), p => p.Function, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
