using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>
/// Values of host types (64-bit integers, dates): an empty userdata whose behaviour is its locked metatable and whose first user value
/// is its JSON text. Scripts can neither forge nor change one.
/// </summary>
internal static class SealedValue
{
    public static bool TryGet(nint L, int index, out ReadOnlySpan<byte> json)
    {
        json = default;
        if (LuaNative.lua_rawlen(L, index) != 0)
        {
            return false;
        }

        // The text stays alive with the userdata after it is popped.
        var type = LuaNative.lua_getiuservalue(L, index, 1);
        json = LuaNative.StringBytes(L, -1);
        LuaNative.Pop(L, 1);
        return type == LuaType.String;
    }
}
