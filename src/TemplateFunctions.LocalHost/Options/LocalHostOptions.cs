using TemplateFunctions.Hosting.Settings;

namespace TemplateFunctions.LocalHost.Options;

/// <summary>What the operator may set under <c>TemplateFunctions</c>; read and checked once, at start.</summary>
internal sealed record LocalHostOptions
{
    /// <summary>Absolute path of the embedded store.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>The value callers send as <c>x-functions-key</c>; null when no key is asked.</summary>
    public string? Key { get; init; }

    /// <summary>Where queue messages come from.</summary>
    public required QueueOptions Queue { get; init; }

    /// <summary>Threads and limits.</summary>
    public required RuntimeSettings Runtime { get; init; }
}

/// <summary>The queue that feeds the host.</summary>
/// <param name="ConnectionString">An Azure Storage connection string; null selects the in-process queue of the embedded store.</param>
/// <param name="Name">The queue's name.</param>
internal sealed record QueueOptions(string? ConnectionString, string Name);
