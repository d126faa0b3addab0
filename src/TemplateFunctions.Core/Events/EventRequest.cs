using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Runtime.Events;

namespace TemplateFunctions.Core.Events;

/// <summary>An event as a sender describes it: <c>{name, base_name?, id?, data?, author?}</c>.</summary>
public sealed record EventRequest
{
    /// <summary>1-64 of <c>[A-Za-z0-9_.:$-]</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The family: as sent, else by the <see cref="EventRegistry"/>.</summary>
    public required string BaseName { get; init; }

    /// <summary>1-64 of <c>[A-Za-z0-9_.:-]</c>; the same on every delivery.</summary>
    public required string Id { get; init; }

    /// <summary>UTF-8 JSON of the payload; empty means null.</summary>
    public ReadOnlyMemory<byte> DataJson { get; init; }

    /// <summary>User who caused the event: as sent, else as the payload of a known event names it.</summary>
    public string? Author { get; init; }

    /// <summary>What decides which templates get it.</summary>
    public EventTopic Topic() => new(Name, BaseName, EventScopes.Of(Name, DataJson));

    /// <summary>The event as the runtime takes it.</summary>
    /// <param name="attempt">1 on first delivery.</param>
    public EventDocument ToDocument(int attempt = 1) => EventDocument.Parse(new EventHeader(Name, BaseName, Id, Author, attempt), DataJson.Span);

    /// <summary>Reads a body that is an event.</summary>
    /// <param name="utf8">The body.</param>
    /// <param name="defaultId">The id of an event that names none; see <see cref="EventIds"/>.</param>
    /// <param name="request">The event.</param>
    /// <param name="problem">TF4001 when the body is not JSON, else TF4002.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> utf8, string defaultId, [NotNullWhen(true)] out EventRequest? request, [NotNullWhen(false)] out Problem? problem) =>
        JsonBody.TryRead(utf8, fields => Read(fields, defaultId), out request, out problem);

    /// <summary>Reads the event of a body that has other fields beside it, from its field <c>event</c>.</summary>
    internal static EventRequest? ReadField(JsonFields body, string defaultId) =>
        body.Object("event", required: true) is { } fields ? Read(fields, defaultId) : null;

    private static EventRequest Read(JsonFields fields, string defaultId)
    {
        var name = fields.Text("name", required: true, rule: TextRules.EventName) ?? "";
        var data = fields.Raw("data");
        if (!JsonNumbers.AllFit(data.Span))
        {
            fields.Refuse("data", "holds a number that is out of the range of a double");
        }

        return new EventRequest
        {
            Name = name,
            BaseName = fields.Text("base_name", rule: TextRules.EventName) ?? EventRegistry.BaseNameOf(name),
            Id = fields.Text("id", rule: TextRules.Id) ?? defaultId,
            DataJson = data,
            Author = fields.Text("author", rule: TextRules.Snowflake) ?? AuthorOf(fields, name),
        };
    }

    private static string? AuthorOf(JsonFields fields, string name) =>
        EventRegistry.Find(name)?.AuthorPath is { } path && fields.Lookup($"data.{path}") is { } author && TextRules.Snowflake(author) is null ? author : null;
}
