using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// A key-value store that tells when a record is given an expiry, so that nobody has to look for nearer ones. Hosts give this
/// one to the plugins and to <see cref="GuildPorts.Kv"/>.
/// </summary>
public sealed class ObservedKvStore(IKvStore inner) : IKvStore
{
    /// <summary>Raised after a write that set an expiry, with its time.</summary>
    public event Action<DateTimeOffset>? ExpirySet;

    /// <summary>Raised after a due record was looked at for the last time, with its id.</summary>
    internal event Action<string>? ExpirySettled;

    /// <inheritdoc/>
    public ValueTask<KvRecord?> GetAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        inner.GetAsync(guild, key, scopes, cancellation);

    /// <inheritdoc/>
    public ValueTask<KvRecord?> GetByIdAsync(GuildId guild, string id, CancellationToken cancellation = default) =>
        inner.GetByIdAsync(guild, id, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> KeysAsync(GuildId guild, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        inner.KeysAsync(guild, scopes, cancellation);

    /// <inheritdoc/>
    public ValueTask<KvFind> FindAsync(
        GuildId guild, string pattern, IReadOnlyList<string> scopes, int limit = 1000, CancellationToken cancellation = default) =>
        inner.FindAsync(guild, pattern, scopes, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> ListScopesAsync(GuildId guild, CancellationToken cancellation = default) =>
        inner.ListScopesAsync(guild, cancellation);

    /// <inheritdoc/>
    public ValueTask<KvWrite> SetAsync(GuildId guild, long epoch, KvEntry entry, CancellationToken cancellation = default) =>
        TellAsync(inner.SetAsync(guild, epoch, entry, cancellation), entry.ExpiresAt);

    /// <inheritdoc/>
    public ValueTask<KvWrite> SetByIdAsync(
        GuildId guild, long epoch, string id, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt, bool resume, CancellationToken cancellation = default) =>
        TellAsync(inner.SetByIdAsync(guild, epoch, id, value, expiresAt, resume, cancellation), expiresAt);

    /// <inheritdoc/>
    public ValueTask<KvWrite> SetExpiryAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        TellAsync(inner.SetExpiryAsync(guild, epoch, key, scopes, expiresAt, cancellation), expiresAt);

    /// <inheritdoc/>
    public ValueTask<KvWrite> SetExpiryByIdAsync(GuildId guild, long epoch, string id, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        TellAsync(inner.SetExpiryByIdAsync(guild, epoch, id, expiresAt, cancellation), expiresAt);

    /// <inheritdoc/>
    public ValueTask<KvWrite> DeleteAsync(GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        inner.DeleteAsync(guild, epoch, key, scopes, cancellation);

    /// <inheritdoc/>
    public ValueTask<KvWrite> DeleteByIdAsync(GuildId guild, long epoch, string id, CancellationToken cancellation = default) =>
        inner.DeleteByIdAsync(guild, epoch, id, cancellation);

    /// <inheritdoc/>
    public ValueTask<KvWrite> RaiseFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) =>
        inner.RaiseFenceAsync(guild, epoch, cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KvRecord>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) =>
        inner.DueAsync(now, limit, cancellation);

    /// <inheritdoc/>
    public ValueTask<DateTimeOffset?> NextExpiryAsync(DateTimeOffset after, CancellationToken cancellation = default) =>
        inner.NextExpiryAsync(after, cancellation);

    /// <inheritdoc/>
    public async ValueTask<bool> SettleExpiryAsync(GuildId guild, string id, DateTimeOffset expiresAt, CancellationToken cancellation = default)
    {
        var removed = await inner.SettleExpiryAsync(guild, id, expiresAt, cancellation).ConfigureAwait(false);
        ExpirySettled?.Invoke(id);
        return removed;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<GuildId>> GuildsWithResumeAsync(CancellationToken cancellation = default) =>
        inner.GuildsWithResumeAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KvRecord>> ResumableAsync(GuildId guild, CancellationToken cancellation = default) =>
        inner.ResumableAsync(guild, cancellation);

    private async ValueTask<KvWrite> TellAsync(ValueTask<KvWrite> write, DateTimeOffset? expiresAt)
    {
        var written = await write.ConfigureAwait(false);
        if (written.Status == KvWriteStatus.Ok && expiresAt is { } at)
        {
            ExpirySet?.Invoke(at);
        }

        return written;
    }
}
