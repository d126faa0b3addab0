using TemplateFunctions.Core.Storage.Embedded.Log;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>Named numbers: fences, counters.</summary>
internal sealed class NumberTable(byte id) : RowTable<long>(id)
{
    /// <summary>The number under the key, or zero.</summary>
    public long Get(string key) => TryGet(key, out var row) ? row.Meta : 0;

    public override void Encode(long meta, ByteWriter writer) => writer.Int64(meta);

    protected override long Decode(ref ByteReader reader) => reader.Int64();
}
