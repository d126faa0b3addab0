using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Events;

/// <summary>A message of the event queue: <c>{id, guild_id, event, templates?, reply_to?, attempt?, sent_at?}</c>, plain or base64.</summary>
public sealed record EventMessage
{
    /// <summary>Bytes of JSON that a message may have: what fits a storage queue's 64 KiB as base64, with room for its envelope.</summary>
    public const int MaxBytes = 45 << 10;

    /// <summary>The guild.</summary>
    public required GuildId Guild { get; init; }

    /// <summary>The event; its id is the event's own, else the message's.</summary>
    public required EventRequest Event { get; init; }

    /// <summary>Only these templates get it; null for all that subscribe.</summary>
    public IReadOnlyList<string>? Templates { get; init; }

    /// <summary>Queue that gets the outcomes.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>1 on first delivery.</summary>
    public int Attempt { get; init; } = 1;

    /// <summary>When the sender sent it.</summary>
    public DateTimeOffset? SentAt { get; init; }

    /// <summary>Reads a message.</summary>
    /// <param name="body">JSON, or JSON in base64.</param>
    /// <param name="defaultId">The event's id when neither it nor the message has one: something that is the same when the message comes back.</param>
    /// <param name="message">The message.</param>
    /// <param name="problem">TF3014 too large, TF4001 not JSON, else TF4013.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> body, string defaultId, [NotNullWhen(true)] out EventMessage? message, [NotNullWhen(false)] out Problem? problem)
    {
        message = null;
        problem = null;
        var json = EventMessageEncoding.Decode(body);
        if (json.Length > MaxBytes)
        {
            problem = Problem.Of(LimitDiagnostics.QueueMessageTooLarge, $"The message has {json.Length} bytes of JSON, at most {MaxBytes} are allowed.");
            return false;
        }

        return JsonBody.TryRead(json, fields => Read(fields, defaultId), out message, out problem, RequestDiagnostics.QueueMessageRefused);
    }

    /// <summary>Reads a message that this app wrote itself, which may come from HTTP and be larger than a queue's.</summary>
    internal static EventMessage? FromEntity(ReadOnlyMemory<byte> json) =>
        JsonBody.TryRead(json, fields => Read(fields, ""), out var message, out _) ? message : null;

    /// <summary>The guild that a message names, also one that is refused for other reasons; null when it names none.</summary>
    public static GuildId? FindGuild(ReadOnlyMemory<byte> body)
    {
        JsonBody.TryRead(EventMessageEncoding.Decode(body), fields => fields.Lookup("guild_id") ?? "", out var text, out _);
        return GuildId.TryParse(text, out var guild) ? guild : null;
    }

    /// <summary>The message as UTF-8 JSON, which <see cref="TryParse"/> reads back to an equal one.</summary>
    public byte[] ToJson() => EventMessageEncoding.ToJson(this);

    private static EventMessage? Read(JsonFields fields, string defaultId)
    {
        var id = fields.Text("id", rule: TextRules.Id) ?? defaultId;
        var given = EventRequest.ReadField(fields, id);
        GuildId.TryParse(fields.Text("guild_id", required: true, rule: TextRules.Snowflake), out var guild);
        var message = new EventMessage
        {
            Guild = guild,
            Event = given!,
            Templates = fields.Texts("templates", StorageLimits.TemplatesPerGuild, TextRules.TemplateName),
            ReplyTo = fields.Text("reply_to", rule: ReplyQueue.Check),
            Attempt = (int)(fields.Integer("attempt", 1, 1_000_000) ?? 1),
            SentAt = fields.Timestamp("sent_at"),
        };
        return given is null ? null : message;
    }
}
