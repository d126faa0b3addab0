using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>What was asked for: one template on one event. Everything that is needed to run it, now or after a crash.</summary>
internal sealed record RunOrder
{
    /// <summary>What makes the run the same run when it comes again.</summary>
    public required RunKey Key { get; init; }

    /// <summary>The id under which the outcome is found.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The event.</summary>
    public required EventRequest Event { get; init; }

    /// <summary>Where it came from: a queue's name, <c>http</c>, <c>kv</c>, <c>replay</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Queue that gets the outcome; null for none.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Unsaved source to run under the template's name; null for the stored one.</summary>
    public string? Content { get; init; }

    /// <summary>The capabilities of <see cref="Content"/>.</summary>
    public IReadOnlyList<string> AllowedCaps { get; init; } = [];

    public GuildId Guild => Key.Guild;

    /// <summary>The template as it is found when the run was ordered; looked up again after a crash.</summary>
    public CatalogTemplate? Found { get; init; }
}
