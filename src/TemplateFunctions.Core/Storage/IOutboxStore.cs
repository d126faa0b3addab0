using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>
/// Messages to guilds' entities that somebody was promised. An engine may lose a message whose worker process died while it was
/// handled; a row here brings it again until the entity has done what it asks.
/// </summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IOutboxStore
{
    /// <summary>Keeps a message. Once this has completed it is durable.</summary>
    ValueTask AddAsync(OutboxRow row, CancellationToken cancellation = default);

    /// <summary>Rows whose time has come, at most <paramref name="limit"/>, in no order.</summary>
    ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default);

    /// <summary>Puts a row off to its new time and count. One that is gone stays gone.</summary>
    ValueTask DeferAsync(OutboxRow row, CancellationToken cancellation = default);

    /// <summary>The message is done. One that is gone already is no fault.</summary>
    ValueTask RemoveAsync(string id, CancellationToken cancellation = default);
}

/// <summary>A message that was promised.</summary>
public sealed record OutboxRow
{
    /// <summary>Ends the id of a row whose argument has more than <see cref="LargeArgument"/> bytes: stores may keep such a row in parts.</summary>
    public const char LargeMark = 'L';

    /// <summary>The most bytes of an argument that is not called large.</summary>
    public const int LargeArgument = 600_000;

    /// <summary>64 lower-case hex digits: the life of the process that sent it, and the message; then perhaps <see cref="LargeMark"/>.</summary>
    public required string Id { get; init; }

    /// <summary>The guild whose entity it is for.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>The operation's name.</summary>
    public required string Operation { get; init; }

    /// <summary>What the operation needs: JSON.</summary>
    public required ReadOnlyMemory<byte> Argument { get; init; }

    /// <summary>When to send it again.</summary>
    public required DateTimeOffset Due { get; init; }

    /// <summary>How often it was sent again.</summary>
    public int Tries { get; init; }
}
