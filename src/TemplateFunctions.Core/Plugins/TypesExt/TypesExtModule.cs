using System.Buffers.Binary;
using System.Security.Cryptography;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.TypesExt;

/// <summary>
/// <c>@antiraid/typesext</c>: sealed 64-bit integers U64 and I64, <c>bitu64</c> and <c>randstring</c>. The values are made in
/// typesext.lua; the functions here calculate on their digits.
/// </summary>
internal static class TypesExtModule
{
    private const string Unsigned = "U64";
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static HostModule Create() => new()
    {
        Name = "@antiraid/typesext",
        LuaSource = PluginSource.Read("typesext.lua"),
        Functions =
        [
            new("read", Read),
            new("arithmetic", Arithmetic),
            new("compare", Compare),
            new("convert", Convert),
            new("bytes", Bytes),
            new("frombytes", FromBytes),
            new("bits", BitsOfU64.Invoke),
            new("randstring", RandomString),
        ],
    };

    /// <summary>read(kind, value) -> digits</summary>
    private static HostReturn Read(HostCall call) =>
        HostReturn.Of(IsUnsigned(call) ? Int64Text.Write(Int64Text.Unsigned(call, 2)) : Int64Text.Write(Int64Text.Signed(call, 2)));

    /// <summary>arithmetic(kind, operation, left, right) -> digits</summary>
    private static HostReturn Arithmetic(HostCall call)
    {
        var operation = call.String(2, "operation");
        return HostReturn.Of(IsUnsigned(call)
            ? Int64Text.Write(Int64Arithmetic.Unsigned(operation, Int64Text.Unsigned(call, 3), Int64Text.Unsigned(call, 4)))
            : Int64Text.Write(Int64Arithmetic.Signed(operation, Int64Text.Signed(call, 3), Int64Text.Signed(call, 4))));
    }

    /// <summary>compare(kind, left, right) -> negative, 0 or positive</summary>
    private static HostReturn Compare(HostCall call) => HostReturn.Of((long)(IsUnsigned(call)
        ? Int64Text.Unsigned(call, 2).CompareTo(Int64Text.Unsigned(call, 3))
        : Int64Text.Signed(call, 2).CompareTo(Int64Text.Signed(call, 3))));

    /// <summary>convert(kind, value) -> digits of the same bits in the other kind</summary>
    private static HostReturn Convert(HostCall call) => HostReturn.Of(IsUnsigned(call)
        ? Int64Text.Write(unchecked((long)Int64Text.Unsigned(call, 2)))
        : Int64Text.Write(unchecked((ulong)Int64Text.Signed(call, 2))));

    /// <summary>bytes(kind, value, "le" or "be") -> list of 8 numbers</summary>
    private static HostReturn Bytes(HostCall call)
    {
        var bits = IsUnsigned(call) ? Int64Text.Unsigned(call, 2) : unchecked((ulong)Int64Text.Signed(call, 2));
        var bytes = new byte[sizeof(ulong)];
        if (call.String(3, "order") == "be")
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
        }

        return HostReturn.Of(LuaValue.FromJson(System.Text.Encoding.ASCII.GetBytes($"[{string.Join(',', bytes)}]")));
    }

    /// <summary>frombytes(kind, "le" or "be", byte1 ... byte8) -> digits</summary>
    private static HostReturn FromBytes(HostCall call)
    {
        var bytes = new byte[sizeof(ulong)];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)call.Integer(i + 3, $"bytes[{i + 1}]", 0, 255);
        }

        var bits = call.String(2, "order") == "be" ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        return HostReturn.Of(IsUnsigned(call) ? Int64Text.Write(bits) : Int64Text.Write(unchecked((long)bits)));
    }

    /// <summary>randstring(length) -> letters and digits, from the system's secure source</summary>
    private static HostReturn RandomString(HostCall call) =>
        HostReturn.Of(RandomNumberGenerator.GetString(Alphabet, (int)call.Integer(1, "length", 1, 255)));

    private static bool IsUnsigned(HostCall call) => call.String(1, "kind") == Unsigned;
}
