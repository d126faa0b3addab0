using TemplateFunctions.Runtime.Limits;

namespace TemplateFunctions.LocalHost.Options;

/// <summary>What the operator may set under <c>TemplateFunctions</c>; read and checked once, at start.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>Absolute path of the embedded store.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The value callers send as <c>x-functions-key</c>; null when no key is asked.</summary>
    public string? Key { get; init; }

    /// <summary>User id of the bot itself, whose own events are not dispatched.</summary>
    public string? BotUserId { get; init; }

    /// <summary>Where queue messages come from.</summary>
    public required QueueOptions Queue { get; init; }

    /// <summary>How guilds are spread: <c>thread-pool</c> or <c>thread-per-guild</c>.</summary>
    public required string Strategy { get; init; }

    /// <summary>How many VM threads there are.</summary>
    public required PoolOptions Pool { get; init; }

    /// <summary>The limits that the runtime enforces.</summary>
    public required RuntimeLimits Limits { get; init; }

    /// <summary>How long an HTTP caller waits for an outcome at most.</summary>
    public required TimeSpan ReturnWait { get; init; }
}

/// <summary>The queue that feeds the host.</summary>
/// <param name="ConnectionString">An Azure Storage connection string; null selects the in-process queue of the embedded store.</param>
/// <param name="Name">The queue's name.</param>
internal sealed record QueueOptions(string? ConnectionString, string Name);

/// <summary>The threads that own VMs.</summary>
/// <param name="Threads">Threads of the thread pool.</param>
/// <param name="MaxThreads">Threads that <c>thread-per-guild</c> makes before guilds share them.</param>
internal sealed record PoolOptions(int Threads, int MaxThreads);
