using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Results;

/// <summary>Finding runs, and removing those whose time is over.</summary>
internal sealed partial class TableResultStore
{
    private static readonly string[] Meta = ["ExecutionId", "EventId", "Template", "Incarnation", "Epoch", "Done", "StartedAt", "ExpiresAt", "BodySize", "BodyTag"];

    public async ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellation = default)
    {
        // The id does not tell in which of the partitions its run is.
        var found = await Task.WhenAll(TableKeys.AllRunPartitions.Select(partition => table.GetAsync(partition, ResultRow.IndexKeyOf(executionId), null, cancellation)));
        if (found.FirstOrDefault(row => row is not null) is not { } index || !GuildId.TryParse(index.Text("Guild"), out var guild))
        {
            return null;
        }

        var record = await GetAsync(new RunKey(guild, index.Text("EventId"), index.Text("Template")), cancellation);
        return record?.ExecutionId == executionId ? record : null;
    }

    public async ValueTask<ExecutionRecord?> GetAsync(RunKey key, CancellationToken cancellation = default) =>
        await ReadAsync(key, cancellation) is { } record && IsLive(record) ? record : null;

    public async ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(GuildId guild, string eventId, CancellationToken cancellation = default)
    {
        var keys = await table.ListAsync(TableQuery.Prefix(TableKeys.RunPartition(guild), ResultRow.PrefixOf(guild, eventId)) with { Fields = Meta }, cancellation);
        var records = new List<ExecutionRecord>();
        foreach (var row in keys)
        {
            if (await GetAsync(new RunKey(guild, eventId, row.Text("Template")), cancellation) is { } record)
            {
                records.Add(record);
            }
        }

        records.Sort((a, b) => string.CompareOrdinal(a.Key.Template, b.Key.Template));
        return records;
    }

    public async ValueTask<int> PurgeExpiredAsync(int limit = 1000, CancellationToken cancellation = default)
    {
        var removed = 0;
        var query = new TableQuery { Field = "ExpiresAt", AtMost = time.GetUtcNow().UtcTicks, Fields = ["BodySize"] };
        await foreach (var row in table.QueryAsync(query, cancellation))
        {
            var size = row.OptionalNumber("BodySize");
            var rest = ChunkedBody.RestKeys(row.Key, size ?? 0).Select(key => TableChange.Delete(row.Partition, key));
            var gone = await table.CommitAsync([TableChange.Delete(row), .. rest], cancellation) is not null;
            if (gone && size is not null && ++removed == limit)
            {
                break;
            }
        }

        return removed;
    }

    private bool IsLive([NotNullWhen(true)] ExecutionRecord? record) => record?.ExpiresAt > time.GetUtcNow();

    /// <summary>The run without its outcome, and the etag to write it by.</summary>
    private async Task<(ExecutionRecord? Record, string ETag)> FindAsync(RunKey key, CancellationToken cancellation) =>
        await table.GetAsync(ResultRow.PartitionOf(key), ResultRow.KeyOf(key), Meta, cancellation) is { } row
            ? (ResultRow.Read(row, key.Guild, default), row.ETag)
            : (null, "");

    private async Task<ExecutionRecord?> ReadAsync(RunKey key, CancellationToken cancellation) => await table.UntilDoneAsync(async () =>
    {
        if (await table.GetAsync(ResultRow.PartitionOf(key), ResultRow.KeyOf(key), null, cancellation) is not { } row)
        {
            return (true, null);
        }

        return await ChunkedBody.ReadAsync(table, row, cancellation) is { } body ? (true, ResultRow.Read(row, key.Guild, body)) : (false, (ExecutionRecord?)null);
    });
}
