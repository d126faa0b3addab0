using TemplateFunctions.Hosting.Settings;

namespace TemplateFunctions.App.Configuration;

/// <summary>What the operator may set under <c>TemplateFunctions</c>; read and checked once, at start.</summary>
internal sealed record AppOptions
{
    /// <summary>The storage account of tables and reply queues.</summary>
    public required StorageConnection Storage { get; init; }

    /// <summary>Begins the name of every table.</summary>
    public required string TablePrefix { get; init; }

    /// <summary>The queue that feeds the app.</summary>
    public required EventsQueue EventsQueue { get; init; }

    /// <summary>Where the processes of this app on this instance note whose code they run.</summary>
    public required string RunningDirectory { get; init; }

    /// <summary>Threads and limits.</summary>
    public required RuntimeSettings Runtime { get; init; }
}
