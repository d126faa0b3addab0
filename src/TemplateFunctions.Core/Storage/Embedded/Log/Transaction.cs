using System.Buffers.Binary;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>The changes one operation makes: all of them survive a crash or none. Lives only inside the store's lock.</summary>
internal sealed class Transaction(CommitGroup group, Partition partition)
{
    private readonly int start = group.Buffer.Length;

    public bool HasChanges { get; private set; }

    /// <summary>Set when nobody needs to wait: the change is written along with the next one that is awaited, and a crash may forget it.</summary>
    public bool Lazy { get; set; }

    public void Put<TMeta>(RowTable<TMeta> table, string key, TMeta meta, ReadOnlyMemory<byte> body = default)
    {
        var buffer = group.Buffer;
        var op = Begin(table, LogFormat.Put, key);
        var metaLength = buffer.Reserve(sizeof(int));
        table.Encode(meta, buffer);
        BinaryPrimitives.WriteInt32LittleEndian(buffer.Slice(metaLength, sizeof(int)), buffer.Length - metaLength - sizeof(int));
        buffer.Raw(body.Span);
        End(op);

        var inMemory = body.Length == 0 ? null : body.ToArray();
        group.Apply(table, key, new Row<TMeta>(table, key, meta, body.Length, buffer.Length - op, inMemory), op);
    }

    public void Delete<TMeta>(RowTable<TMeta> table, string key)
    {
        if (table.TryGet(key, out _))
        {
            var op = Begin(table, LogFormat.Delete, key);
            End(op);
            group.Apply(table, key, null, op);
        }
    }

    private int Begin(RowTable table, byte kind, string key)
    {
        HasChanges = true;
        group.Touch(partition);
        var op = group.Buffer.Reserve(LogFormat.OpHead);
        group.Buffer.Byte(table.Id);
        group.Buffer.Byte(kind);
        group.Buffer.String(key);
        return op;
    }

    private void End(int op)
    {
        var buffer = group.Buffer;
        if (buffer.Length - start > LogFormat.MaxTransaction)
        {
            throw new StorageException(
                StorageCodes.TooLarge,
                $"One write takes {buffer.Length - start} bytes; at most {LogFormat.MaxTransaction} fit in one.");
        }

        OpHead.Fill(buffer.Slice(op, buffer.Length - op));
    }
}
