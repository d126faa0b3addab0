using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>Messages given up on, until they are replayed or deleted.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IDeadLetterStore
{
    /// <summary>
    /// Adds a letter and returns its id. Of each guild, and of the messages that name none, the newest
    /// <see cref="StorageLimits.DeadLettersPerGuild"/> are kept.
    /// </summary>
    ValueTask<string> AddAsync(DeadLetter letter, CancellationToken cancellation = default);

    /// <summary>The letter, or null.</summary>
    ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellation = default);

    /// <summary>Newest first; <paramref name="before"/> is the last id of the page before.</summary>
    ValueTask<DeadLetterPage> ListAsync(
        GuildId? guild = null, string? before = null, int limit = 100, CancellationToken cancellation = default);

    /// <summary>False when there was no such letter.</summary>
    ValueTask<bool> DeleteAsync(string id, CancellationToken cancellation = default);
}

/// <summary>One page of dead letters.</summary>
/// <param name="Letters">Newest first.</param>
/// <param name="Total">How many are kept in all.</param>
/// <param name="Displaced">How many had to make room for newer ones since the store was made.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetter> Letters, int Total, long Displaced);
