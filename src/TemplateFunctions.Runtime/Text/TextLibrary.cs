using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// The primitives of the library files <c>string.lua</c> and <c>os.lua</c>. Each file fetches its own with one call when it is
/// loaded, so that a VM that never touches it holds none of them.
/// </summary>
internal static unsafe class TextLibrary
{
    /// <summary>The primitives that hand out the others, for the table the prelude gets.</summary>
    public static readonly (byte[] Name, nint Function)[] All =
    [
        ("string_primitives\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&PushStringPrimitives),
        ("os_primitives\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&PushOsPrimitives),
    ];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PushStringPrimitives(nint L)
    {
        using var call = new PrimitiveCall(L, "string");
        LuaNative.lua_createtable(L, 0, 10);
        Set(L, "find\0"u8, &StringSearch.Find);
        Set(L, "match\0"u8, &StringSearch.Match);
        Set(L, "gmatch\0"u8, &MatchIteration.Begin);
        Set(L, "next\0"u8, &MatchIteration.Next);
        Set(L, "matches\0"u8, &ReplacementIteration.Begin);
        Set(L, "replace\0"u8, &ReplacementIteration.Next);
        Set(L, "gsub\0"u8, &StringReplacement.Replace);
        Set(L, "rep\0"u8, &StringRepetition.Repeat);
        Set(L, "format\0"u8, &FormatCheck.Check);
        Set(L, "again\0"u8, &Again);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int PushOsPrimitives(nint L)
    {
        using var call = new PrimitiveCall(L, "os");
        LuaNative.lua_createtable(L, 0, 4);
        Set(L, "date\0"u8, &DatePrimitives.Date);
        Set(L, "time\0"u8, &DatePrimitives.Time);
        Set(L, "difftime\0"u8, &DatePrimitives.Difference);
        Set(L, "again\0"u8, &Again);
        return 1;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Again(nint L) => Primitive.Guard(L, &RunAgain);

    private static int RunAgain(nint L)
    {
        using var call = new PrimitiveCall(L, "again");
        return LuaNative.lua_tointegerx(L, 1, null) switch
        {
            StringSearch.Kind => StringSearch.Again(call),
            StringReplacement.Kind => StringReplacement.Again(call),
            MatchIteration.Kind => MatchIteration.Again(call),
            ReplacementIteration.Kind => ReplacementIteration.Again(call),
            _ => Math.Max(call.Top - 1, 0),
        };
    }

    private static void Set(nint L, ReadOnlySpan<byte> zeroTerminatedName, delegate* unmanaged[Cdecl]<nint, int> function)
    {
        LuaNative.lua_pushcclosure(L, (nint)function, 0);
        LuaNative.SetField(L, -2, zeroTerminatedName);
    }
}
