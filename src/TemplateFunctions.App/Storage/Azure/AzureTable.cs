using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using TemplateFunctions.App.Storage.Tables;

namespace TemplateFunctions.App.Storage.Azure;

/// <summary>A table of the storage account behind the seam that the adapters use.</summary>
internal sealed class AzureTable(TableClient client, string name) : ITable
{
    private static readonly string[] KeysOnly = ["PartitionKey", "RowKey", "Timestamp"];

    public string Name => name;

    public async Task CreateAsync(CancellationToken cancellation)
    {
        try
        {
            await client.CreateIfNotExistsAsync(cancellation);
        }
        catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
        {
            throw AzureFailure.Of(failure);
        }
    }

    public async Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation)
    {
        try
        {
            var answer = await client.GetEntityIfExistsAsync<TableEntity>(partition, key, Select(fields), cancellation);
            return answer.HasValue ? TableEntities.Read(answer.Value!) : null;
        }
        catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
        {
            throw AzureFailure.Of(failure);
        }
    }

    public async IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var pages = client.QueryAsync<TableEntity>(TableFilters.Of(query), query.Page, Select(query.Fields), cancellation);
        await using var rows = pages.GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await rows.MoveNextAsync())
                {
                    yield break;
                }
            }
            catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
            {
                throw AzureFailure.Of(failure);
            }

            yield return TableEntities.Read(rows.Current);
        }
    }

    public async Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
    {
        try
        {
            return changes.Count == 1 ? await SendAsync(changes[0], cancellation) : await SendAsync(changes, cancellation);
        }
        catch (RequestFailedException refusal) when (AzureFailure.IsRefusal(refusal))
        {
            return null;
        }
        catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
        {
            throw AzureFailure.Of(failure);
        }
    }

    private async Task<string[]?> SendAsync(TableChange change, CancellationToken cancellation)
    {
        var entity = TableEntities.Write(change.Row);
        var answer = change.Kind switch
        {
            TableChangeKind.Insert => await client.AddEntityAsync(entity, cancellation),
            TableChangeKind.Upsert => await client.UpsertEntityAsync(entity, TableUpdateMode.Replace, cancellation),
            TableChangeKind.Replace => await client.UpdateEntityAsync(entity, new ETag(change.Row.ETag), TableUpdateMode.Replace, cancellation),
            TableChangeKind.Merge => await client.UpdateEntityAsync(entity, new ETag(change.Row.ETag), TableUpdateMode.Merge, cancellation),
            _ => await client.DeleteEntityAsync(change.Row.Partition, change.Row.Key, TagOf(change), cancellation),
        };

        // A deletion of what is not there is no exception in this client.
        return answer.Status == 404 ? null : [EtagOf(answer)];
    }

    private async Task<string[]?> SendAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation)
    {
        var answers = await client.SubmitTransactionAsync(changes.Select(ToAction), cancellation);
        return [.. answers.Value.Select(EtagOf)];
    }

    private static TableTransactionAction ToAction(TableChange change) => new(
        change.Kind switch
        {
            TableChangeKind.Insert => TableTransactionActionType.Add,
            TableChangeKind.Upsert => TableTransactionActionType.UpsertReplace,
            TableChangeKind.Replace => TableTransactionActionType.UpdateReplace,
            TableChangeKind.Merge => TableTransactionActionType.UpdateMerge,
            _ => TableTransactionActionType.Delete,
        },
        TableEntities.Write(change.Row),
        change.Kind is TableChangeKind.Insert or TableChangeKind.Upsert ? default : TagOf(change));

    private static ETag TagOf(TableChange change) => change.Row.ETag is "" or "*" ? ETag.All : new ETag(change.Row.ETag);

    private static string EtagOf(Response answer) => answer.Headers.ETag?.ToString() ?? "";

    private static IEnumerable<string>? Select(IReadOnlyList<string>? fields) => fields is null ? null : [.. KeysOnly, .. fields];
}
