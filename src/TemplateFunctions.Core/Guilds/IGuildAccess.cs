using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>How a request reaches its guild: in this process, or wherever the guild's entity runs.</summary>
internal interface IGuildAccess
{
    /// <summary>Runs one template for a caller who waits.</summary>
    ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation);

    /// <summary>Brings an event to its templates. When the tasks <see cref="RunTicket.Accepted"/> have completed, its sender may forget it.</summary>
    /// <param name="message">The event.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="wait">Whether somebody waits for the outcomes.</param>
    /// <param name="replay">From the dead letters: runs again though there are outcomes.</param>
    Task<IReadOnlyList<RunTicket>> RaiseAsync(EventMessage message, string source, bool wait, bool replay = false);

    /// <summary>Applies an operation; answers why it is refused, or null.</summary>
    ValueTask<LifecycleError?> OperateAsync(GuildId guild, GuildOperation operation);

    /// <summary>The guild's state, or null for a guild that never ran.</summary>
    ValueTask<GuildVmState?> StateAsync(GuildId guild);

    /// <summary>The guild's templates have changed.</summary>
    ValueTask ReloadAsync(GuildId guild, CancellationToken cancellation);
}
