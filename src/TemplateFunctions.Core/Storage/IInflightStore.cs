using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>The journal of parked runs and the lifecycle state of each guild, in the guild's partition.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IInflightStore
{
    /// <summary>
    /// Claims the guild for an epoch, once: of all that ask for the same epoch one gets it, also when they ask at the same time.
    /// From then on this store refuses the guild's writes and deletions of lower epochs, whoever sends them, and every row that a
    /// lower epoch wrote before is there to be listed. Fails for an epoch that is not above the fence, the caller's own included.
    /// </summary>
    ValueTask<FenceClaim> TakeFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default);

    /// <summary>Writes or rewrites the row of an event.</summary>
    ValueTask<InflightPut> PutAsync(InflightRow row, CancellationToken cancellation = default);

    /// <summary>The row, or null.</summary>
    ValueTask<InflightRow?> GetAsync(GuildId guild, string eventId, CancellationToken cancellation = default);

    /// <summary>The guild's rows, oldest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<InflightRow>> ListAsync(GuildId guild, int limit = StorageLimits.InflightPerGuild, CancellationToken cancellation = default);

    /// <summary>How many rows the guild has.</summary>
    ValueTask<int> CountAsync(GuildId guild, CancellationToken cancellation = default);

    /// <summary>Deletes the row, unless an epoch later than <paramref name="epoch"/> has rewritten it or holds the fence. False when nothing was deleted.</summary>
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
