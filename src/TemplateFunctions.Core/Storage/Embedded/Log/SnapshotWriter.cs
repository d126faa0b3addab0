using TemplateFunctions.Core.Storage.Embedded.Files;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>A durable snapshot and, for each row given, where it stands there.</summary>
internal sealed record WrittenSnapshot(LogFile File, long Length, long[] Offsets);

/// <summary>
/// Writes the rows into a temporary file, flushes it and renames it: the directory shows either the whole snapshot or none. Until the
/// rename is durable the logs it replaces are left alone.
/// </summary>
internal sealed class SnapshotWriter(IStorageFiles files, LogHeader log)
{
    private const int FrameBytes = 1024 * 1024;
    private readonly ByteWriter frame = new(FrameBytes + 64 * 1024);
    private long length = LogFormat.HeaderSize;
    private long frames;

    /// <summary>Null when <paramref name="giveUp"/> said so in between.</summary>
    public WrittenSnapshot? Write(List<Row> rows, Func<bool> giveUp)
    {
        foreach (var leftover in files.List().Where(file => file.EndsWith(LogFormat.TemporarySuffix, StringComparison.Ordinal)))
        {
            files.Delete(leftover);
        }

        var name = LogFormat.SnapshotName(log.Number);
        var file = LogFile.Create(files, name, LogHeader.Create(log.Number, log.FirstLsn), LogFormat.TemporarySuffix);
        try
        {
            var offsets = WriteRows(file, rows, giveUp);
            if (offsets is not null)
            {
                WriteEnd(file, rows.Count);
                file.File.Flush();
                files.Rename(name + LogFormat.TemporarySuffix, name);
                files.SyncDirectory();
                return new WrittenSnapshot(file, length, offsets);
            }
        }
        catch
        {
            file.Dispose();
            throw;
        }

        file.Dispose();
        files.Delete(name + LogFormat.TemporarySuffix);
        return null;
    }

    private long[]? WriteRows(LogFile file, List<Row> rows, Func<bool> giveUp)
    {
        var offsets = new long[rows.Count];
        frame.Reserve(LogFormat.FrameHead);
        for (var i = 0; i < rows.Count; i++)
        {
            offsets[i] = length + frame.Length;
            frame.Raw(rows[i].ReadOp());
            if (frame.Length >= FrameBytes)
            {
                if (giveUp())
                {
                    return null;
                }

                WriteFrame(file);
            }
        }

        return offsets;
    }

    private void WriteEnd(LogFile file, long rows)
    {
        var op = frame.Reserve(LogFormat.OpHead);
        frame.Byte(0);
        frame.Byte(LogFormat.SnapshotEnd);
        frame.Int64(rows);
        OpHead.Fill(frame.Slice(op, frame.Length - op));
        WriteFrame(file);
    }

    private void WriteFrame(LogFile file)
    {
        frame.Reserve(LogFormat.FrameTail);
        var bytes = frame.Slice(0, frame.Length);
        LogFormat.SealFrame(bytes, file.Header.Salt, ++frames);
        file.File.Write(length, bytes);
        length += bytes.Length;
        frame.Truncate(0);
        frame.Reserve(LogFormat.FrameHead);
    }
}
