using System.Net;
using System.Runtime.CompilerServices;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// A table that tries throttled and failing requests again with growing, random waits, counts them, and makes a missing table.
/// What fails for good is a <see cref="StorageException"/>. A commit that is tried again may meet its own first try: adapters find
/// out by reading.
/// </summary>
internal sealed class RetryingTable(ITable inner, RetryPolicy policy, StorageMeter meter, TimeProvider time) : ITable
{
    public string Name => inner.Name;

    public Task CreateAsync(CancellationToken cancellation) => AskAsync(async () =>
    {
        await inner.CreateAsync(cancellation);
        return true;
    }, cancellation);

    public Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation) =>
        AskAsync(() => inner.GetAsync(partition, key, fields, cancellation), cancellation);

    public Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation) =>
        AskAsync(() => inner.CommitAsync(changes, cancellation), cancellation);

    public async IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // A page that fails is asked for again from the row after the last one that came.
        (string Partition, string Key)? last = null;
        for (var attempt = 1; ;)
        {
            await using var rows = inner.QueryAsync(last is null ? query : Resume(query), cancellation).GetAsyncEnumerator(cancellation);
            while (true)
            {
                try
                {
                    if (!await rows.MoveNextAsync())
                    {
                        yield break;
                    }
                }
                catch (StorageServiceException failure)
                {
                    await RecoverAsync(failure, attempt++, cancellation);
                    break;
                }

                if (last is { } seen && (rows.Current.Partition, rows.Current.Key) == seen)
                {
                    continue;
                }

                last = (rows.Current.Partition, rows.Current.Key);
                yield return rows.Current;
            }
        }

        TableQuery Resume(TableQuery asked) => asked.Partition is not null || asked.Key is not null
            ? asked with { KeyFrom = asked.Key is null ? last!.Value.Key : null, PartitionFrom = asked.Partition is null ? last!.Value.Partition : null }
            : asked with { PartitionFrom = last!.Value.Partition };
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await ask();
            }
            catch (StorageServiceException failure)
            {
                await RecoverAsync(failure, attempt, cancellation);
            }
        }
    }

    private async Task RecoverAsync(StorageServiceException failure, int attempt, CancellationToken cancellation)
    {
        if (attempt < policy.Attempts && failure.IsTableMissing)
        {
            await CreateAsync(cancellation);
        }
        else if (attempt < policy.Attempts && (failure.Status == 0 || RetryPolicy.IsTransient((HttpStatusCode)failure.Status)))
        {
            meter.Retried(Name, failure.Code);
            await Task.Delay(policy.DelayAfter(attempt, Random.Shared.NextDouble()), time, cancellation);
        }
        else
        {
            throw Failed(failure);
        }
    }

    private StorageException Failed(StorageServiceException failure)
    {
        meter.Failed(Name, failure.Code);
        return failure.Status == 403
            ? new StorageException(StorageCodes.ReadOnly, $"The table {Name} may not be read or written ({failure.Code}): the app's identity lacks the role Storage Table Data Contributor, or the account refuses writes.", failure)
            : new StorageException(StorageCodes.Unavailable, $"The table {Name} is not available ({failure.Code}): {failure.Message}", failure);
    }
}
