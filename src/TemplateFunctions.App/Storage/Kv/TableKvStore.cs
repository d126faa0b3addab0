using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>The key-value store in a table: what reads.</summary>
internal sealed partial class TableKvStore(ITable table, ITable index, TimeProvider time) : IKvStore
{
    private const int ReadsAtOnce = 16;
    private readonly KvLedgers _ledgers = new(table);
    private readonly KvIndex _index = new(index);
    private readonly PartitionGates _gates = new();

    public async ValueTask<KvRecord?> GetAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default)
    {
        var rows = await table.ListAsync(KvRow.OfKey(guild, key), cancellation);
        return KvRow.Matches(rows, guild, key, scopes) is [var best, ..] ? KvRow.Read(best.Row, guild) : null;
    }

    public async ValueTask<KvRecord?> GetByIdAsync(GuildId guild, string id, CancellationToken cancellation = default) =>
        KvRow.IsId(id) && await table.GetAsync(guild.ToString(), KvRow.KeyOf(id), null, cancellation) is { } row ? KvRow.Read(row, guild) : null;

    public async ValueTask<IReadOnlyList<string>> KeysAsync(GuildId guild, IReadOnlyList<string> scopes, CancellationToken cancellation = default)
    {
        var records = await RecordsAsync(guild, cancellation);
        return Sorted(records.Where(record => KvScopeSet.Covers(record.Scopes, scopes)).Select(record => record.Key));
    }

    public async ValueTask<IReadOnlyList<string>> ListScopesAsync(GuildId guild, CancellationToken cancellation = default) =>
        Sorted((await RecordsAsync(guild, cancellation)).SelectMany(record => record.Scopes));

    public async ValueTask<KvFind> FindAsync(
        GuildId guild, string pattern, IReadOnlyList<string> scopes, int limit = 1000, CancellationToken cancellation = default)
    {
        var like = new KvPattern(pattern);
        var rows = await table.ListAsync(KvRow.OfGuild(guild), cancellation);
        var matches = rows.Select(row => new KvFound(row, KvRow.Read(row, guild, withValue: false)))
            .Where(found => KvScopeSet.Covers(found.Record.Scopes, scopes) && like.Matches(found.Record.Key))
            .OrderBy(found => found.Record.Key, StringComparer.Ordinal).ThenBy(found => found.Record.CreatedAt).ThenBy(found => found.Record.Id, StringComparer.Ordinal)
            .ToList();
        var bytes = 0L;
        var fitting = matches.TakeWhile((found, at) => at < limit && (bytes += found.Row.Number("BodySize")) <= StorageLimits.KvFindBytes).ToList();
        var records = await ReadAsync(guild, fitting.Select(found => found.Record.Id), cancellation);
        return new KvFind(records, fitting.Count < matches.Count);
    }

    public async ValueTask<IReadOnlyList<KvRecord>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default)
    {
        var due = new List<KvRecord>();
        foreach (var expiry in await _index.DueAsync(now, limit, cancellation))
        {
            if (await GetByIdAsync(expiry.Guild, expiry.Id, cancellation) is { } record && record.ExpiresAt == expiry.At)
            {
                due.Add(record);
            }
            else
            {
                await _index.RemoveExpiryAsync(expiry.Guild, expiry.Id, expiry.At, cancellation);
            }

            if (due.Count == limit)
            {
                break;
            }
        }

        return due;
    }

    public async ValueTask<DateTimeOffset?> NextExpiryAsync(DateTimeOffset after, CancellationToken cancellation = default) =>
        await _index.NextAsync(after, cancellation);

    public async ValueTask<IReadOnlyList<GuildId>> GuildsWithResumeAsync(CancellationToken cancellation = default)
    {
        var guilds = new List<GuildId>();
        foreach (var guild in await _index.ResumeAsync(cancellation))
        {
            if (KvLedger.Read(await table.GetAsync(guild.ToString(), KvLedger.Key, null, cancellation)).Resumable > 0)
            {
                guilds.Add(guild);
            }
        }

        return guilds;
    }

    public async ValueTask<IReadOnlyList<KvRecord>> ResumableAsync(GuildId guild, CancellationToken cancellation = default)
    {
        if ((await _ledgers.GetAsync(guild, cancellation)).Resumable == 0)
        {
            return [];
        }

        var rows = await table.ListAsync(TableQuery.Prefix(guild.ToString(), KvRow.Family) with { Field = "Resume", AtMost = 0 }, cancellation);
        return [.. rows.Select(row => KvRow.Read(row, guild)).OrderBy(record => record.CreatedAt).ThenBy(record => record.Id, StringComparer.Ordinal)];
    }

    private async Task<List<KvRecord>> RecordsAsync(GuildId guild, CancellationToken cancellation) =>
        (await table.ListAsync(KvRow.OfGuild(guild), cancellation)).ConvertAll(row => KvRow.Read(row, guild, withValue: false));

    /// <summary>Reads records by their ids, a few at a time; those that are gone are left out.</summary>
    private async Task<IReadOnlyList<KvRecord>> ReadAsync(GuildId guild, IEnumerable<string> ids, CancellationToken cancellation)
    {
        var records = new List<KvRecord>();
        foreach (var some in ids.Chunk(ReadsAtOnce))
        {
            var read = await Task.WhenAll(some.Select(id => GetByIdAsync(guild, id, cancellation).AsTask()));
            records.AddRange(read.OfType<KvRecord>());
        }

        return records;
    }

    private static string[] Sorted(IEnumerable<string> texts) => [.. texts.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
