using System.Text;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>The kinds of value that cross from a host function into a script.</summary>
public enum LuaValueKind : byte
{
    /// <summary>nil</summary>
    Nil,

    /// <summary>boolean</summary>
    Boolean,

    /// <summary>64-bit integer</summary>
    Integer,

    /// <summary>double</summary>
    Number,

    /// <summary>byte string</summary>
    String,

    /// <summary>UTF-8 JSON, built into plain tables on arrival</summary>
    Json,
}

/// <summary>A plain value on its way into a script. Structured data travels as JSON text; no .NET object ever crosses.</summary>
public readonly struct LuaValue
{
    private LuaValue(LuaValueKind kind, long bits, ReadOnlyMemory<byte> bytes)
    {
        Kind = kind;
        Bits = bits;
        Bytes = bytes;
    }

    /// <summary>nil</summary>
    public static LuaValue Nil => default;

    /// <summary>Which member holds the value.</summary>
    public LuaValueKind Kind { get; }

    internal long Bits { get; }

    internal ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>A string of raw bytes.</summary>
    public static LuaValue FromBytes(ReadOnlyMemory<byte> bytes) => new(LuaValueKind.String, 0, bytes);

    /// <summary>A JSON text that becomes nil, a boolean, a number, a string or a plain table.</summary>
    public static LuaValue FromJson(ReadOnlyMemory<byte> json) => new(LuaValueKind.Json, 0, json);

    /// <summary>A string, UTF-8 encoded; nil when null.</summary>
    public static implicit operator LuaValue(string? text) => text is null ? default : new(LuaValueKind.String, 0, Encoding.UTF8.GetBytes(text));

    /// <summary>A boolean.</summary>
    public static implicit operator LuaValue(bool value) => new(LuaValueKind.Boolean, value ? 1 : 0, default);

    /// <summary>An integer.</summary>
    public static implicit operator LuaValue(long value) => new(LuaValueKind.Integer, value, default);

    /// <summary>A double.</summary>
    public static implicit operator LuaValue(double value) => new(LuaValueKind.Number, BitConverter.DoubleToInt64Bits(value), default);
}
