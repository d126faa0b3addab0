using System.Buffers.Binary;
using System.Numerics;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.TypesExt;

/// <summary>The operations of <c>bitu64</c>: those of Luau's bit32 library, on 64 bits.</summary>
internal static class BitsOfU64
{
    private const int Width = 64;

    /// <summary>bits(name, arguments...)</summary>
    public static HostReturn Invoke(HostCall call) => call.String(1, "operation") switch
    {
        "band" => Fold(call, ulong.MaxValue, (left, right) => left & right),
        "bor" => Fold(call, 0, (left, right) => left | right),
        "bxor" => Fold(call, 0, (left, right) => left ^ right),
        "bnot" => Value(~First(call)),
        "lshift" => Value(Shift(First(call), Distance(call))),
        "rshift" => Value(Shift(First(call), -Distance(call))),
        "lrotate" => Value(BitOperations.RotateLeft(First(call), (int)(Distance(call) & (Width - 1)))),
        "rrotate" => Value(BitOperations.RotateRight(First(call), (int)(Distance(call) & (Width - 1)))),
        "countlz" => HostReturn.Of((long)BitOperations.LeadingZeroCount(First(call))),
        "countrz" => HostReturn.Of((long)BitOperations.TrailingZeroCount(First(call))),
        "byteswap" => Value(BinaryPrimitives.ReverseEndianness(First(call))),
        "extract" => Extract(call),
        _ => Replace(call),
    };

    private static HostReturn Extract(HostCall call)
    {
        var (position, mask) = Field(call, 3);
        return Value((First(call) >> position) & mask);
    }

    private static HostReturn Replace(HostCall call)
    {
        var (position, mask) = Field(call, 4);
        return Value((First(call) & ~(mask << position)) | ((Int64Text.Unsigned(call, 3) & mask) << position));
    }

    private static HostReturn Fold(HostCall call, ulong seed, Func<ulong, ulong, ulong> step)
    {
        var result = seed;
        for (var position = 2; position <= call.Count; position++)
        {
            result = step(result, Int64Text.Unsigned(call, position));
        }

        return Value(result);
    }

    /// <summary>The bit field that starts at an argument's position, as (position, mask of its width).</summary>
    private static (int Position, ulong Mask) Field(HostCall call, int argument)
    {
        var position = (int)call.Integer(argument, "field", 0, Width - 1);
        var width = call.IsNil(argument + 1) ? 1 : (int)call.Integer(argument + 1, "width", 1, Width - position);
        return (position, width == Width ? ulong.MaxValue : (1ul << width) - 1);
    }

    private static ulong Shift(ulong value, long distance) => distance switch
    {
        <= -Width or >= Width => 0,
        >= 0 => value << (int)distance,
        _ => value >> (int)-distance,
    };

    private static ulong First(HostCall call) => Int64Text.Unsigned(call, 2);

    private static long Distance(HostCall call) => call.Integer(3, "distance", -1024, 1024);

    private static HostReturn Value(ulong value) => HostReturn.Of(Int64Text.Write(value));
}
