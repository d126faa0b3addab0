using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Journal;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>A <see cref="GuildSignal"/> as Core reads and writes it. Fields an operation does not have keep their defaults.</summary>
internal sealed record EntityRequest
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 2 * JsonBody.MaxDepth };

    public required string Operation { get; init; }

    /// <summary>dispatch: the event.</summary>
    public EventMessage? Message { get; init; }

    /// <summary>dispatch: where the event came from.</summary>
    public string Source { get; init; } = "";

    /// <summary>dispatch: made once by the sender; the event's execution ids follow from it. destroy: tells repetitions.</summary>
    public string RequestId { get; init; } = "";

    /// <summary>dispatch: a replay from the dead letters runs again though it has an outcome.</summary>
    public bool Replay { get; init; }

    /// <summary>execute: the run.</summary>
    public RunOrder? Order { get; init; }

    /// <summary>quarantine: until when.</summary>
    public DateTimeOffset Until { get; init; }

    /// <summary>quarantine: why.</summary>
    public string Reason { get; init; } = "";

    /// <summary>quarantine, reset: when it was decided.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>set_memory_limit, in bytes.</summary>
    public long Limit { get; init; }

    /// <summary>reload: the version of the guild's set of templates.</summary>
    public string Version { get; init; } = "";

    /// <summary>How often the entity has put this off.</summary>
    public int Tries { get; init; }

    /// <summary>Rows of the outbox that end with this: the message's own, and for keep those of what the batch before has done.</summary>
    public string Row { get; init; } = "";

    public static GuildSignal Dispatch(EventMessage message, string source, string requestId, bool replay = false) =>
        new EntityRequest { Operation = GuildSignals.Dispatch, Message = message, Source = source, RequestId = requestId, Replay = replay }.ToSignal();

    public static GuildSignal Execute(RunOrder order) => new EntityRequest { Operation = GuildSignals.Execute, Order = order }.ToSignal();

    public static GuildSignal Recover() => new EntityRequest { Operation = GuildSignals.Recover }.ToSignal();

    /// <summary>A keep that is committed with what a message has done, and removes its row when that has happened.</summary>
    public static GuildSignal Done(string row) => new EntityRequest { Operation = GuildSignals.Keep, Row = row }.ToSignal();

    /// <summary>The same message, which names its row in the outbox.</summary>
    public static GuildSignal NameRow(GuildSignal signal, string row) =>
        signal with { Argument = signal.Argument is "{}" ? $$"""{"row":"{{row}}"}""" : $$"""{"row":"{{row}}",{{signal.Argument[1..]}}""" };

    public static GuildSignal Keep() => new EntityRequest { Operation = GuildSignals.Keep }.ToSignal();

    public static GuildSignal MarkSuspect(DateTimeOffset at) => new EntityRequest { Operation = GuildSignals.MarkSuspect, At = at }.ToSignal();

    public static GuildSignal Destroy(string requestId) => new EntityRequest { Operation = GuildSignals.Destroy, RequestId = requestId }.ToSignal();

    public static GuildSignal Reset(DateTimeOffset at) => new EntityRequest { Operation = GuildSignals.Reset, At = at }.ToSignal();

    public static GuildSignal Quarantine(DateTimeOffset until, string reason, DateTimeOffset at) =>
        new EntityRequest { Operation = GuildSignals.Quarantine, Until = until, Reason = reason, At = at }.ToSignal();

    public static GuildSignal SetMemoryLimit(long bytes) => new EntityRequest { Operation = GuildSignals.SetMemoryLimit, Limit = bytes }.ToSignal();

    public static GuildSignal Reload(string version) => new EntityRequest { Operation = GuildSignals.Reload, Version = version }.ToSignal();

    /// <summary>Reads what <see cref="ToSignal"/> wrote, of this version or an older one; false for anything else.</summary>
    public static bool TryRead(GuildId guild, GuildSignal signal, [NotNullWhen(true)] out EntityRequest? request)
    {
        try
        {
            using var json = JsonDocument.Parse(signal.Argument, Deep);
            request = Read(guild, signal.Operation.ToLowerInvariant(), json.RootElement);
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            request = null;
        }

        return request is not null;
    }

    /// <summary>What a dead letter of it holds; null for operations that nobody replays.</summary>
    public ReadOnlyMemory<byte>? LetterBody() => Message?.ToJson() ?? (Order is { } order ? DeadLetters.BodyOf(order) : null);

    /// <summary>Where a dead letter of it says it came from.</summary>
    public string LetterSource() => Source.Length > 0 ? Source : Order?.Source ?? "entity";

    public GuildSignal ToSignal() => new(Operation, Encoding.UTF8.GetString(JsonText.Of(Write)));

    private static EntityRequest? Read(GuildId guild, string operation, JsonElement json)
    {
        var request = new EntityRequest
        {
            Operation = operation,
            Source = Text(json, "source"),
            RequestId = Text(json, "request_id"),
            Replay = json.TryGetProperty("replay", out var replay) && replay.GetBoolean(),
            Until = Time(json, "until"),
            Reason = Text(json, "reason"),
            At = Time(json, "at"),
            Limit = json.TryGetProperty("limit", out var limit) ? limit.GetInt64() : 0,
            Version = Text(json, "version"),
            Row = Text(json, "row"),
            Tries = json.TryGetProperty("tries", out var tries) ? Math.Max(0, tries.GetInt32()) : 0,
        };
        return operation switch
        {
            GuildSignals.Dispatch => EventMessage.FromEntity(Encoding.UTF8.GetBytes(json.GetProperty("message").GetRawText())) is { } message && message.Guild == guild
                ? request with { Message = message }
                : null,
            GuildSignals.Execute => request with { Order = ReadOrder(guild, json) },
            _ => request,
        };
    }

    private static RunOrder ReadOrder(GuildId guild, JsonElement json)
    {
        var key = new RunKey(guild, json.GetProperty("key_event").GetString()!, json.GetProperty("key_template").GetString()!);
        return ParkedRun.Read(json.GetProperty("run"), key).Order;
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static DateTimeOffset Time(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) ? value.GetDateTimeOffset() : default;

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        if (Message is not null)
        {
            json.WritePropertyName("message");
            json.WriteRawValue(Message.ToJson(), skipInputValidation: true);
        }

        if (Order is not null)
        {
            json.WriteString("key_event", Order.Key.EventId);
            json.WriteString("key_template", Order.Key.Template);
            json.WritePropertyName("run");
            json.WriteRawValue(new ParkedRun(Order, Started: false).ToJson(), skipInputValidation: true);
        }

        WriteText(json, "source", Source);
        WriteText(json, "request_id", RequestId);
        WriteText(json, "reason", Reason);
        WriteText(json, "version", Version);
        WriteText(json, "row", Row);
        WriteText(json, "until", Until == default ? "" : Until.ToString("O", CultureInfo.InvariantCulture));
        WriteText(json, "at", At == default ? "" : At.ToString("O", CultureInfo.InvariantCulture));
        if (Replay)
        {
            json.WriteBoolean("replay", true);
        }

        WriteNumber(json, "limit", Limit);
        WriteNumber(json, "tries", Tries);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length > 0)
        {
            json.WriteString(name, value);
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, long value)
    {
        if (value != 0)
        {
            json.WriteNumber(name, value);
        }
    }
}
