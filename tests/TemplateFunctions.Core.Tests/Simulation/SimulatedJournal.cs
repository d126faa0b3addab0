using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>What is in the journal of all processes.</summary>
internal sealed class JournalData
{
    public Dictionary<(GuildId Guild, string EventId), InflightRow> Rows { get; } = [];

    public Dictionary<GuildId, int> Counts { get; } = [];

    public Dictionary<GuildId, long> Fences { get; } = [];

    public Dictionary<GuildId, GuildStateRow> States { get; } = [];

    public long FenceOf(GuildId guild) => Fences.GetValueOrDefault(guild);
}

/// <summary>The journal, as one process reaches it.</summary>
internal sealed class SimulatedJournal(JournalData data, IWire wire, Witness? witness) : IInflightStore
{
    public ValueTask<FenceClaim> TakeFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) => wire.CallAsync($"take fence {epoch}", () =>
    {
        if (epoch <= data.FenceOf(guild))
        {
            return new FenceClaim(false, data.FenceOf(guild));
        }

        data.Fences[guild] = epoch;
        return new FenceClaim(true, epoch);
    });

    public ValueTask<InflightPut> PutAsync(InflightRow row, CancellationToken cancellation = default) => wire.CallAsync($"put {row.EventId} attempt {row.Attempt} epoch {row.Epoch}", () =>
    {
        var found = data.Rows.GetValueOrDefault((row.Guild, row.EventId));
        if (found?.Epoch > row.Epoch || data.FenceOf(row.Guild) > row.Epoch)
        {
            return InflightPut.Superseded;
        }

        if (found is null && data.Counts.GetValueOrDefault(row.Guild) >= StorageLimits.InflightPerGuild)
        {
            return InflightPut.GuildFull;
        }

        witness?.JournalWritten(row.Guild, row.Epoch);
        data.Counts[row.Guild] = data.Counts.GetValueOrDefault(row.Guild) + (found is null ? 1 : 0);
        data.Rows[(row.Guild, row.EventId)] = row with { Payload = row.Payload.ToArray(), CreatedAt = found?.CreatedAt ?? row.CreatedAt };
        return InflightPut.Written;
    });

    public ValueTask<InflightRow?> GetAsync(GuildId guild, string eventId, CancellationToken cancellation = default) =>
        wire.CallAsync($"get row {eventId}", () => data.Rows.GetValueOrDefault((guild, eventId)));

    public ValueTask<IReadOnlyList<InflightRow>> ListAsync(GuildId guild, int limit = StorageLimits.InflightPerGuild, CancellationToken cancellation = default) =>
        wire.CallAsync<IReadOnlyList<InflightRow>>($"list rows", () =>
            [.. data.Rows.Values.Where(r => r.Guild == guild).OrderBy(r => r.CreatedAt).ThenBy(r => r.EventId, StringComparer.Ordinal).Take(limit)]);

    public ValueTask<int> CountAsync(GuildId guild, CancellationToken cancellation = default) =>
        wire.CallAsync($"count rows", () => data.Counts.GetValueOrDefault(guild));

    public ValueTask<bool> DeleteAsync(GuildId guild, string eventId, long epoch, CancellationToken cancellation = default) => wire.CallAsync($"delete row {eventId} epoch {epoch}", () =>
    {
        if (data.Rows.GetValueOrDefault((guild, eventId)) is not { } found || found.Epoch > epoch || data.FenceOf(guild) > epoch)
        {
            return false;
        }

        witness?.RowDeleted(guild, eventId, epoch);
        data.Counts[guild]--;
        return data.Rows.Remove((guild, eventId));
    });

    public ValueTask<IReadOnlyList<GuildId>> GuildsAsync(CancellationToken cancellation = default) =>
        wire.CallAsync<IReadOnlyList<GuildId>>($"list guilds", () => [.. data.Rows.Values.Select(r => r.Guild).Distinct()]);

    public ValueTask<GuildStateRow?> GetStateAsync(GuildId guild, CancellationToken cancellation = default) =>
        wire.CallAsync($"get state", () => data.States.GetValueOrDefault(guild));

    public ValueTask<GuildStateRow?> PutStateAsync(GuildId guild, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellation = default) =>
        wire.CallAsync($"put state", () => (data.States.GetValueOrDefault(guild)?.Version ?? 0) == expectedVersion
            ? data.States[guild] = new GuildStateRow(guild, json.ToArray(), expectedVersion + 1)
            : null);

    public ValueTask<IReadOnlyList<GuildStateRow>> ListStatesAsync(CancellationToken cancellation = default) =>
        wire.CallAsync<IReadOnlyList<GuildStateRow>>($"list states", () => [.. data.States.Values]);
}
