using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Calls of host functions: who is calling is known by the run's number, so only the rest is sent.</summary>
internal static class CallCodec
{
    /// <summary>Writes the calling ctx's capabilities, the VM's memory and the arguments.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="L">The calling coroutine.</param>
    /// <param name="vm">Its VM.</param>
    /// <param name="capabilities">Index of the capability set; the arguments stand above it.</param>
    public static void Write(FrameBuffer frame, nint L, KhronosRuntime vm, int capabilities)
    {
        frame.Texts(Capabilities(L, capabilities));
        frame.Long(vm.MemoryBytes);
        ArgumentCodec.Write(frame, L, vm, capabilities + 1);
    }

    /// <summary>Reads a call; a ctx never holds more than its run was given.</summary>
    public static RemoteCall Read(ref FrameReader frame, IRemoteCaller caller, IReadOnlyList<string> granted)
    {
        var held = frame.Texts();
        var capabilities = held.Length == 0 ? Nothing : new HashSet<string>(held.Where(granted.Contains), StringComparer.Ordinal);
        return new RemoteCall(caller, frame.Long(), capabilities, ArgumentCodec.Read(ref frame));
    }

    private static readonly HashSet<string> Nothing = [];

    private static List<string> Capabilities(nint L, int set)
    {
        var held = new List<string>();
        if (LuaNative.lua_type(L, set) != LuaType.Table || LuaNative.lua_checkstack(L, LuaNative.MinimumStack) == 0)
        {
            return held;
        }

        LuaNative.lua_pushnil(L);
        while (LuaNative.lua_next(L, set) != 0)
        {
            LuaNative.Pop(L, 1);
            if (LuaNative.lua_type(L, -1) == LuaType.String)
            {
                held.Add(LuaNative.StringText(L, -1));
            }
        }

        return held;
    }
}
