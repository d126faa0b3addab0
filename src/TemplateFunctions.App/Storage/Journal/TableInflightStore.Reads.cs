using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>What the journal holds, and the lifecycle states for hosts that have no other place for them.</summary>
internal sealed partial class TableInflightStore
{
    private const string StateKey = "state";

    public async ValueTask<InflightRow?> GetAsync(GuildId guild, string eventId, CancellationToken cancellation = default) =>
        await table.UntilDoneAsync(async () =>
        {
            if (await table.GetAsync(JournalRow.PartitionOf(guild), JournalRow.KeyOf(guild, eventId), null, cancellation) is not { } row)
            {
                return (true, null);
            }

            return await ChunkedBody.ReadAsync(table, row, cancellation) is { } payload
                ? (true, JournalRow.Read(row, guild, payload))
                : (false, (InflightRow?)null);
        });

    public async ValueTask<IReadOnlyList<InflightRow>> ListAsync(
        GuildId guild, int limit = StorageLimits.InflightPerGuild, CancellationToken cancellation = default)
    {
        var rows = await table.ListAsync(TableQuery.Prefix(JournalRow.PartitionOf(guild), JournalRow.PrefixOf(guild)), cancellation);
        rows.Sort((a, b) => a.Number("CreatedAt").CompareTo(b.Number("CreatedAt")) is var order and not 0 ? order : string.CompareOrdinal(a.Key, b.Key));
        var found = new List<InflightRow>();
        foreach (var row in rows.Take(limit))
        {
            if (await ChunkedBody.ReadAsync(table, row, cancellation) is { } payload)
            {
                found.Add(JournalRow.Read(row, guild, payload));
            }
            else if (await GetAsync(guild, JournalRow.EventIdOf(guild, row.Key), cancellation) is { } rewritten)
            {
                found.Add(rewritten);
            }
        }

        return found;
    }

    public async ValueTask<int> CountAsync(GuildId guild, CancellationToken cancellation = default) => await _counts.CountAsync(guild, cancellation);

    public async ValueTask<IReadOnlyList<GuildId>> GuildsAsync(CancellationToken cancellation = default)
    {
        var guilds = new HashSet<GuildId>();
        var query = new TableQuery { KeyFrom = JournalRow.Family, KeyBefore = TableQuery.After(JournalRow.Family), Fields = [] };
        await foreach (var row in table.QueryAsync(query, cancellation))
        {
            if (JournalRow.TryGuild(row.Key, out var guild))
            {
                guilds.Add(guild);
            }
        }

        return [.. guilds];
    }

    public async ValueTask<GuildStateRow?> GetStateAsync(GuildId guild, CancellationToken cancellation = default) =>
        await states.GetAsync(guild.ToString(), StateKey, null, cancellation) is { } row ? State(guild, row) : null;

    public async ValueTask<GuildStateRow?> PutStateAsync(
        GuildId guild, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellation = default)
    {
        var found = await states.GetAsync(guild.ToString(), StateKey, ["Version"], cancellation);
        if ((found?.Number("Version") ?? 0) != expectedVersion)
        {
            return null;
        }

        var row = new TableRow(guild.ToString(), StateKey) { ETag = found?.ETag ?? "", ["Json"] = json.ToArray(), ["Version"] = expectedVersion + 1 };
        return await states.CommitAsync([TableChange.Put(row)], cancellation) is null ? null : State(guild, row);
    }

    public async ValueTask<IReadOnlyList<GuildStateRow>> ListStatesAsync(CancellationToken cancellation = default)
    {
        var found = new List<GuildStateRow>();
        await foreach (var row in states.QueryAsync(new TableQuery { Key = StateKey }, cancellation))
        {
            if (GuildId.TryParse(row.Partition, out var guild))
            {
                found.Add(State(guild, row));
            }
        }

        return found;
    }

    private static GuildStateRow State(GuildId guild, TableRow row) => new(guild, row.Bytes("Json"), row.Number("Version"));
}
