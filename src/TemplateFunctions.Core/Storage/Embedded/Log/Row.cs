namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>
/// One version of one row. What the indexes need stays in memory as typed metadata; a body stays there while it is small or not yet
/// on disk. Never changes, apart from where its bytes are found.
/// </summary>
internal abstract class Row(RowTable table, string key, int bodyLength, int opLength, byte[]? body)
{
    private volatile RowLocation? location;
    private volatile byte[]? body = body;

    public RowTable Table => table;

    public string Key => key;

    public int BodyLength => bodyLength;

    /// <summary>Bytes of the whole op in the file, head included.</summary>
    public int OpLength => opLength;

    /// <summary>Where the op stands; null until it is durable.</summary>
    public RowLocation? Location => location;

    /// <summary>The op is durable there. A body larger than <paramref name="inlineLimit"/> leaves memory.</summary>
    public void MoveTo(RowLocation target, int inlineLimit)
    {
        location = target;
        if (bodyLength > Math.Min(inlineLimit, table.InlineAtMost))
        {
            body = null;
        }
    }

    /// <summary>The body; reads the disk when it is large. Not to be called under the store's lock.</summary>
    public ReadOnlyMemory<byte> ReadBody()
    {
        if (bodyLength == 0)
        {
            return default;
        }

        return body is { } inMemory ? inMemory : ReadOp().AsMemory(opLength - bodyLength);
    }

    /// <summary>The whole op as it stands in the file.</summary>
    public byte[] ReadOp()
    {
        while (true)
        {
            var current = location ?? throw new InvalidOperationException("The row is not on disk yet.");
            try
            {
                return current.File.ReadOp(current.Offset, opLength);
            }
            catch (ObjectDisposedException) when (!ReferenceEquals(current, location))
            {
                // Compaction moved the row and closed its old file between the two steps: read it at its new place.
            }
            catch (ObjectDisposedException)
            {
                throw new StaleRowException();
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                throw new StorageException(StorageCodes.Unavailable, $"'{current.File.Name}' cannot be read: {failure.Message}", failure);
            }
        }
    }
}

/// <summary>A row with its typed metadata.</summary>
internal sealed class Row<TMeta>(RowTable table, string key, TMeta meta, int bodyLength, int opLength, byte[]? body)
    : Row(table, key, bodyLength, opLength, body)
{
    public TMeta Meta => meta;
}

/// <summary>The row was replaced and its file is gone, or the store was closed: look the row up again.</summary>
internal sealed class StaleRowException : Exception;

/// <summary>The place of an op: a file and the offset of its head.</summary>
internal sealed record RowLocation(LogFile File, long Offset);
