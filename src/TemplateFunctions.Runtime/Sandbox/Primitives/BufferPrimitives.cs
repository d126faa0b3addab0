using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Sandbox.Primitives;

/// <summary>Luau's buffers: the bytes of a userdata, every access checked against its length.</summary>
internal static unsafe class BufferPrimitives
{
    // buffer(operation, metatable, arguments...)
    private const int FirstArgument = 3;

    public static IEnumerable<(byte[], nint)> All =>
    [
        ("buffer\0"u8.ToArray(), (nint)(delegate* unmanaged[Cdecl]<nint, int>)&Buffer),
    ];

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Buffer(nint L) => Primitive.Guard(L, &RunBuffer);

    private static int RunBuffer(nint L)
    {
        var block = VmBlock.Of(L);
        block->EnterHost();
        var name = LuaNative.StringText(L, 1);
        try
        {
            var count = Run(L, block, name);
            block->LeaveHost();
            return count;
        }
        catch (ScriptException refusal)
        {
            block->LeaveHost();
            return Primitive.Error(L, $"bad argument to '{name}' ({refusal.Message})");
        }
    }

    private static int Run(nint L, VmBlock* block, string name)
    {
        LuaNative.lua_settop(L, 8);
        switch (name)
        {
            case "create":
                LuaNative.lua_pushnil(L);
                New(L, block, Integer(L, 0, 0, block->SingleLimit)).Clear();
                return 2;
            case "fromstring":
                LuaNative.lua_pushnil(L);
                var text = Text(L, 0);
                text.CopyTo(New(L, block, text.Length));
                return 2;
            case "tostring":
                return Push(L, Bytes(L, 0));
            case "len":
                return Push(L, (long)Bytes(L, 0).Length);
            case "readstring":
                return Push(L, Slice(Bytes(L, 0), Integer(L, 1), Integer(L, 2, 0)));
            case "writestring":
                return WriteString(L);
            case "copy":
                return Copy(L);
            case "fill":
                return Fill(L);
            case "readbits":
                return Push(L, (long)ReadBits(Bytes(L, 0), Integer(L, 1, 0), (int)Integer(L, 2, 0, 32)));
            case "writebits":
                WriteBits(Bytes(L, 0), Integer(L, 1, 0), (int)Integer(L, 2, 0, 32), (uint)Number(L, 3));
                return 0;
            default:
                return name.StartsWith("read", StringComparison.Ordinal) ? Read(L, name[4..]) : Write(L, name[5..]);
        }
    }

    private static int Read(nint L, string kind)
    {
        var at = Slice(Bytes(L, 0), Integer(L, 1), Size(kind));
        return kind switch
        {
            "i8" => Push(L, (sbyte)at[0]),
            "u8" => Push(L, at[0]),
            "i16" => Push(L, BinaryPrimitives.ReadInt16LittleEndian(at)),
            "u16" => Push(L, BinaryPrimitives.ReadUInt16LittleEndian(at)),
            "i32" => Push(L, BinaryPrimitives.ReadInt32LittleEndian(at)),
            "u32" => Push(L, (long)BinaryPrimitives.ReadUInt32LittleEndian(at)),
            "f32" => Push(L, (double)BinaryPrimitives.ReadSingleLittleEndian(at)),
            _ => Push(L, BinaryPrimitives.ReadDoubleLittleEndian(at)),
        };
    }

    private static int Write(nint L, string kind)
    {
        var at = Slice(Bytes(L, 0), Integer(L, 1), Size(kind));
        switch (kind)
        {
            case "f32":
                BinaryPrimitives.WriteSingleLittleEndian(at, (float)Double(L, 2));
                break;
            case "f64":
                BinaryPrimitives.WriteDoubleLittleEndian(at, Double(L, 2));
                break;
            case "i16" or "u16":
                BinaryPrimitives.WriteInt16LittleEndian(at, unchecked((short)Number(L, 2)));
                break;
            case "i32" or "u32":
                BinaryPrimitives.WriteInt32LittleEndian(at, unchecked((int)Number(L, 2)));
                break;
            default:
                at[0] = unchecked((byte)Number(L, 2));
                break;
        }

        return 0;
    }

    private static int WriteString(nint L)
    {
        var text = Text(L, 2);
        var count = IsNil(L, 3) ? text.Length : Integer(L, 3, 0, text.Length);
        text[..(int)count].CopyTo(Slice(Bytes(L, 0), Integer(L, 1), count));
        return 0;
    }

    private static int Copy(nint L)
    {
        var source = Bytes(L, 2);
        var from = IsNil(L, 3) ? 0 : Integer(L, 3, 0, source.Length);
        var count = IsNil(L, 4) ? source.Length - from : Integer(L, 4, 0);
        Slice(source, from, count).CopyTo(Slice(Bytes(L, 0), Integer(L, 1), count));
        return 0;
    }

    private static int Fill(nint L)
    {
        var target = Bytes(L, 0);
        var from = Integer(L, 1, 0, target.Length);
        var count = IsNil(L, 3) ? target.Length - from : Integer(L, 3, 0);
        Slice(target, from, count).Fill(unchecked((byte)Number(L, 2)));
        return 0;
    }

    private static uint ReadBits(Span<byte> bytes, long offset, int count)
    {
        CheckBits(bytes, offset, count);
        uint value = 0;
        for (var i = 0; i < count; i++)
        {
            var bit = offset + i;
            value |= (uint)(bytes[(int)(bit >> 3)] >> (int)(bit & 7) & 1) << i;
        }

        return value;
    }

    private static void WriteBits(Span<byte> bytes, long offset, int count, uint value)
    {
        CheckBits(bytes, offset, count);
        for (var i = 0; i < count; i++)
        {
            var bit = offset + i;
            var mask = (byte)(1 << (int)(bit & 7));
            ref var target = ref bytes[(int)(bit >> 3)];
            target = (value >> i & 1) != 0 ? (byte)(target | mask) : (byte)(target & ~mask);
        }
    }

    private static void CheckBits(Span<byte> bytes, long offset, int count)
    {
        if (offset > (long)bytes.Length * 8 - count)
        {
            throw OutOfBounds();
        }
    }

    private static int Size(string kind) => kind switch
    {
        "i8" or "u8" => 1,
        "i16" or "u16" => 2,
        "f64" => 8,
        _ => 4,
    };

    private static Span<byte> New(nint L, VmBlock* block, long size)
    {
        if (size > block->SingleLimit || block->Used + block->Charged + size > block->Limit)
        {
            throw new ScriptException("TF3004", $"a buffer may hold {block->SingleLimit} bytes and must fit into the guild's memory limit");
        }

        var bytes = (void*)LuaNative.lua_newuserdatauv(L, (nuint)size, 0);
        LuaNative.lua_pushvalue(L, 2);
        LuaNative.lua_setmetatable(L, -2);
        return new Span<byte>(bytes, (int)size);
    }

    private static Span<byte> Bytes(nint L, int argument)
    {
        var index = FirstArgument + argument;
        if (LuaNative.lua_type(L, index) != LuaType.Userdata || LuaNative.lua_getmetatable(L, index) == 0)
        {
            throw new ScriptException("TF4101", $"#{argument + 1}: buffer expected, got {LuaType.NameOf(LuaNative.lua_type(L, index))}");
        }

        var same = LuaNative.lua_rawequal(L, -1, 2) != 0;
        LuaNative.Pop(L, 1);
        return same
            ? new Span<byte>(LuaNative.lua_touserdata(L, index), (int)LuaNative.lua_rawlen(L, index))
            : throw new ScriptException("TF4101", $"#{argument + 1}: buffer expected, got userdata");
    }

    private static ReadOnlySpan<byte> Text(nint L, int argument) => LuaNative.lua_type(L, FirstArgument + argument) == LuaType.String
        ? LuaNative.StringBytes(L, FirstArgument + argument)
        : throw new ScriptException("TF4101", $"#{argument + 1}: string expected, got {LuaType.NameOf(LuaNative.lua_type(L, FirstArgument + argument))}");

    private static bool IsNil(nint L, int argument) => LuaNative.lua_type(L, FirstArgument + argument) <= LuaType.Nil;

    private static long Integer(nint L, int argument, long min = 0, long max = int.MaxValue)
    {
        int isInteger;
        var value = LuaNative.lua_tointegerx(L, FirstArgument + argument, &isInteger);
        if (isInteger == 0)
        {
            // Fractions are dropped, as Luau drops them.
            var number = Double(L, argument);
            value = double.IsNaN(number) ? -1 : (long)number;
        }

        return value >= min && value <= max ? value : throw OutOfBounds();
    }

    /// <summary>A number as its low bits: out-of-range values wrap, as Luau's do.</summary>
    private static long Number(nint L, int argument)
    {
        var value = Double(L, argument);
        return double.IsFinite(value) ? (long)Math.IEEERemainder(Math.Truncate(value), 18446744073709551616.0) : 0;
    }

    private static double Double(nint L, int argument) => LuaNative.lua_type(L, FirstArgument + argument) == LuaType.Number
        ? LuaNative.lua_tonumberx(L, FirstArgument + argument, null)
        : throw new ScriptException("TF4101", $"#{argument + 1}: number expected, got {LuaType.NameOf(LuaNative.lua_type(L, FirstArgument + argument))}");

    private static Span<byte> Slice(Span<byte> bytes, long offset, long count) =>
        offset >= 0 && count >= 0 && offset <= bytes.Length - count ? bytes.Slice((int)offset, (int)count) : throw OutOfBounds();

    private static ScriptException OutOfBounds() => new("TF4101", "buffer access out of bounds");

    private static int Push(nint L, long value)
    {
        LuaNative.lua_pushnil(L);
        LuaNative.lua_pushinteger(L, value);
        return 2;
    }

    private static int Push(nint L, double value)
    {
        LuaNative.lua_pushnil(L);
        LuaNative.lua_pushnumber(L, value);
        return 2;
    }

    private static int Push(nint L, ReadOnlySpan<byte> bytes)
    {
        LuaNative.lua_pushnil(L);
        LuaNative.PushBytes(L, bytes);
        return 2;
    }
}
