using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>Runs and outcomes in the embedded store. Each write also removes a few expired ones, so their number stays bounded.</summary>
internal sealed class EmbeddedResultStore(LogEngine engine, ResultTable table, TimeProvider time) : IResultStore
{
    private const int PurgedPerWrite = 4;

    public async ValueTask<BeginResult> TryBeginAsync(
        RunKey key, string executionId, RunOwner owner, bool anew = false, CancellationToken cancellation = default)
    {
        while (true)
        {
            var (status, meta) = await engine.WriteAsync(
                In(key.Guild), transaction => Begin(transaction, key, executionId, owner, anew), cancellation).ConfigureAwait(false);
            if (status != BeginStatus.AlreadySettled)
            {
                return new BeginResult(status, ToRecord(meta, default));
            }

            // The outcome may be on disk. When it expires between the two looks, the run is new after all.
            if (await GetAsync(key, cancellation).ConfigureAwait(false) is { Status: ExecutionStatus.Done } settled)
            {
                return new BeginResult(status, settled);
            }
        }
    }

    public ValueTask<bool> SettleAsync(
        RunKey key, string executionId, RunOwner owner, ReadOnlyMemory<byte> outcome, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(key.Guild),
            transaction =>
            {
                var now = time.GetUtcNow();
                var found = Live(table.Find(key), now);
                if (found is not null
                    && (found.Meta.Status == ExecutionStatus.Done || found.Meta.ExecutionId != executionId || found.Meta.Owner.Epoch > owner.Epoch))
                {
                    return false;
                }

                Put(transaction, new ResultMeta(executionId, key, owner, ExecutionStatus.Done, found?.Meta.StartedAt ?? now, Expiry(now)), outcome);
                return true;
            },
            cancellation);

    public ValueTask<bool> AbandonAsync(RunKey key, string executionId, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(key.Guild),
            transaction =>
            {
                if (table.Find(key) is { } found && found.Meta.Status == ExecutionStatus.Running && found.Meta.ExecutionId == executionId)
                {
                    transaction.Delete(table, found.Key);
                }

                return transaction.HasChanges;
            },
            cancellation);

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, () => Live(table.Find(executionId), time.GetUtcNow()), ToRecord, cancellation);

    public ValueTask<ExecutionRecord?> GetAsync(RunKey key, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(key.Guild), () => Live(table.Find(key), time.GetUtcNow()), ToRecord, cancellation);

    public ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(
        GuildId guild, string eventId, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => table.OfEvent(guild, eventId).Where(row => Live(row, time.GetUtcNow()) is not null).ToArray(),
            IReadOnlyList<ExecutionRecord> (rows) =>
                [.. rows.OrderBy(row => row.Meta.Key.Template, StringComparer.Ordinal).Select(row => ToRecord(row)!)],
            cancellation);

    public ValueTask<int> PurgeExpiredAsync(int limit = 1000, CancellationToken cancellation = default) =>
        engine.WriteAsync(Partition.All, transaction => Purge(transaction, limit), cancellation);

    private static Partition In(GuildId guild) => Partition.Of(Area.Results, guild);

    private static Row<ResultMeta>? Live(Row<ResultMeta>? row, DateTimeOffset now) => row?.Meta.ExpiresAt > now ? row : null;

    private static DateTimeOffset Expiry(DateTimeOffset now) => now + StorageLimits.ResultLifetime;

    private static bool IsTakenOver(ResultMeta running, RunOwner by) =>
        running.Owner.Incarnation != by.Incarnation && running.Owner.Epoch < by.Epoch;

    private static ExecutionRecord? ToRecord(Row<ResultMeta>? row) => row is null ? null : ToRecord(row.Meta, row.ReadBody());

    private static ExecutionRecord ToRecord(ResultMeta meta, ReadOnlyMemory<byte> outcome) => new()
    {
        ExecutionId = meta.ExecutionId,
        Key = meta.Key,
        Owner = meta.Owner,
        Status = meta.Status,
        Outcome = outcome,
        StartedAt = meta.StartedAt,
        ExpiresAt = meta.ExpiresAt,
    };

    private (BeginStatus Status, ResultMeta Meta) Begin(
        Transaction transaction, RunKey key, string executionId, RunOwner owner, bool anew)
    {
        var now = time.GetUtcNow();
        var found = anew ? null : Live(table.Find(key), now)?.Meta;
        if (found is { Status: ExecutionStatus.Done })
        {
            return (BeginStatus.AlreadySettled, found);
        }

        if (found is not null && !IsTakenOver(found, owner))
        {
            return (BeginStatus.AlreadyRunning, found);
        }

        // Nobody is promised anything yet: the claim rides along with the next write, a crash starts the run again in any case.
        // Forgetting a settled outcome is another matter.
        transaction.Lazy = !anew;
        var meta = new ResultMeta(found?.ExecutionId ?? executionId, key, owner, ExecutionStatus.Running, now, Expiry(now));
        Put(transaction, meta, default);
        return (BeginStatus.Started, meta);
    }

    private void Put(Transaction transaction, ResultMeta meta, ReadOnlyMemory<byte> outcome)
    {
        transaction.Put(table, ResultTable.KeyOf(meta.Key), meta, outcome);
        Purge(transaction, PurgedPerWrite);
    }

    private int Purge(Transaction transaction, int limit)
    {
        var expired = table.Expired(time.GetUtcNow(), limit);
        foreach (var key in expired)
        {
            transaction.Delete(table, key);
        }

        return expired.Length;
    }
}
