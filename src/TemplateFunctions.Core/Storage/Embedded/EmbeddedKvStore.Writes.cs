using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>The key-value store: what writes, always behind the guild's fence.</summary>
internal sealed partial class EmbeddedKvStore
{
    public ValueTask<KvWrite> SetAsync(GuildId guild, long epoch, KvEntry entry, CancellationToken cancellation = default)
    {
        KvScopeSet.Check(entry);
        return Write(guild, epoch, cancellation, transaction =>
        {
            var now = time.GetUtcNow();
            var found = BestMatch(guild, entry.Key, entry.Scopes);
            var meta = found?.Meta ?? new KvMeta(
                guild, Guid.CreateVersion7(now).ToString("N"), entry.Key, KvScopeSet.Normalise(entry.Scopes), now, now, null, Resume: false);
            return Replace(transaction, found, meta with { LastUpdatedAt = now, ExpiresAt = entry.ExpiresAt, Resume = entry.Resume }, entry.Value);
        });
    }

    public ValueTask<KvWrite> SetByIdAsync(
        GuildId guild, long epoch, string id, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt, bool resume, CancellationToken cancellation = default)
    {
        KvScopeSet.CheckValue(value);
        return Write(guild, epoch, cancellation, transaction => Find(guild, id) is { } found
            ? Replace(transaction, found, found.Meta with { LastUpdatedAt = time.GetUtcNow(), ExpiresAt = expiresAt, Resume = resume }, value)
            : None(guild));
    }

    public ValueTask<KvWrite> SetExpiryAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        SetExpiry(guild, epoch, () => Matches(guild, key, scopes), expiresAt, cancellation);

    public ValueTask<KvWrite> SetExpiryByIdAsync(
        GuildId guild, long epoch, string id, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        SetExpiry(guild, epoch, () => Find(guild, id) is { } found ? [found] : [], expiresAt, cancellation);

    public ValueTask<KvWrite> DeleteAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        Write(guild, epoch, cancellation, transaction => Delete(transaction, guild, Matches(guild, key, scopes)));

    public ValueTask<KvWrite> DeleteByIdAsync(GuildId guild, long epoch, string id, CancellationToken cancellation = default) =>
        Write(guild, epoch, cancellation, transaction => Delete(transaction, guild, Find(guild, id) is { } found ? [found] : []));

    public ValueTask<KvWrite> RaiseFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) =>
        Write(guild, epoch, cancellation, _ => new KvWrite(KvWriteStatus.Ok, null, false, 0, epoch));

    public ValueTask<bool> SettleExpiryAsync(GuildId guild, string id, DateTimeOffset expiresAt, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(guild),
            transaction =>
            {
                if (Find(guild, id) is { } found && found.Meta.ExpiresAt == expiresAt)
                {
                    transaction.Delete(table, found.Key);
                }

                return transaction.HasChanges;
            },
            cancellation);

    private ValueTask<KvWrite> Write(GuildId guild, long epoch, CancellationToken cancellation, Func<Transaction, KvWrite> change) =>
        engine.WriteAsync(
            In(guild),
            transaction =>
            {
                var fence = FenceOf(guild);
                if (epoch < fence)
                {
                    return new KvWrite(KvWriteStatus.Fenced, null, false, 0, fence);
                }

                var written = change(transaction);
                if (written.Status == KvWriteStatus.Ok && epoch > fence)
                {
                    transaction.Put(fences, guild.ToString(), epoch);
                }

                return written.Status == KvWriteStatus.Ok ? written with { Fence = epoch } : written;
            },
            cancellation);

    /// <summary>
    /// Reads the values before the write and checks inside of it that they are still current, because a value may have to come
    /// from disk and the log holds whole records.
    /// </summary>
    private async ValueTask<KvWrite> SetExpiry(
        GuildId guild, long epoch, Func<List<Row<KvMeta>>> pick, DateTimeOffset? expiresAt, CancellationToken cancellation)
    {
        while (true)
        {
            var values = await engine.ReadAsync(
                In(guild), pick, rows => rows.ConvertAll(row => (Row: row, Value: row.ReadBody())), cancellation).ConfigureAwait(false);
            var changedMeanwhile = false;
            var written = await Write(guild, epoch, cancellation, transaction =>
            {
                changedMeanwhile = !pick().SequenceEqual(values.ConvertAll(value => value.Row));
                if (changedMeanwhile || values.Count == 0)
                {
                    return None(guild);
                }

                if (values.Sum(value => (long)value.Row.OpLength) > LogFormat.MaxTransaction / 2)
                {
                    return new KvWrite(KvWriteStatus.QuotaExceeded, null, true, 0, FenceOf(guild));
                }

                foreach (var (row, value) in values)
                {
                    var meta = row.Meta with { LastUpdatedAt = time.GetUtcNow(), ExpiresAt = expiresAt };
                    transaction.Put(table, row.Key, meta, value);
                }

                return new KvWrite(KvWriteStatus.Ok, values is [var only] ? only.Row.Meta.Id : null, true, values.Count, 0);
            }).ConfigureAwait(false);
            if (!changedMeanwhile)
            {
                return written;
            }
        }
    }

    private KvWrite Replace(Transaction transaction, Row<KvMeta>? found, KvMeta meta, ReadOnlyMemory<byte> value)
    {
        var index = table.IndexOf(meta.Guild);
        var before = found is null ? 0 : KvGuildIndex.SizeOf(found.Meta, found.BodyLength);
        var added = KvGuildIndex.SizeOf(meta, value.Length) - before;
        if ((found is null && index?.Records >= StorageLimits.KvRecordsPerGuild)
            || (added > 0 && (index?.Bytes ?? 0) + added > StorageLimits.KvBytesPerGuild))
        {
            return new KvWrite(KvWriteStatus.QuotaExceeded, found?.Meta.Id, found is not null, 0, FenceOf(meta.Guild));
        }

        transaction.Put(table, KvTable.KeyOf(meta.Guild, meta.Id), meta, value);
        return new KvWrite(KvWriteStatus.Ok, meta.Id, found is not null, 1, 0);
    }

    private KvWrite Delete(Transaction transaction, GuildId guild, List<Row<KvMeta>> rows)
    {
        foreach (var row in rows)
        {
            transaction.Delete(table, row.Key);
        }

        return rows.Count == 0 ? None(guild) : new KvWrite(KvWriteStatus.Ok, rows is [var only] ? only.Meta.Id : null, true, rows.Count, 0);
    }

    private KvWrite None(GuildId guild) => new(KvWriteStatus.NotFound, null, false, 0, FenceOf(guild));

    private List<Row<KvMeta>> Matches(GuildId guild, string key, IReadOnlyList<string> scopes) =>
        table.IndexOf(guild)?.Matches(key, scopes) ?? [];

    private long FenceOf(GuildId guild) => fences.Get(guild.ToString());
}
