using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.Core.Capabilities;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Events;

/// <summary>The body of <c>POST /execute</c>: run one template on one event and answer its result.</summary>
public sealed record ExecuteRequest
{
    /// <summary>Longest wait for an answer, in milliseconds.</summary>
    public const int LongestWaitMs = 60_000;

    /// <summary>The template's name.</summary>
    public required string Template { get; init; }

    /// <summary>The guild in which it runs.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>The event.</summary>
    public required EventRequest Event { get; init; }

    /// <summary>Source to run instead of the stored template's; null for the stored one.</summary>
    public string? Content { get; init; }

    /// <summary>The capabilities that <see cref="Content"/> runs with. Without meaning for a stored template.</summary>
    public IReadOnlyList<string> AllowedCaps { get; init; } = [];

    /// <summary>How long the caller waits for the result; null for the host's own limit.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>A repeated request with the same key gets the first one's outcome.</summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>Reads a body.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="defaultId">The id of an event that names none.</param>
    /// <param name="request">The request.</param>
    /// <param name="problem">TF4001 when the body is not JSON, else TF4002.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, string defaultId, [NotNullWhen(true)] out ExecuteRequest? request, [NotNullWhen(false)] out Problem? problem) =>
        JsonBody.TryRead(utf8, body => Read(body, defaultId), out request, out problem);

    private static ExecuteRequest? Read(JsonFields body, string defaultId)
    {
        var template = body.Text("template", required: true, rule: TextRules.TemplateName);
        var given = EventRequest.ReadField(body, defaultId);
        var context = body.Object("context", required: true);
        GuildId.TryParse(context?.Text("guild_id", required: true, rule: TextRules.Snowflake), out var guild);
        var request = new ExecuteRequest
        {
            Template = template ?? "",
            Guild = guild,
            Event = given!,
            Content = body.Text("content", maxChars: TemplateLimits.FileBytes),
            AllowedCaps = context?.Texts("allowed_caps", CapabilityRules.MaxCount, CapabilityRules.Check) ?? [],
            Wait = body.Integer("wait_ms", 0, LongestWaitMs) is { } wait ? TimeSpan.FromMilliseconds(wait) : null,
            IdempotencyKey = body.Text("idempotency_key", rule: TextRules.Id),
        };
        return given is null ? null : request;
    }
}
