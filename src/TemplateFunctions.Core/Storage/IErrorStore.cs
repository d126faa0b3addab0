using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>The recent failures of each guild: a ring of <see cref="StorageLimits.ErrorsPerGuild"/> entries.</summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IErrorStore
{
    /// <summary>
    /// Records one occurrence and returns the entry it went into. Failures with the same template, code, message, file and line are one
    /// entry. A new entry is durable when this returns; a crash may forget the latest counts of a known one.
    /// </summary>
    ValueTask<ErrorEntry> RecordAsync(ErrorEntry entry, CancellationToken cancellation = default);

    /// <summary>Entries with a sequence above <paramref name="after"/>, newest first, at most <paramref name="limit"/>.</summary>
    ValueTask<IReadOnlyList<ErrorEntry>> ListAsync(
        GuildId guild, long after = 0, int limit = StorageLimits.ErrorsPerGuild, CancellationToken cancellation = default);
}
