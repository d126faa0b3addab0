using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>From a table to a read-only view.</summary>
internal static unsafe class ViewPrimitives
{
    public static IEnumerable<(byte[], nint)> All =>
    [
        ("view\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&View),
    ];

    /// <summary>view(table) -> a read-only view of a copy of it, like evt. For small tables of our own that have a JSON form.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int View(nint L) => Primitive.Guard(L, &RunView);

    private static int RunView(nint L)
    {
        var vm = KhronosRuntime.Current;
        var block = VmBlock.Of(L);
        block->EnterHost();
        var buffer = JsonBuffer.Rent(int.MaxValue - 64);
        var refusal = new LuaJsonWriter(L, vm, buffer).Write(1, "view");
        if (refusal is null)
        {
            vm.PushEvent(L, EventDocument.ImageOf(buffer.Written));
        }
        else
        {
            LuaNative.lua_pushnil(L);
        }

        buffer.Return();
        block->LeaveHost();
        return 1;
    }
}
