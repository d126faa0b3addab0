using System.Buffers.Binary;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>The head of an op: its length and checksum.</summary>
internal static class OpHead
{
    /// <summary>Fills in the head of an op whose content is in place.</summary>
    public static void Fill(Span<byte> op)
    {
        BinaryPrimitives.WriteInt32LittleEndian(op, op.Length - LogFormat.OpHead);
        BinaryPrimitives.WriteUInt32LittleEndian(op[4..], Crc32C.Compute(op[LogFormat.OpHead..]));
    }
}
