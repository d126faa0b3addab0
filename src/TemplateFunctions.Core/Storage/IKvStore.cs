using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>The key-value store that templates use. One guild is one partition; nothing crosses it but the expiry queries.</summary>
/// <remarks>
/// <para>Scopes: a record matches when its scopes are a superset of those given. Of several matches the one with exactly the given scopes
/// comes first, then the oldest.</para>
/// <para>Fencing: every write carries the epoch of the guild under which its run was started. The store remembers the highest epoch
/// of each guild and refuses lower ones as <see cref="KvWriteStatus.Fenced"/>; a higher one raises the fence in the same write.</para>
/// <para>Every method throws <see cref="StorageException"/> when the storage fails, <see cref="ArgumentException"/> for a key, value or
/// scope list outside the stated bounds, and nothing else but cancellation.</para>
/// </remarks>
public interface IKvStore
{
    /// <summary>The best match, or null.</summary>
    ValueTask<KvRecord?> GetAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default);

    /// <summary>The record with that id, or null.</summary>
    ValueTask<KvRecord?> GetByIdAsync(GuildId guild, string id, CancellationToken cancellation = default);

    /// <summary>The keys of all matching records, sorted ordinally, each once.</summary>
    ValueTask<IReadOnlyList<string>> KeysAsync(GuildId guild, IReadOnlyList<string> scopes, CancellationToken cancellation = default);

    /// <summary>
    /// Matching records whose key is <c>ILIKE</c> the pattern (<c>%</c> any run, <c>_</c> any one character, <c>\</c> takes the next
    /// one literally, letter case ignored), ordered by key then creation: at most <paramref name="limit"/> and
    /// <see cref="StorageLimits.KvFindBytes"/> of values.
    /// </summary>
    ValueTask<KvFind> FindAsync(
        GuildId guild, string pattern, IReadOnlyList<string> scopes, int limit = 1000, CancellationToken cancellation = default);

    /// <summary>Every scope used by a record of this guild, sorted ordinally, each once.</summary>
    ValueTask<IReadOnlyList<string>> ListScopesAsync(GuildId guild, CancellationToken cancellation = default);

    /// <summary>
    /// Replaces value, expiry and resume flag of the best match, whose scopes and id stay; without a match a record with exactly
    /// these scopes is created.
    /// </summary>
    ValueTask<KvWrite> SetAsync(GuildId guild, long epoch, KvEntry entry, CancellationToken cancellation = default);

    /// <summary>Replaces value, expiry and resume flag of one record.</summary>
    ValueTask<KvWrite> SetByIdAsync(
        GuildId guild, long epoch, string id, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt, bool resume, CancellationToken cancellation = default);

    /// <summary>Changes the expiry of every matching record.</summary>
    ValueTask<KvWrite> SetExpiryAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellation = default);

    /// <summary>Changes the expiry of one record.</summary>
    ValueTask<KvWrite> SetExpiryByIdAsync(GuildId guild, long epoch, string id, DateTimeOffset? expiresAt, CancellationToken cancellation = default);

    /// <summary>Deletes every matching record.</summary>
    ValueTask<KvWrite> DeleteAsync(GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default);

    /// <summary>Deletes one record.</summary>
    ValueTask<KvWrite> DeleteByIdAsync(GuildId guild, long epoch, string id, CancellationToken cancellation = default);

    /// <summary>Raises the guild's fence to <paramref name="epoch"/>; Fenced when it is higher already.</summary>
    ValueTask<KvWrite> RaiseFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default);

    /// <summary>Records of all guilds whose expiry is at or before <paramref name="now"/>, ordered by expiry, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<KvRecord>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default);

    /// <summary>The earliest expiry later than <paramref name="after"/>, or null: when to ask for due records next.</summary>
    ValueTask<DateTimeOffset?> NextExpiryAsync(DateTimeOffset after, CancellationToken cancellation = default);

    /// <summary>
    /// Removes a due record after its <c>KeyExpiry</c> has been delivered, unless its expiry is no longer <paramref name="expiresAt"/>
    /// (a template renewed it meanwhile). True when it was removed. Done by the host on its own account, hence without a fence.
    /// </summary>
    ValueTask<bool> SettleExpiryAsync(GuildId guild, string id, DateTimeOffset expiresAt, CancellationToken cancellation = default);

    /// <summary>Guilds that have at least one record with the resume flag.</summary>
    ValueTask<IReadOnlyList<GuildId>> GuildsWithResumeAsync(CancellationToken cancellation = default);

    /// <summary>The guild's records with the resume flag, ordered by creation.</summary>
    ValueTask<IReadOnlyList<KvRecord>> ResumableAsync(GuildId guild, CancellationToken cancellation = default);
}
