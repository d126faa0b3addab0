using System.Buffers.Binary;
using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>A log or snapshot file and what its header says.</summary>
internal sealed class LogFile(IStorageFile file, string name, LogHeader header) : IDisposable
{
    public IStorageFile File => file;

    public string Name => name;

    public LogHeader Header => header;

    /// <summary>Creates a file with a header. Not durable before a flush of the file and of the directory.</summary>
    /// <param name="files">The directory.</param>
    /// <param name="name">The name it will be known by.</param>
    /// <param name="header">What stands at its start.</param>
    /// <param name="suffix">Put behind the name until the file is renamed.</param>
    public static LogFile Create(IStorageFiles files, string name, LogHeader header, string suffix = "")
    {
        var file = files.Create(name + suffix);
        try
        {
            Span<byte> bytes = stackalloc byte[LogFormat.HeaderSize];
            LogFormat.WriteHeader(bytes, header);
            file.Write(0, bytes);
            return new LogFile(file, name, header);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads one op, checksum included, and verifies it.</summary>
    public byte[] ReadOp(long offset, int length)
    {
        var op = new byte[length];
        var read = file.Read(offset, op);
        if (read != length
            || BinaryPrimitives.ReadInt32LittleEndian(op) != length - LogFormat.OpHead
            || BinaryPrimitives.ReadUInt32LittleEndian(op.AsSpan(4)) != Crc32C.Compute(op.AsSpan(LogFormat.OpHead)))
        {
            throw new StorageException(
                StorageCodes.Corrupt,
                $"The record at offset {offset} of '{name}' can no longer be read as it was written. The disk is failing, or the file was changed from outside: restore it from a backup.");
        }

        return op;
    }

    public void Dispose() => file.Dispose();
}
