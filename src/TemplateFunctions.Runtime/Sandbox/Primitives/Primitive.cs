using System.Text;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

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

    /// <summary>
    /// Runs a primitive whose first result is nil or an error, so that a bug in it costs the script that met it and not the process: nothing may
    /// be thrown into native code.
    /// </summary>
    public static int Guard(nint L, delegate*<nint, int> body)
    {
        var block = VmBlock.Of(L);
        var depth = block->HostDepth;
        try
        {
            return body(L);
        }
        catch (Exception bug)
        {
            block->HostDepth = depth;
            KhronosRuntime.Current.TellBug(bug);
            return Error(L, "internal error [TF5001]");
        }
    }

    /// <summary>Pushes (nil, text).</summary>
    public static int Text(nint L, string text)
    {
        LuaNative.lua_pushnil(L);
        return 1 + Error(L, text);
    }
}
