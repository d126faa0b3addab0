using System.Diagnostics.CodeAnalysis;

namespace TemplateFunctions.Core.Storage.Embedded.Log;

/// <summary>
/// The rows of one kind, by key, in memory. Touched only under the store's lock. Indexes are kept by <see cref="RowTable{TMeta}.Index"/>
/// alone, so undoing a change is applying its inverse.
/// </summary>
internal abstract class RowTable(byte id)
{
    /// <summary>Stands in every op; never reused for another kind of row.</summary>
    public byte Id => id;

    /// <summary>Bodies up to this size may stay in memory, within what the options allow. Zero for rows that are many and seldom read.</summary>
    public virtual int InlineAtMost => int.MaxValue;

    /// <summary>Bytes of the live ops, as they stand in files.</summary>
    public long LiveBytes { get; protected set; }

    public abstract int Count { get; }

    /// <summary>Adds the live rows to the list.</summary>
    public abstract void CopyTo(List<Row> target);

    /// <summary>Makes a row from a recovered op.</summary>
    public abstract Row Load(string key, ReadOnlySpan<byte> meta, int bodyLength, int opLength, byte[]? body);

    /// <summary>Puts the row under the key, or removes what is there when it is null; returns what was there.</summary>
    public abstract Row? Apply(string key, Row? row);
}

/// <inheritdoc/>
internal abstract class RowTable<TMeta>(byte id) : RowTable(id)
{
    private readonly Dictionary<string, Row<TMeta>> rows = new(StringComparer.Ordinal);

    public override int Count => rows.Count;

    public IEnumerable<Row<TMeta>> Rows => rows.Values;

    public bool TryGet(string key, [NotNullWhen(true)] out Row<TMeta>? row) => rows.TryGetValue(key, out row);

    public abstract void Encode(TMeta meta, ByteWriter writer);

    public override void CopyTo(List<Row> target) => target.AddRange(rows.Values);

    public sealed override Row Load(string key, ReadOnlySpan<byte> meta, int bodyLength, int opLength, byte[]? body)
    {
        var reader = new ByteReader(meta);
        return new Row<TMeta>(this, key, Decode(ref reader), bodyLength, opLength, body);
    }

    public sealed override Row? Apply(string key, Row? row)
    {
        var now = (Row<TMeta>?)row;
        rows.TryGetValue(key, out var old);
        if (now is not null)
        {
            rows[key] = now;
        }
        else if (!rows.Remove(key))
        {
            return null;
        }

        LiveBytes += (now?.OpLength ?? 0) - (old?.OpLength ?? 0);
        Index(old, now);
        return old;
    }

    protected abstract TMeta Decode(ref ByteReader reader);

    /// <summary>Keeps secondary indexes: <paramref name="old"/> goes, <paramref name="now"/> comes; not both are null.</summary>
    protected virtual void Index(Row<TMeta>? old, Row<TMeta>? now)
    {
    }
}
