using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>A parked run in the journal: an event whose runs wait, so that they survive the process.</summary>
public sealed record InflightRow
{
    /// <summary>The guild whose templates run.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>The event; one row per guild and event.</summary>
    public required string EventId { get; init; }

    /// <summary>The queue message, as UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>1 on first delivery.</summary>
    public required int Attempt { get; init; }

    /// <summary>The process life in which the run is or was alive.</summary>
    public required string Incarnation { get; init; }

    /// <summary>The guild's epoch under which the row was written.</summary>
    public required long Epoch { get; init; }

    /// <summary>When the event was first parked; kept when the row is rewritten.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>What became of a journal write.</summary>
public enum InflightPut
{
    /// <summary>The row is stored.</summary>
    Written,

    /// <summary>A later epoch has written the row or holds the fence: the caller no longer owns the guild.</summary>
    Superseded,

    /// <summary>The guild has <see cref="StorageLimits.InflightPerGuild"/> rows already.</summary>
    GuildFull,
}

/// <summary>The answer to a claim of an epoch.</summary>
/// <param name="IsTaken">Whether the caller holds the epoch it asked for, alone.</param>
/// <param name="Epoch">The fence after the call: the epoch below which writes are refused.</param>
public readonly record struct FenceClaim(bool IsTaken, long Epoch);

/// <summary>The lifecycle state of a guild, opaque to the store.</summary>
/// <param name="Guild">Whose state it is.</param>
/// <param name="Json">UTF-8 JSON, under 4 KiB.</param>
/// <param name="Version">0 before the first write, then one more with each.</param>
public sealed record GuildStateRow(GuildId Guild, ReadOnlyMemory<byte> Json, long Version);
