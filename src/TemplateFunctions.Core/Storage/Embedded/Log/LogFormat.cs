using System.Buffers.Binary;
using System.Globalization;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>
/// The bytes of log and snapshot files.
/// <code>
/// file  = header frame*
/// header= magic(7) version(1) number(8) salt(8) first-lsn(8) crc(4)
/// frame = length(4) crc-of-length-and-lsn(4) lsn(8) op*(length) crc-of-ops(4)
/// op    = length(4) crc(4) table(1) kind(1) key [meta-length(4) meta body]
/// </code>
/// One frame is one flush: it holds whole transactions, and only the last frame of the last log can be torn. Its checksums are seeded
/// with the file's random salt, so that nobody can plant something that looks like a frame inside a value.
/// </summary>
internal static class LogFormat
{
    public const int HeaderSize = 36;
    public const int FrameHead = 16;
    public const int FrameTail = 4;
    public const int OpHead = 8;
    public const byte Version = 1;
    public const byte Put = 1;
    public const byte Delete = 2;
    public const byte SnapshotEnd = 3;

    /// <summary>Longest frame; larger lengths are damage.</summary>
    public const int MaxFrame = 64 * 1024 * 1024;

    /// <summary>Longest transaction.</summary>
    public const int MaxTransaction = 16 * 1024 * 1024;

    public const string LogSuffix = ".log";
    public const string SnapshotSuffix = ".snapshot";
    public const string TemporarySuffix = ".tmp";

    private static ReadOnlySpan<byte> Magic => "TFSTORE"u8;

    public static string LogName(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:D12}{LogSuffix}");

    public static string SnapshotName(long number) => string.Create(CultureInfo.InvariantCulture, $"{number:D12}{SnapshotSuffix}");

    /// <summary>The number in a file's name, or null when the name is not of this kind.</summary>
    public static long? NumberOf(string name, string suffix) =>
        name.EndsWith(suffix, StringComparison.Ordinal)
        && long.TryParse(name.AsSpan(0, name.Length - suffix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    public static void WriteHeader(Span<byte> target, LogHeader header)
    {
        Magic.CopyTo(target);
        target[7] = Version;
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], header.Number);
        BinaryPrimitives.WriteUInt64LittleEndian(target[16..], header.Salt);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], header.FirstLsn);
        BinaryPrimitives.WriteUInt32LittleEndian(target[32..], Crc32C.Compute(target[..32]));
    }

    /// <summary>False when the bytes are not a whole header. A later version is reported as such.</summary>
    public static bool TryReadHeader(ReadOnlySpan<byte> bytes, out LogHeader header)
    {
        header = default;
        if (bytes.Length < HeaderSize
            || !bytes.StartsWith(Magic)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[32..]) != Crc32C.Compute(bytes[..32]))
        {
            return false;
        }

        header = new LogHeader(
            bytes[7],
            BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]));
        return true;
    }

    /// <summary>Fills in the checksums of a frame whose ops are in place.</summary>
    public static void SealFrame(Span<byte> frame, ulong salt, long lsn)
    {
        var length = frame.Length - FrameHead - FrameTail;
        BinaryPrimitives.WriteInt32LittleEndian(frame, length);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], lsn);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[4..], HeadCrc(length, lsn, salt));
        BinaryPrimitives.WriteUInt32LittleEndian(frame[^FrameTail..], Crc32C.Compute(frame[FrameHead..^FrameTail], salt));
    }

    /// <summary>Reads a frame's head; false when it cannot be one.</summary>
    public static bool TryReadFrameHead(ReadOnlySpan<byte> bytes, ulong salt, out int length, out long lsn)
    {
        length = 0;
        lsn = 0;
        if (bytes.Length < FrameHead)
        {
            return false;
        }

        length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        lsn = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        return length is >= 0 and <= MaxFrame && BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) == HeadCrc(length, lsn, salt);
    }

    /// <summary>Whether a frame's ops, with the checksum behind them, are undamaged.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> opsAndCrc, ulong salt) =>
        BinaryPrimitives.ReadUInt32LittleEndian(opsAndCrc[^FrameTail..]) == Crc32C.Compute(opsAndCrc[..^FrameTail], salt);

    private static uint HeadCrc(int length, long lsn, ulong salt)
    {
        Span<byte> head = stackalloc byte[16];
        BinaryPrimitives.WriteInt64LittleEndian(head, length);
        BinaryPrimitives.WriteInt64LittleEndian(head[8..], lsn);
        return Crc32C.Compute(head, salt);
    }
}

/// <summary>The head of a log or snapshot file.</summary>
/// <param name="FormatVersion">Version of the format.</param>
/// <param name="Number">Number of the log; a snapshot holds everything before the log of its number.</param>
/// <param name="Salt">Random; seeds the frame checksums. Never zero.</param>
/// <param name="FirstLsn">Sequence number of the first frame.</param>
internal readonly record struct LogHeader(byte FormatVersion, long Number, ulong Salt, long FirstLsn)
{
    public static LogHeader Create(long number, long firstLsn)
    {
        Span<byte> salt = stackalloc byte[8];
        System.Security.Cryptography.RandomNumberGenerator.Fill(salt);
        return new LogHeader(LogFormat.Version, number, BinaryPrimitives.ReadUInt64LittleEndian(salt) | 1, firstLsn);
    }
}
