using System.Globalization;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>
/// What crosses guilds: expiries in the order of time, spread over a few partitions, and the guilds that have or had
/// resumable records. A row is written before the record it speaks of, so none is missing; readers look whether it still holds.
/// </summary>
internal sealed class KvIndex(ITable table)
{
    private const int Shards = 4;
    private const string Resume = "resume";

    public Task AddExpiryAsync(GuildId guild, string id, DateTimeOffset at, CancellationToken cancellation) =>
        table.CommitAsync([TableChange.Upsert(new TableRow(ShardOf(guild), KeyOf(guild, id, at)))], cancellation);

    public Task RemoveExpiryAsync(GuildId guild, string id, DateTimeOffset at, CancellationToken cancellation) =>
        table.CommitAsync([TableChange.Delete(ShardOf(guild), KeyOf(guild, id, at))], cancellation);

    public Task AddResumeAsync(GuildId guild, CancellationToken cancellation) =>
        table.CommitAsync([TableChange.Upsert(new TableRow(Resume, guild.ToString()))], cancellation);

    public async Task<IReadOnlyList<GuildId>> ResumeAsync(CancellationToken cancellation)
    {
        var guilds = new List<GuildId>();
        foreach (var row in await table.ListAsync(new TableQuery { Partition = Resume, Fields = [] }, cancellation))
        {
            if (GuildId.TryParse(row.Key, out var guild))
            {
                guilds.Add(guild);
            }
        }

        return guilds;
    }

    /// <summary>Expiries at or before a time, earliest first, some of them possibly out of date.</summary>
    public async Task<IEnumerable<KvExpiry>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var shards = await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => DueAsync(Shard(shard), now, limit, cancellation)));
        return shards.SelectMany(rows => rows).OrderBy(expiry => expiry.At);
    }

    /// <summary>The earliest expiry after a time, or null.</summary>
    public async Task<DateTimeOffset?> NextAsync(DateTimeOffset after, CancellationToken cancellation)
    {
        if (after.UtcTicks == DateTimeOffset.MaxValue.UtcTicks)
        {
            return null;
        }

        var nexts = await Task.WhenAll(Enumerable.Range(0, Shards).Select(shard => FirstAsync(Shard(shard), after.AddTicks(1), cancellation)));
        return nexts.Min();
    }

    private async Task<List<KvExpiry>> DueAsync(string shard, DateTimeOffset now, int limit, CancellationToken cancellation)
    {
        var due = new List<KvExpiry>();
        var query = new TableQuery { Partition = shard, KeyBefore = TableQuery.After(TableKeys.Ascending(now)), Fields = [], Page = Math.Clamp(limit, 1, 1_000) };
        await foreach (var row in table.QueryAsync(query, cancellation))
        {
            due.Add(Read(row.Key));
            if (due.Count >= limit)
            {
                break;
            }
        }

        return due;
    }

    private async Task<DateTimeOffset?> FirstAsync(string shard, DateTimeOffset from, CancellationToken cancellation)
    {
        await foreach (var row in table.QueryAsync(new TableQuery { Partition = shard, KeyFrom = TableKeys.Ascending(from), Fields = [], Page = 1 }, cancellation))
        {
            return Read(row.Key).At;
        }

        return null;
    }

    private static KvExpiry Read(string key)
    {
        var parts = key.Split('|');
        GuildId.TryParse(parts[1], out var guild);
        return new KvExpiry(guild, parts[2], new DateTimeOffset(long.Parse(parts[0], CultureInfo.InvariantCulture), TimeSpan.Zero));
    }

    private static string KeyOf(GuildId guild, string id, DateTimeOffset at) => $"{TableKeys.Ascending(at)}|{guild}|{id}";

    private static string ShardOf(GuildId guild) => Shard((int)(guild.Value % Shards));

    private static string Shard(int number) => string.Create(CultureInfo.InvariantCulture, $"expiry-{number}");
}

/// <summary>A record that was to expire at a time.</summary>
internal readonly record struct KvExpiry(GuildId Guild, string Id, DateTimeOffset At);
