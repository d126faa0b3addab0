using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>A failure told to the guild. Equal failures share one entry and are counted.</summary>
public sealed record ErrorEntry
{
    /// <summary>Assigned by the store; grows with every occurrence recorded in the guild.</summary>
    public long Sequence { get; init; }

    /// <summary>The guild it happened in.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>The template, when one was running.</summary>
    public string? Template { get; init; }

    /// <summary>A <c>TFnnnn</c> code.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence for the author.</summary>
    public required string Message { get; init; }

    /// <summary>The author's file, when known.</summary>
    public string? File { get; init; }

    /// <summary>1-based line, when known.</summary>
    public int? Line { get; init; }

    /// <summary>Code frame of the latest occurrence.</summary>
    public string? Frame { get; init; }

    /// <summary>Traceback of the latest occurrence.</summary>
    public string? Traceback { get; init; }

    /// <summary>Event of the latest occurrence.</summary>
    public string? EventId { get; init; }

    /// <summary>Name of that event.</summary>
    public string? EventName { get; init; }

    /// <summary>How often it happened. Set by the store.</summary>
    public long Count { get; init; } = 1;

    /// <summary>First occurrence. Set by the store.</summary>
    public DateTimeOffset FirstAt { get; init; }

    /// <summary>Latest occurrence.</summary>
    public required DateTimeOffset LastAt { get; init; }
}
