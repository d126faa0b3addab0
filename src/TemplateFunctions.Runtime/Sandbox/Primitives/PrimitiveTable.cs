using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Text;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>
/// All host primitives by name, as the prelude gets them. A primitive is a static unmanaged function that never raises, never throws
/// out and answers an error as a value: the prelude raises it.
/// </summary>
internal static class PrimitiveTable
{
    private static readonly (byte[] Name, nint Function)[] All =
    [
        .. CoroutinePrimitives.All,
        .. TaskPrimitives.All,
        .. ValuePrimitives.All,
        .. EventPrimitives.All,
        .. ViewPrimitives.All,
        .. ModulePrimitives.All,
        .. DebugPrimitives.All,
        .. TextLibrary.All,
        .. BufferPrimitives.All,
    ];

    public static void Push(nint L)
    {
        LuaNative.lua_createtable(L, 0, All.Length);
        foreach (var (name, function) in All)
        {
            LuaNative.lua_pushcclosure(L, function, 0);
            LuaNative.SetField(L, -2, name);
        }
    }
}
