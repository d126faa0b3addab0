using System.Text;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>What primitives have in common.</summary>
internal static unsafe class Primitive
{
    /// <summary>Pushes an error for the prelude to raise; the primitive's only result.</summary>
    public static int Error(nint L, string message)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        LuaNative.PushBytes(L, Encoding.UTF8.GetBytes(message));
        block->LeaveHost();
        return 1;
    }

    /// <summary>Pushes (nil, text).</summary>
    public static int Text(nint L, string text)
    {
        LuaNative.lua_pushnil(L);
        return 1 + Error(L, text);
    }
}
