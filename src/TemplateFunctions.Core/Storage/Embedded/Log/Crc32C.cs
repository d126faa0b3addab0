using System.Buffers.Binary;
using System.Numerics;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>CRC-32C (Castagnoli), by the processor's own instruction where it has one.</summary>
internal static class Crc32C
{
    /// <summary>The standard check value: "123456789" gives 0xE3069283 with a seed of zero.</summary>
    public static uint Compute(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        var crc = uint.MaxValue;
        if (seed != 0)
        {
            crc = BitOperations.Crc32C(crc, seed);
        }

        while (bytes.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        foreach (var value in bytes)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
