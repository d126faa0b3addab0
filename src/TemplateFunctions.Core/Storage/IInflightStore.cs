using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>The journal of parked runs and the lifecycle state of each guild, in the guild's partition.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IInflightStore
{
    /// <summary>Writes or rewrites the row of an event.</summary>
    ValueTask<InflightPut> PutAsync(InflightRow row, CancellationToken cancellation = default);

    /// <summary>The row, or null.</summary>
    ValueTask<InflightRow?> GetAsync(GuildId guild, string eventId, CancellationToken cancellation = default);

    /// <summary>The guild's rows, oldest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<InflightRow>> ListAsync(GuildId guild, int limit = StorageLimits.InflightPerGuild, CancellationToken cancellation = default);

    /// <summary>How many rows the guild has.</summary>
    ValueTask<int> CountAsync(GuildId guild, CancellationToken cancellation = default);

    /// <summary>Deletes the row, unless an epoch later than <paramref name="epoch"/> has rewritten it. False when nothing was deleted.</summary>
    ValueTask<bool> DeleteAsync(GuildId guild, string eventId, long epoch, CancellationToken cancellation = default);

    /// <summary>Guilds that have parked rows.</summary>
    ValueTask<IReadOnlyList<GuildId>> GuildsAsync(CancellationToken cancellation = default);

    /// <summary>The guild's lifecycle state, or null.</summary>
    ValueTask<GuildStateRow?> GetStateAsync(GuildId guild, CancellationToken cancellation = default);

    /// <summary>Writes the state when the stored version is still <paramref name="expectedVersion"/> (0: none stored). Null when it is not.</summary>
    ValueTask<GuildStateRow?> PutStateAsync(
        GuildId guild, ReadOnlyMemory<byte> json, long expectedVersion, CancellationToken cancellation = default);

    /// <summary>The states of all guilds that have one.</summary>
    ValueTask<IReadOnlyList<GuildStateRow>> ListStatesAsync(CancellationToken cancellation = default);
}
