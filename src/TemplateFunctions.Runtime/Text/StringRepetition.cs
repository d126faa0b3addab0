using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The primitive behind <c>string.rep</c>: the size is known before a byte is written, and nothing times a lot is nothing.</summary>
internal static unsafe class StringRepetition
{
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Repeat(nint L) => Primitive.Guard(L, &Run);

    [SkipLocalsInit]
    private static int Run(nint L)
    {
        using var call = new PrimitiveCall(L, "rep");
        ReadOnlySpan<byte> separator = default;
        if (!call.Text(1, out var text) || !call.Integer(2, out var count))
        {
            return 1;
        }

        if (call.Top > 2 && LuaNative.lua_type(L, 3) != LuaType.Nil && !call.Text(3, out separator))
        {
            return 1;
        }

        var unit = text.Length + separator.Length;
        if (count > 0 && unit > 0 && count > (call.Block->SingleLimit + separator.Length) / unit)
        {
            return call.Failure("resulting string too large");
        }

        var total = count <= 0 ? 0 : (int)((count * unit) - separator.Length);
        if (!call.Reserve(total))
        {
            return call.NotEnoughMemory();
        }

        var rented = total > ByteBuilder.InitialLength ? ArrayPool<byte>.Shared.Rent(total) : null;
        var result = rented is null ? stackalloc byte[ByteBuilder.InitialLength] : rented;
        Fill(result[..total], text, separator);
        LuaNative.lua_pushnil(L);
        LuaNative.PushBytes(L, result[..total]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        var meter = StepMeter.For(call.Block, total);
        meter.Spend(total >> 4);
        return call.Complete(meter, 2);
    }

    /// <summary>Writes the first unit and doubles what is there until the result is full.</summary>
    private static void Fill(Span<byte> result, ReadOnlySpan<byte> text, ReadOnlySpan<byte> separator)
    {
        if (result.IsEmpty)
        {
            return;
        }

        text.CopyTo(result);
        var filled = text.Length;
        if (filled < result.Length)
        {
            separator.CopyTo(result[filled..]);
            filled += separator.Length;
        }

        while (filled < result.Length)
        {
            var next = Math.Min(filled, result.Length - filled);
            result[..next].CopyTo(result[filled..]);
            filled += next;
        }
    }
}
