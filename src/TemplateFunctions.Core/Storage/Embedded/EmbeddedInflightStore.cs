using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>The journal and the lifecycle states in the embedded store.</summary>
internal sealed class EmbeddedInflightStore(LogEngine engine, InflightTable table, GuildStateTable states, NumberTable fences) : IInflightStore
{
    public ValueTask<FenceClaim> TakeFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(guild),
            transaction =>
            {
                var fence = FenceOf(guild);
                if (epoch <= fence)
                {
                    return new FenceClaim(false, fence);
                }

                transaction.Put(fences, guild.ToString(), epoch);
                return new FenceClaim(true, epoch);
            },
            cancellation);

    public ValueTask<InflightPut> PutAsync(InflightRow row, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(row.Guild),
            transaction =>
            {
                var found = Find(row.Guild, row.EventId);
                if (found?.Meta.Epoch > row.Epoch || FenceOf(row.Guild) > row.Epoch)
                {
                    return InflightPut.Superseded;
                }

                if (found is null && table.CountOf(row.Guild) >= StorageLimits.InflightPerGuild)
                {
                    return InflightPut.GuildFull;
                }

                var meta = new InflightMeta(
                    row.Guild, row.EventId, row.Attempt, row.Incarnation, row.Epoch, found?.Meta.CreatedAt ?? row.CreatedAt);
                transaction.Put(table, InflightTable.KeyOf(row.Guild, row.EventId), meta, row.Payload);
                return InflightPut.Written;
            },
            cancellation);

    public ValueTask<InflightRow?> GetAsync(GuildId guild, string eventId, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => Find(guild, eventId), ToRow, cancellation);

    public ValueTask<IReadOnlyList<InflightRow>> ListAsync(
        GuildId guild, int limit = StorageLimits.InflightPerGuild, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => table.RowsOf(guild),
            IReadOnlyList<InflightRow> (rows) =>
            [
                .. rows.OrderBy(row => row.Meta.CreatedAt).ThenBy(row => row.Meta.EventId, StringComparer.Ordinal)
                    .Take(limit).Select(row => ToRow(row)!),
            ],
            cancellation);

    public ValueTask<int> CountAsync(GuildId guild, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => table.CountOf(guild), cancellation);

    public ValueTask<bool> DeleteAsync(GuildId guild, string eventId, long epoch, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(guild),
            transaction =>
            {
                if (Find(guild, eventId) is { } found && found.Meta.Epoch <= epoch && FenceOf(guild) <= epoch)
                {
                    transaction.Delete(table, found.Key);
                }

                return transaction.HasChanges;
            },
            cancellation);

    public ValueTask<IReadOnlyList<GuildId>> GuildsAsync(CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, IReadOnlyList<GuildId> () => [.. table.Guilds], cancellation);

    public ValueTask<GuildStateRow?> GetStateAsync(GuildId guild, CancellationToken cancellation = default) =>
        engine.ReadAsync(In(guild), () => State(guild), cancellation);

    public ValueTask<GuildStateRow?> PutStateAsync(
        GuildId guild, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(guild),
            transaction =>
            {
                if ((State(guild)?.Version ?? 0) != expectedVersion)
                {
                    return null;
                }

                var row = new GuildStateRow(guild, json.ToArray(), expectedVersion + 1);
                transaction.Put(states, guild.ToString(), row);
                return row;
            },
            cancellation);

    public ValueTask<IReadOnlyList<GuildStateRow>> ListStatesAsync(CancellationToken cancellation = default) =>
        engine.ReadAsync(Partition.All, IReadOnlyList<GuildStateRow> () => [.. states.Rows.Select(row => row.Meta)], cancellation);

    private static Partition In(GuildId guild) => Partition.Of(Area.Inflight, guild);

    private static InflightRow? ToRow(Row<InflightMeta>? row) => row is null
        ? null
        : new InflightRow
        {
            Guild = row.Meta.Guild,
            EventId = row.Meta.EventId,
            Payload = row.ReadBody(),
            Attempt = row.Meta.Attempt,
            Incarnation = row.Meta.Incarnation,
            Epoch = row.Meta.Epoch,
            CreatedAt = row.Meta.CreatedAt,
        };

    private long FenceOf(GuildId guild) => fences.Get(guild.ToString());

    private GuildStateRow? State(GuildId guild) => states.TryGet(guild.ToString(), out var row) ? row.Meta : null;

    private Row<InflightMeta>? Find(GuildId guild, string eventId) =>
        table.TryGet(InflightTable.KeyOf(guild, eventId), out var row) ? row : null;
}
