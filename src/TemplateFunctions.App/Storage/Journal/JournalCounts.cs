using System.Collections.Concurrent;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>
/// How many rows each guild has, as far as this process knows: counted once, then kept up. Before a row is refused the rows are
/// counted again. The bound keeps a journal from growing without end; it need not be exact while a guild changes hands.
/// </summary>
internal sealed class JournalCounts(ITable table)
{
    private readonly ConcurrentDictionary<GuildId, Lazy<Task<Count>>> _counts = new();

    /// <summary>Takes a place for one more row.</summary>
    public async Task<bool> TryTakeAsync(GuildId guild, CancellationToken cancellation)
    {
        var count = await LoadAsync(guild, cancellation);
        if (Interlocked.Increment(ref count.Rows) <= StorageLimits.InflightPerGuild)
        {
            return true;
        }

        Interlocked.Decrement(ref count.Rows);
        var rows = await CountAsync(guild, cancellation);
        if (rows >= StorageLimits.InflightPerGuild)
        {
            return false;
        }

        _counts.TryRemove(guild, out _);
        return Interlocked.Increment(ref (await LoadAsync(guild, cancellation)).Rows) <= StorageLimits.InflightPerGuild;
    }

    /// <summary>Gives a place back.</summary>
    public async Task GiveBackAsync(GuildId guild, CancellationToken cancellation)
    {
        if (_counts.ContainsKey(guild))
        {
            Interlocked.Decrement(ref (await LoadAsync(guild, cancellation)).Rows);
        }
    }

    public Task<int> CountAsync(GuildId guild, CancellationToken cancellation) =>
        table.CountAsync(TableQuery.Prefix(JournalRow.PartitionOf(guild), JournalRow.PrefixOf(guild)), cancellation);

    /// <summary>What another process did to the guild's rows is not known here.</summary>
    public void Forget(GuildId guild) => _counts.TryRemove(guild, out _);

    private async Task<Count> LoadAsync(GuildId guild, CancellationToken cancellation)
    {
        var count = _counts.GetOrAdd(guild, id => new Lazy<Task<Count>>(async () => new Count { Rows = await CountAsync(id, CancellationToken.None) }));
        try
        {
            return await count.Value.WaitAsync(cancellation);
        }
        catch (StorageException)
        {
            _counts.TryRemove(KeyValuePair.Create(guild, count));
            throw;
        }
    }

    private sealed class Count
    {
        public int Rows;
    }
}
