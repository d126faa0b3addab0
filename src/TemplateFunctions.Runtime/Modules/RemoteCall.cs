using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>The run on whose behalf a host function is called from another process.</summary>
internal interface IRemoteCaller
{
    RunInfo Info { get; }

    CancellationToken Cancellation { get; }
}

/// <summary>A call of a host function by a script in another process: what <see cref="HostCall"/> reads there from the Lua stack.</summary>
internal sealed record RemoteCall(IRemoteCaller Caller, long MemoryBytes, IReadOnlySet<string> Capabilities, RemoteArgument[] Arguments)
{
    /// <summary>The argument at a 1-based position, absent ones as none.</summary>
    public RemoteArgument At(int position) => position >= 1 && position <= Arguments.Length ? Arguments[position - 1] : RemoteArgument.None;
}

/// <summary>One argument with everything that a reader of <see cref="HostCall"/> may ask of it.</summary>
internal sealed class RemoteArgument
{
    public static RemoteArgument None { get; } = new() { Type = LuaType.None };

    /// <summary>A <see cref="LuaType"/>.</summary>
    public required int Type { get; init; }

    /// <summary>Booleans, numbers as integer or bits of a double; whether a light userdata is anything but null.</summary>
    public long Bits { get; init; }

    public bool IsInteger { get; init; }

    /// <summary>A string's bytes, or the JSON text of a table or view.</summary>
    public ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Why there is no JSON text; its path lacks the argument's name.</summary>
    public JsonRefusal? Refusal { get; init; }

    /// <summary>The table read as a list of strings.</summary>
    public RemoteStrings Strings { get; init; } = RemoteStrings.Empty;

    public long ToInteger(out int isInteger)
    {
        isInteger = 0;
        if (Type != LuaType.Number)
        {
            return 0;
        }

        if (IsInteger)
        {
            isInteger = 1;
            return Bits;
        }

        var number = BitConverter.Int64BitsToDouble(Bits);
        if (number != Math.Floor(number) || number < -9223372036854775808.0 || number >= 9223372036854775808.0)
        {
            return 0;
        }

        isInteger = 1;
        return (long)number;
    }

    public double ToNumber() => IsInteger ? Bits : BitConverter.Int64BitsToDouble(Bits);

    /// <summary>Writes the value by the rules of <see cref="LuaJsonWriter"/>.</summary>
    public JsonRefusal? WriteJson(JsonBuffer buffer, string name)
    {
        switch (Type)
        {
            case LuaType.Nil:
            case LuaType.LightUserdata when Bits == 0:
                buffer.Raw("null"u8);
                break;
            case LuaType.Boolean:
                buffer.Raw(Bits != 0 ? "true"u8 : "false"u8);
                break;
            case LuaType.Number when IsInteger:
                buffer.Integer(Bits);
                break;
            case LuaType.Number when ToNumber() is var number:
                if (!double.IsFinite(number))
                {
                    return new JsonRefusal(name, $"{(double.IsNaN(number) ? "NaN" : "infinity")} has no JSON form");
                }

                buffer.Number(number);
                break;
            case LuaType.String when !buffer.String(Bytes.Span):
                return new JsonRefusal(name, "a string is not valid UTF-8");
            case LuaType.String:
                break;
            case LuaType.Table or LuaType.Userdata when Refusal is { } refusal:
                return refusal with { Path = name + refusal.Path };
            case LuaType.Table or LuaType.Userdata:
                buffer.Raw(Bytes.Span);
                break;
            default:
                return new JsonRefusal(name, $"a {LuaType.NameOf(Type)} has no JSON form");
        }

        return buffer.Overflow ? new JsonRefusal(name, "the value is too large as JSON", "TF3005") : null;
    }
}

/// <summary>A table read as a list of strings, up to the first item that is none.</summary>
/// <param name="Count">How many items the list has.</param>
/// <param name="Items">Its strings.</param>
/// <param name="Wrong">What the item behind them should have been and was; null when all are strings.</param>
internal sealed record RemoteStrings(long Count, string[] Items, (string Expected, string Actual)? Wrong)
{
    /// <summary>The strings are too long together; the list ends where they are.</summary>
    public bool IsTooLong { get; init; }

    public static RemoteStrings Empty { get; } = new(0, [], null);
}
