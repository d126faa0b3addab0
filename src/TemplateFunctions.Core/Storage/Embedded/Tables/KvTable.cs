using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded.Tables;

/// <summary>A key-value record without its value.</summary>
internal sealed record KvMeta(
    GuildId Guild,
    string Id,
    string Key,
    string[] Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastUpdatedAt,
    DateTimeOffset? ExpiresAt,
    bool Resume);

/// <summary>Key-value records of all guilds; values are the bodies.</summary>
internal sealed class KvTable() : RowTable<KvMeta>(TableIds.Kv)
{
    private readonly Dictionary<GuildId, KvGuildIndex> guilds = [];
    private readonly ExpiryIndex expiries = new();

    public IEnumerable<GuildId> GuildsWithResume => guilds.Where(guild => guild.Value.Resumable > 0).Select(guild => guild.Key);

    public static string KeyOf(GuildId guild, string id) => $"{guild}/{id}";

    public KvGuildIndex? IndexOf(GuildId guild) => guilds.GetValueOrDefault(guild);

    /// <summary>Due rows, earliest first.</summary>
    public IEnumerable<Row<KvMeta>> Due(DateTimeOffset now) =>
        expiries.Until(now).Select(key => TryGet(key, out var row) ? row : null).OfType<Row<KvMeta>>();

    public DateTimeOffset? NextExpiry(DateTimeOffset after) => expiries.After(after);

    public override void Encode(KvMeta meta, ByteWriter writer)
    {
        writer.Byte(1);
        writer.UInt64(meta.Guild.Value);
        writer.String(meta.Id);
        writer.String(meta.Key);
        writer.Strings(meta.Scopes);
        writer.Time(meta.CreatedAt);
        writer.Time(meta.LastUpdatedAt);
        writer.Time(meta.ExpiresAt);
        writer.Bool(meta.Resume);
    }

    protected override KvMeta Decode(ref ByteReader reader)
    {
        reader.Expect(1);
        return new KvMeta(
            new GuildId(reader.UInt64()),
            reader.String(),
            reader.String(),
            reader.Strings(),
            reader.Time(),
            reader.Time(),
            reader.OptionalTime(),
            reader.Bool());
    }

    protected override void Index(Row<KvMeta>? old, Row<KvMeta>? now)
    {
        var guild = (now ?? old)!.Meta.Guild;
        if (!guilds.TryGetValue(guild, out var index))
        {
            guilds[guild] = index = new KvGuildIndex();
        }

        expiries.Move((now ?? old)!.Key, old?.Meta.ExpiresAt, now?.Meta.ExpiresAt);
        if (old is not null)
        {
            index.Remove(old);
        }

        if (now is not null)
        {
            index.Add(now);
        }

        if (index.Records == 0)
        {
            guilds.Remove(guild);
        }
    }
}
