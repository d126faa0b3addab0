using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>The key-value store: what reads.</summary>
internal sealed partial class EmbeddedKvStore(LogEngine engine, KvTable table, NumberTable fences, TimeProvider time) : IKvStore
{
    public ValueTask<KvRecord?> GetAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => BestMatch(guild, key, scopes), ToRecord, cancellation);

    public ValueTask<KvRecord?> GetByIdAsync(GuildId guild, string id, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => Find(guild, id), ToRecord, cancellation);

    public ValueTask<IReadOnlyList<string>> KeysAsync(
        GuildId guild, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => RowsOf(guild),
            rows => Sorted(rows.Where(row => KvScopeSet.Covers(row.Meta.Scopes, scopes)).Select(row => row.Meta.Key).Distinct(StringComparer.Ordinal)),
            cancellation);

    public ValueTask<KvFind> FindAsync(
        GuildId guild, string pattern, IReadOnlyList<string> scopes, int limit = 1000, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => RowsOf(guild),
            rows => Search(rows, pattern, scopes, limit, cancellation),
            cancellation);

    public ValueTask<IReadOnlyList<string>> ListScopesAsync(GuildId guild, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => table.IndexOf(guild)?.Scopes.ToArray() ?? [], Sorted, cancellation);

    public ValueTask<IReadOnlyList<KvRecord>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, () => table.Due(now).Take(limit).ToArray(), ToRecords, cancellation);

    public ValueTask<DateTimeOffset?> NextExpiryAsync(DateTimeOffset after, CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, () => table.NextExpiry(after), cancellation);

    public ValueTask<IReadOnlyList<GuildId>> GuildsWithResumeAsync(CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, IReadOnlyList<GuildId> () => [.. table.GuildsWithResume], cancellation);

    public ValueTask<IReadOnlyList<KvRecord>> ResumableAsync(GuildId guild, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => table.IndexOf(guild) is { Resumable: > 0 } index ? index.Rows.Where(row => row.Meta.Resume).ToArray() : [],
            rows =>
            {
                Array.Sort(rows, KvGuildIndex.CompareAge);
                return ToRecords(rows);
            },
            cancellation);

    private static Partition In(GuildId guild) => Partition.Of(Area.Kv, guild);

    private static KvFind Search(
        Row<KvMeta>[] rows, string pattern, IReadOnlyList<string> scopes, int limit, CancellationToken cancellation)
    {
        var like = new KvPattern(pattern);
        var found = new List<Row<KvMeta>>();
        for (var i = 0; i < rows.Length; i++)
        {
            if ((i & 255) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (KvScopeSet.Covers(rows[i].Meta.Scopes, scopes) && like.Matches(rows[i].Meta.Key))
            {
                found.Add(rows[i]);
            }
        }

        found.Sort((a, b) => string.CompareOrdinal(a.Meta.Key, b.Meta.Key) is var order and not 0 ? order : KvGuildIndex.CompareAge(a, b));
        var bytes = 0L;
        var fitting = found.TakeWhile((row, index) => index < limit && (bytes += row.BodyLength) <= StorageLimits.KvFindBytes).ToArray();
        return new KvFind(ToRecords(fitting), fitting.Length < found.Count);
    }

    private static string[] SortedArray(IEnumerable<string> texts)
    {
        var sorted = texts.ToArray();
        Array.Sort(sorted, StringComparer.Ordinal);
        return sorted;
    }

    private static IReadOnlyList<string> Sorted(IEnumerable<string> texts) => SortedArray(texts);

    private static IReadOnlyList<KvRecord> ToRecords(Row<KvMeta>[] rows) => [.. rows.Select(row => ToRecord(row)!)];

    private static KvRecord? ToRecord(Row<KvMeta>? row) => row is null
        ? null
        : new KvRecord
        {
            Id = row.Meta.Id,
            Guild = row.Meta.Guild,
            Key = row.Meta.Key,
            Value = row.ReadBody(),
            Scopes = row.Meta.Scopes,
            CreatedAt = row.Meta.CreatedAt,
            LastUpdatedAt = row.Meta.LastUpdatedAt,
            ExpiresAt = row.Meta.ExpiresAt,
            Resume = row.Meta.Resume,
        };

    private Row<KvMeta>[] RowsOf(GuildId guild) => table.IndexOf(guild)?.Rows.ToArray() ?? [];

    private Row<KvMeta>? BestMatch(GuildId guild, string key, IReadOnlyList<string> scopes) =>
        table.IndexOf(guild)?.Matches(key, scopes) is [var best, ..] ? best : null;

    private Row<KvMeta>? Find(GuildId guild, string id) => table.TryGet(KvTable.KeyOf(guild, id), out var row) ? row : null;
}
