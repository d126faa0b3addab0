using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>A parked run without its payload.</summary>
internal sealed record InflightMeta(
    GuildId Guild, string EventId, int Attempt, string Incarnation, long Epoch, DateTimeOffset CreatedAt);

/// <summary>The journal of parked runs; payloads are the bodies.</summary>
internal sealed class InflightTable() : RowTable<InflightMeta>(TableIds.Inflight)
{
    private readonly Dictionary<GuildId, Dictionary<string, Row<InflightMeta>>> guilds = [];

    public IEnumerable<GuildId> Guilds => guilds.Keys;

    public static string KeyOf(GuildId guild, string eventId) => $"{guild}/{eventId}";

    public int CountOf(GuildId guild) => guilds.TryGetValue(guild, out var rows) ? rows.Count : 0;

    public Row<InflightMeta>[] RowsOf(GuildId guild) => guilds.TryGetValue(guild, out var rows) ? [.. rows.Values] : [];

    public override void Encode(InflightMeta meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.UInt64(meta.Guild.Value);
        writer.String(meta.EventId);
        writer.Count(meta.Attempt);
        writer.String(meta.Incarnation);
        writer.Int64(meta.Epoch);
        writer.Time(meta.CreatedAt);
    }

    protected override InflightMeta Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        return new InflightMeta(
            new GuildId(reader.UInt64()), reader.String(), reader.Count(), reader.String(), reader.Int64(), reader.Time());
    }

    protected override void Index(Row<InflightMeta>? old, Row<InflightMeta>? now)
    {
        var meta = (now ?? old)!.Meta;
        if (!guilds.TryGetValue(meta.Guild, out var rows))
        {
            guilds[meta.Guild] = rows = new Dictionary<string, Row<InflightMeta>>(StringComparer.Ordinal);
        }

        if (now is not null)
        {
            rows[meta.EventId] = now;
        }
        else if (rows.Remove(meta.EventId) && rows.Count == 0)
        {
            guilds.Remove(meta.Guild);
        }
    }
}
