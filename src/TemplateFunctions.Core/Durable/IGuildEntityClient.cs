using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// The way to the entities of guilds, as a distributed engine gives it: durable messages without an answer, and the state as
/// it was last committed.
/// </summary>
/// <remarks>Both methods throw <see cref="Storage.StorageException"/> when the engine cannot be reached, and nothing else but cancellation.</remarks>
public interface IGuildEntityClient
{
    /// <summary>
    /// Sends a message to the guild's entity. Once this has completed the message is delivered at least once, in no order with
    /// others; who calls it may forget what it sent.
    /// </summary>
    ValueTask SignalAsync(GuildId guild, GuildSignal signal, CancellationToken cancellation = default);

    /// <summary>The state that the entity last committed, or null for a guild that never had one. May be older than what its holder knows.</summary>
    ValueTask<GuildVmState?> GetAsync(GuildId guild, CancellationToken cancellation = default);
}
