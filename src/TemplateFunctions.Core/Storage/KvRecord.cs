using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>One entry of a guild's key-value store.</summary>
public sealed record KvRecord
{
    /// <summary>Opaque, unique in the guild, never reused; at most 128 characters.</summary>
    public required string Id { get; init; }

    /// <summary>The guild the record belongs to.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>1-512 characters.</summary>
    public required string Key { get; init; }

    /// <summary>The value as UTF-8 JSON, at most 256 KiB.</summary>
    public required ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>A set: sorted ordinally, without duplicates.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>When the record was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When value, expiry or resume flag was last written.</summary>
    public required DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>From then on the record is due. It stays readable until <see cref="IKvStore.SettleExpiryAsync"/> removes it.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The guild wants a <c>KeyResume</c> for this record when its VM is new.</summary>
    public bool Resume { get; init; }
}

/// <summary>What became of a key-value write. Anything but <see cref="Ok"/> has written nothing.</summary>
public enum KvWriteStatus
{
    /// <summary>Written and durable.</summary>
    Ok,

    /// <summary>No record matched.</summary>
    NotFound,

    /// <summary>A later epoch of the guild has written or fenced: the caller no longer owns the guild.</summary>
    Fenced,

    /// <summary>The guild's quota of records or bytes is used up, or one write would touch more than 8 MiB of records.</summary>
    QuotaExceeded,
}

/// <summary>The answer to a key-value write.</summary>
/// <param name="Status">Whether it was written.</param>
/// <param name="Id">The record written; null when several or none were.</param>
/// <param name="Existed">A record was there before.</param>
/// <param name="Affected">How many records were written or deleted.</param>
/// <param name="Fence">The epoch below which writes are refused, after this one.</param>
public readonly record struct KvWrite(KvWriteStatus Status, string? Id, bool Existed, int Affected, long Fence);

/// <summary>What <see cref="IKvStore.SetAsync"/> writes.</summary>
/// <param name="Key">1-512 characters.</param>
/// <param name="Scopes">1-32 of 1-256 characters; a set.</param>
/// <param name="Value">UTF-8 JSON, at most 256 KiB.</param>
/// <param name="ExpiresAt">When the record becomes due; null for never.</param>
/// <param name="Resume">Whether it is announced when the guild's VM is new.</param>
public readonly record struct KvEntry(
    string Key, IReadOnlyList<string> Scopes, ReadOnlyMemory<byte> Value, DateTimeOffset? ExpiresAt = null, bool Resume = false);

/// <summary>The answer to <see cref="IKvStore.FindAsync"/>.</summary>
/// <param name="Records">Ordered by key, then creation.</param>
/// <param name="Truncated">More records match than were returned.</param>
public sealed record KvFind(IReadOnlyList<KvRecord> Records, bool Truncated);
