using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Storage.Tables;

/// <summary>What several adapters do with tables.</summary>
internal static class TableExtensions
{
    // Far above what writers of one partition need to pass each other.
    private const int Tries = 64;

    /// <summary>All rows of a query.</summary>
    public static async Task<List<TableRow>> ListAsync(this ITable table, TableQuery query, CancellationToken cancellation)
    {
        var rows = new List<TableRow>();
        await foreach (var row in table.QueryAsync(query, cancellation))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>How many rows there are.</summary>
    public static async Task<int> CountAsync(this ITable table, TableQuery query, CancellationToken cancellation)
    {
        var count = 0;
        await foreach (var _ in table.QueryAsync(query with { Fields = [] }, cancellation))
        {
            count++;
        }

        return count;
    }

    /// <summary>Reads and writes until the write meets what was read. The work answers (done, result); not done means once more.</summary>
    /// <exception cref="StorageException">Others were always faster.</exception>
    public static async Task<T> UntilDoneAsync<T>(this ITable table, Func<Task<(bool Done, T Result)>> work)
    {
        for (var i = 0; i < Tries; i++)
        {
            var (done, result) = await work();
            if (done)
            {
                return result;
            }
        }

        throw new StorageException(StorageCodes.Unavailable, $"The table {table.Name} was changed by others in between {Tries} times.");
    }
}
