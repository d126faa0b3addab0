using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>Values on their way from a host function into a script.</summary>
internal static class ValueCodec
{
    public static void Write(FrameBuffer frame, in HostReturn answer)
    {
        frame.Int(answer.Count);
        if (answer.Values is { } values)
        {
            foreach (var value in values)
            {
                Write(frame, value);
            }
        }
        else if (answer.Count == 1)
        {
            Write(frame, answer.Single);
        }
    }

    public static HostReturn Read(ref FrameReader frame)
    {
        var count = frame.Count(1);
        if (count == 1)
        {
            return HostReturn.Of(ReadValue(ref frame));
        }

        var values = new LuaValue[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = ReadValue(ref frame);
        }

        return count == 0 ? HostReturn.None : HostReturn.Of(values);
    }

    private static void Write(FrameBuffer frame, in LuaValue value)
    {
        frame.Byte((byte)value.Kind);
        switch (value.Kind)
        {
            case LuaValueKind.Nil:
                break;
            case LuaValueKind.String or LuaValueKind.Json:
                frame.Bytes(value.Bytes.Span);
                break;
            default:
                frame.Long(value.Bits);
                break;
        }
    }

    private static LuaValue ReadValue(ref FrameReader frame) => (LuaValueKind)frame.Byte() switch
    {
        LuaValueKind.Nil => LuaValue.Nil,
        LuaValueKind.Boolean => frame.Long() != 0,
        LuaValueKind.Integer => frame.Long(),
        LuaValueKind.Number => BitConverter.Int64BitsToDouble(frame.Long()),
        LuaValueKind.String => LuaValue.FromBytes(frame.Bytes()),
        LuaValueKind.Json => LuaValue.FromJson(frame.Bytes()),
        var other => throw new ProtocolException($"{other} is no kind of value."),
    };
}
