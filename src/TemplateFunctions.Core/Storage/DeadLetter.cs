using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage;

/// <summary>A message that could not be processed, with the reason.</summary>
public sealed record DeadLetter
{
    /// <summary>Assigned by the store, empty when added; later letters have ordinally greater ids.</summary>
    public string Id { get; init; } = "";

    /// <summary>Where it came from: a queue's name, <c>http</c>, <c>journal</c>.</summary>
    public required string Source { get; init; }

    /// <summary>A <c>TFnnnn</c> code.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>One sentence that says why.</summary>
    public required string ReasonText { get; init; }

    /// <summary>The guild, when the message named a valid one.</summary>
    public GuildId? Guild { get; init; }

    /// <summary>The message as it was received.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it was given up.</summary>
    public required DateTimeOffset At { get; init; }
}
