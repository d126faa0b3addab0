using System.Buffers.Binary;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>Applies recovered ops to the tables.</summary>
internal sealed class OpLoader(IReadOnlyList<RowTable> tables, int inlineLimit)
{
    private readonly Dictionary<byte, RowTable> byId = tables.ToDictionary(table => table.Id);

    /// <summary>Rows announced by a snapshot's end mark; null until it was met.</summary>
    public long? AnnouncedRows { get; private set; }

    /// <summary>Applies the ops of one frame; <see cref="InvalidDataException"/> when they make no sense.</summary>
    public void Apply(LogFile file, ReadOnlySpan<byte> ops, long opsOffset)
    {
        while (ops.Length > 0)
        {
            if (ops.Length < LogFormat.OpHead)
            {
                throw new InvalidDataException("An operation is shorter than its head.");
            }

            var length = BinaryPrimitives.ReadInt32LittleEndian(ops);
            if (length < 0 || length > ops.Length - LogFormat.OpHead)
            {
                throw new InvalidDataException("An operation is longer than its frame.");
            }

            ApplyOne(file, ops.Slice(LogFormat.OpHead, length), opsOffset);
            ops = ops[(LogFormat.OpHead + length)..];
            opsOffset += LogFormat.OpHead + length;
        }
    }

    private void ApplyOne(LogFile file, ReadOnlySpan<byte> content, long offset)
    {
        var reader = new ByteReader(content);
        var tableId = reader.Byte();
        var kind = reader.Byte();
        if (kind == LogFormat.SnapshotEnd)
        {
            AnnouncedRows = reader.Int64();
            return;
        }

        if (!byId.TryGetValue(tableId, out var table) || kind is not (LogFormat.Put or LogFormat.Delete))
        {
            throw new StorageException(
                StorageCodes.UnknownFormat,
                $"'{file.Name}' holds a kind of record ({tableId}/{kind}) that this version does not know: it was written by a newer version. Start that one.");
        }

        var key = reader.String();
        if (kind == LogFormat.Delete)
        {
            table.Apply(key, null);
            return;
        }

        var meta = reader.Raw((int)Math.Min(reader.UInt32(), int.MaxValue));
        var body = reader.Remaining is > 0 and var size && size <= Math.Min(inlineLimit, table.InlineAtMost) ? reader.Raw(size).ToArray() : null;
        var bodyLength = body?.Length ?? reader.Remaining;
        var row = table.Load(key, meta, bodyLength, LogFormat.OpHead + content.Length, body);
        row.MoveTo(new RowLocation(file, offset), inlineLimit);
        table.Apply(key, row);
    }
}
