using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>
/// Arguments of a script's call, with everything a host function may ask of them: the worker does not know which reader of
/// <see cref="HostCall"/> the function in the other process will use.
/// </summary>
internal static unsafe class ArgumentCodec
{
    /// <summary>Bytes of JSON that one argument may have.</summary>
    public const int MaxJsonBytes = 8 << 20;

    private const int MostStrings = 10_000;

    private enum Form : byte
    {
        Bare,
        Bits,
        Bytes,
        Refused,
    }

    /// <summary>Writes the values from an index on up to the top of the stack.</summary>
    public static void Write(FrameBuffer frame, nint L, KhronosRuntime vm, int first)
    {
        var count = LuaNative.lua_gettop(L) - first + 1;
        frame.Int(count);
        for (var i = 0; i < count; i++)
        {
            WriteOne(frame, L, vm, first + i);
        }
    }

    public static RemoteArgument[] Read(ref FrameReader frame)
    {
        var arguments = new RemoteArgument[frame.Count(2)];
        for (var i = 0; i < arguments.Length; i++)
        {
            arguments[i] = ReadOne(ref frame);
        }

        return arguments;
    }

    private static void WriteOne(FrameBuffer frame, nint L, KhronosRuntime vm, int index)
    {
        var type = LuaNative.lua_type(L, index);
        frame.Byte((byte)type);
        switch (type)
        {
            case LuaType.Boolean:
                Bits(frame, false, LuaNative.lua_toboolean(L, index));
                break;
            case LuaType.LightUserdata:
                Bits(frame, false, LuaNative.lua_touserdata(L, index) == null ? 0 : 1);
                break;
            case LuaType.Number when LuaNative.lua_isinteger(L, index) != 0:
                Bits(frame, true, LuaNative.lua_tointegerx(L, index, null));
                break;
            case LuaType.Number:
                Bits(frame, false, BitConverter.DoubleToInt64Bits(LuaNative.lua_tonumberx(L, index, null)));
                break;
            case LuaType.String:
                frame.Byte((byte)Form.Bytes);
                frame.Bytes(LuaNative.StringBytes(L, index));
                break;
            case LuaType.Table or LuaType.Userdata:
                Json(frame, L, vm, index, type);
                break;
            default:
                frame.Byte((byte)Form.Bare);
                break;
        }
    }

    private static void Bits(FrameBuffer frame, bool isInteger, long bits)
    {
        frame.Byte((byte)Form.Bits);
        frame.Flag(isInteger);
        frame.Long(bits);
    }

    private static void Json(FrameBuffer frame, nint L, KhronosRuntime vm, int index, int type)
    {
        var buffer = JsonBuffer.Rent(MaxJsonBytes);
        var refusal = new LuaJsonWriter(L, vm, buffer).Write(index, "");
        frame.Byte((byte)(refusal is null ? Form.Bytes : Form.Refused));
        if (refusal is null)
        {
            frame.Bytes(buffer.Written);
        }
        else
        {
            frame.Text(refusal.Path);
            frame.Text(refusal.Reason);
            frame.Text(refusal.Code);
        }

        buffer.Return();
        if (type == LuaType.Table)
        {
            Strings(frame, L, index);
        }
    }

    /// <summary>The list of strings that a table is, as far as it is one.</summary>
    private static void Strings(FrameBuffer frame, nint L, int index)
    {
        var count = (long)LuaNative.lua_rawlen(L, index);
        var items = new List<string>();
        (string Expected, string Actual)? wrong = null;
        var bytes = 0L;
        for (var i = 1; i <= Math.Min(count, MostStrings) && wrong is null && bytes <= HostCall.LongestText; i++)
        {
            var type = LuaNative.lua_rawgeti(L, index, i);
            bytes += LuaNative.StringBytes(L, -1).Length;
            wrong = bytes > HostCall.LongestText ? null : HostCall.RefusalOfItem(L, type);
            if (wrong is null && bytes <= HostCall.LongestText)
            {
                items.Add(LuaNative.StringText(L, -1));
            }

            LuaNative.Pop(L, 1);
        }

        frame.Long(count);
        frame.Flag(bytes > HostCall.LongestText);
        frame.Texts(items);
        frame.Text(wrong?.Expected);
        frame.Text(wrong?.Actual);
    }

    private static RemoteArgument ReadOne(ref FrameReader frame)
    {
        var type = frame.Member(LuaType.Thread + 1);
        switch ((Form)frame.Byte())
        {
            case Form.Bare when type is LuaType.Nil or LuaType.Function or LuaType.Thread:
                return new RemoteArgument { Type = type };
            case Form.Bits when type is LuaType.Boolean or LuaType.LightUserdata or LuaType.Number:
                var isInteger = frame.Flag();
                return new RemoteArgument { Type = type, IsInteger = isInteger, Bits = frame.Long() };
            case Form.Bytes when type is LuaType.String or LuaType.Userdata:
                return new RemoteArgument { Type = type, Bytes = frame.Bytes() };
            case Form.Bytes when type is LuaType.Table:
                return new RemoteArgument { Type = type, Bytes = frame.Bytes(), Strings = ReadStrings(ref frame) };
            case Form.Refused when type is LuaType.Table or LuaType.Userdata:
                var refusal = new JsonRefusal(frame.Text(), frame.Text(), frame.Text());
                return new RemoteArgument { Type = type, Refusal = refusal, Strings = type == LuaType.Table ? ReadStrings(ref frame) : RemoteStrings.Empty };
            default:
                throw new ProtocolException($"An argument of type {type} has another form.");
        }
    }

    private static RemoteStrings ReadStrings(ref FrameReader frame)
    {
        var count = frame.Long();
        var tooLong = frame.Flag();
        var items = frame.Texts();
        var (expected, actual) = (frame.OptionalText(), frame.OptionalText());
        if (count < items.Length || (expected is null) != (actual is null))
        {
            throw new ProtocolException("A list of strings does not add up.");
        }

        return new RemoteStrings(count, items, expected is null ? null : (expected, actual!)) { IsTooLong = tooLong };
    }
}
