using System.Collections.Concurrent;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>The journal in a table: a row per parked run, every write behind its guild's fence; the guilds share a few partitions.</summary>
internal sealed partial class TableInflightStore(ITable table, ITable states) : IInflightStore
{
    // What this process wrote last, so that rewriting and deleting need no reading; what is forgotten is read.
    private const int MostWritten = 100_000;
    private static readonly string[] Meta = ["Attempt", "Incarnation", "Epoch", "CreatedAt", "BodySize", "BodyTag"];
    private readonly ConcurrentDictionary<(GuildId Guild, string EventId), Written> _written = new();
    private readonly JournalFence _fence = new(table);
    private readonly JournalCounts _counts = new(table);

    public async ValueTask<FenceClaim> TakeFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default)
    {
        var claim = await _fence.TakeAsync(guild, epoch, cancellation);
        if (claim.IsTaken)
        {
            _counts.Forget(guild);
        }

        return claim;
    }

    public async ValueTask<InflightPut> PutAsync(InflightRow row, CancellationToken cancellation = default)
    {
        var known = _written.GetValueOrDefault((row.Guild, row.EventId));
        return await table.UntilDoneAsync(async () =>
        {
            var (done, put) = await TryPutAsync(row, known, cancellation);
            if (!done)
            {
                _fence.Forget(row.Guild);
                known = await FindAsync(row.Guild, row.EventId, cancellation) ?? Written.Absent;
            }

            return (done, put);
        });
    }

    public async ValueTask<bool> DeleteAsync(GuildId guild, string eventId, long epoch, CancellationToken cancellation = default)
    {
        _written.TryRemove((guild, eventId), out var known);
        return await table.UntilDoneAsync(async () =>
        {
            known ??= await FindAsync(guild, eventId, cancellation);
            var (holds, guard) = await _fence.GuardAsync(guild, epoch, cancellation);
            if (known is null || known.Epoch > epoch || !holds)
            {
                return (true, false);
            }

            var deleted = await CommitAsync(TableChange.Delete(JournalRow.PartitionOf(guild), JournalRow.KeyOf(guild, eventId), known.ETag), guard, [], known.Size, cancellation) is not null;
            if (deleted)
            {
                await _counts.GiveBackAsync(guild, cancellation);
            }
            else
            {
                _fence.Forget(guild);
                known = null;
            }

            return (deleted, deleted);
        });
    }

    private async Task<(bool Done, InflightPut Put)> TryPutAsync(InflightRow row, Written? known, CancellationToken cancellation)
    {
        var (holds, guard) = await _fence.GuardAsync(row.Guild, row.Epoch, cancellation);
        if (!holds || known?.Epoch > row.Epoch)
        {
            return (true, InflightPut.Superseded);
        }

        var isNew = known is null || known == Written.Absent;
        if (isNew && !await _counts.TryTakeAsync(row.Guild, cancellation))
        {
            // It may be one of those that are there.
            return known is null && await FindAsync(row.Guild, row.EventId, cancellation) is not null ? (false, default) : (true, InflightPut.GuildFull);
        }

        var created = isNew ? row.CreatedAt : known!.CreatedAt;
        var written = JournalRow.Write(row with { CreatedAt = created }, isNew ? "" : known!.ETag);
        var rest = ChunkedBody.Write(written, row.Payload);
        if (await CommitAsync(TableChange.Put(written), guard, rest, isNew ? 0 : known!.Size, cancellation) is not { } etag)
        {
            if (isNew)
            {
                await _counts.GiveBackAsync(row.Guild, cancellation);
            }

            return (false, default);
        }

        if (_written.Count < MostWritten)
        {
            _written[(row.Guild, row.EventId)] = new Written(etag, row.Epoch, created, row.Payload.Length);
        }

        return (true, InflightPut.Written);
    }

    /// <summary>Commits the change of a row with its guard and its further rows; answers the row's etag, or null when refused.</summary>
    private async Task<string?> CommitAsync(
        TableChange change, TableChange? guard, IReadOnlyList<TableRow> rest, long sizeBefore, CancellationToken cancellation)
    {
        TableChange[] changes =
        [
            change,
            .. guard is { } fence ? [fence] : Array.Empty<TableChange>(),
            .. rest.Select(TableChange.Upsert),
            .. ChunkedBody.RestKeys(change.Row.Key, sizeBefore).Skip(rest.Count).Select(key => TableChange.Delete(change.Row.Partition, key)),
        ];
        return await table.CommitAsync(changes, cancellation) is { } etags ? etags[0] : null;
    }

    private async Task<Written?> FindAsync(GuildId guild, string eventId, CancellationToken cancellation) =>
        await table.GetAsync(JournalRow.PartitionOf(guild), JournalRow.KeyOf(guild, eventId), Meta, cancellation) is { } row
            ? new Written(row.ETag, row.Number("Epoch"), row.Time("CreatedAt"), row.Number("BodySize"))
            : null;

    private sealed record Written(string ETag, long Epoch, DateTimeOffset CreatedAt, long Size)
    {
        /// <summary>The row was looked for and is not there.</summary>
        public static Written Absent { get; } = new("", long.MinValue, default, 0);
    }
}
