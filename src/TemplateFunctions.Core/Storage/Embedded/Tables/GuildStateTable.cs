using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>Lifecycle states, small enough to stay in memory.</summary>
internal sealed class GuildStateTable() : RowTable<GuildStateRow>(TableIds.GuildStates)
{
    public override void Encode(GuildStateRow meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.UInt64(meta.Guild.Value);
        writer.Int64(meta.Version);
        writer.Count(meta.Json.Length);
        writer.Raw(meta.Json.Span);
    }

    protected override GuildStateRow Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        var guild = new GuildId(reader.UInt64());
        var version = reader.Int64();
        return new GuildStateRow(guild, reader.Raw(reader.Count()).ToArray(), version);
    }
}
