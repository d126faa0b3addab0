namespace TemplateFunctions.App.Storage.Tables;

/// <summary>
/// What the adapters need of a table service: point reads, ordered queries, and commits of changes in one partition. Behind it
/// stands a table of the storage account.
/// </summary>
/// <remarks>Every method throws <see cref="StorageServiceException"/> when the service refuses or does not answer.</remarks>
internal interface ITable
{
    /// <summary>The table's name.</summary>
    string Name { get; }

    /// <summary>Makes the table when it is missing.</summary>
    Task CreateAsync(CancellationToken cancellation);

    /// <summary>The row, or null.</summary>
    Task<TableRow?> GetAsync(string partition, string key, IReadOnlyList<string>? fields, CancellationToken cancellation);

    /// <summary>The rows, in order, page by page.</summary>
    IAsyncEnumerable<TableRow> QueryAsync(TableQuery query, CancellationToken cancellation);

    /// <summary>
    /// Makes all changes or none: at most 100 of one partition and 4 MiB, each row once. Answers the new etags in order (empty for
    /// deletions), or null when a row was not as a change expects it.
    /// </summary>
    Task<string[]?> CommitAsync(IReadOnlyList<TableChange> changes, CancellationToken cancellation);
}
