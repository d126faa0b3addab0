using System.Collections.Concurrent;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Results;

/// <summary>
/// Runs and outcomes in a table: a row per run, decided by its etag, and a row that leads from the execution id to the run, written
/// with the claim and never trusted alone. The guilds share a few partitions.
/// </summary>
internal sealed partial class TableResultStore(ITable table, TimeProvider time) : IResultStore
{
    // Claims this process has written and not seen the end of; what is forgotten is read again.
    private const int MostClaims = 100_000;
    private readonly ConcurrentDictionary<RunKey, (ExecutionRecord Record, string ETag)> _claims = new();

    public async ValueTask<BeginResult> TryBeginAsync(
        RunKey key, string executionId, RunOwner owner, bool anew = false, CancellationToken cancellation = default)
    {
        var claim = New(key, executionId, owner);
        var begun = anew ? null : await WriteAsync(claim, "", default, cancellation) ? new BeginResult(BeginStatus.Started, claim) : null;
        return begun ?? await table.UntilDoneAsync(() => TryTakeAsync(key, executionId, owner, anew, cancellation));
    }

    public async ValueTask<bool> SettleAsync(
        RunKey key, string executionId, RunOwner owner, ReadOnlyMemory<byte> outcome, CancellationToken cancellation = default)
    {
        if (_claims.TryRemove(key, out var claim) && claim.Record.ExecutionId == executionId && claim.Record.Owner.Epoch <= owner.Epoch
            && await WriteAsync(Done(claim.Record, owner), claim.ETag, outcome, cancellation, isIndexed: true))
        {
            return true;
        }

        return await table.UntilDoneAsync(async () =>
        {
            var (found, etag) = await FindAsync(key, cancellation);
            if (IsLive(found) && (found.Status == ExecutionStatus.Done || found.ExecutionId != executionId || found.Owner.Epoch > owner.Epoch))
            {
                return (true, false);
            }

            var record = Done(IsLive(found) ? found : New(key, executionId, owner), owner);
            var written = await WriteAsync(record, etag, outcome, cancellation);
            return (written, written);
        });
    }

    public async ValueTask<bool> AbandonAsync(RunKey key, string executionId, CancellationToken cancellation = default)
    {
        _claims.TryRemove(key, out _);
        return await table.UntilDoneAsync(async () =>
        {
            var (found, etag) = await FindAsync(key, cancellation);
            if (found is not { Status: ExecutionStatus.Running } || found.ExecutionId != executionId)
            {
                return (true, false);
            }

            var deleted = await table.CommitAsync([TableChange.Delete(ResultRow.PartitionOf(key), ResultRow.KeyOf(key), etag)], cancellation) is not null;
            return (deleted, deleted);
        });
    }

    private async Task<(bool Done, BeginResult Result)> TryTakeAsync(RunKey key, string executionId, RunOwner owner, bool anew, CancellationToken cancellation)
    {
        var (found, etag) = await FindAsync(key, cancellation);
        var known = !anew && IsLive(found) ? found : null;
        if (known is { Status: ExecutionStatus.Done })
        {
            return await ReadAsync(key, cancellation) is { } settled ? (true, new BeginResult(BeginStatus.AlreadySettled, settled)) : (false, null!);
        }

        // A claim that was sent twice meets itself.
        if (known is not null && known.ExecutionId == executionId && known.Owner == owner)
        {
            return (true, new BeginResult(BeginStatus.Started, known));
        }

        if (known is not null && !(known.Owner.Incarnation != owner.Incarnation && known.Owner.Epoch < owner.Epoch))
        {
            return (true, new BeginResult(BeginStatus.AlreadyRunning, known));
        }

        var claim = New(key, known?.ExecutionId ?? executionId, owner);
        return (await WriteAsync(claim, etag, default, cancellation), new BeginResult(BeginStatus.Started, claim));
    }

    private ExecutionRecord New(RunKey key, string executionId, RunOwner owner) => new()
    {
        ExecutionId = executionId,
        Key = key,
        Owner = owner,
        Status = ExecutionStatus.Running,
        StartedAt = time.GetUtcNow(),
        ExpiresAt = time.GetUtcNow() + StorageLimits.ResultLifetime,
    };

    private ExecutionRecord Done(ExecutionRecord claim, RunOwner owner) =>
        claim with { Owner = owner, Status = ExecutionStatus.Done, ExpiresAt = time.GetUtcNow() + StorageLimits.ResultLifetime };

    /// <summary>Writes the run where the row is still as it was read; false when it is not.</summary>
    private async Task<bool> WriteAsync(ExecutionRecord record, string etag, ReadOnlyMemory<byte> outcome, CancellationToken cancellation, bool isIndexed = false)
    {
        var row = ResultRow.Write(record, etag);
        var rest = ChunkedBody.Write(row, outcome);
        TableRow[] index = isIndexed ? [] : [ResultRow.WriteIndex(record)];
        if (await table.CommitAsync([TableChange.Put(row), .. rest.Select(TableChange.Upsert), .. index.Select(TableChange.Upsert)], cancellation) is not { } etags)
        {
            return false;
        }

        if (record.Status == ExecutionStatus.Running && _claims.Count < MostClaims)
        {
            _claims[record.Key] = (record, etags[0]);
        }

        return true;
    }
}
