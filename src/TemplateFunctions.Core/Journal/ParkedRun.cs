using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Journal;

/// <summary>
/// The payload of a journal row: the run as it was ordered, and whether the row's attempt has been started. One row a run,
/// so that each template of an event settles by itself.
/// </summary>
/// <param name="Order">The run.</param>
/// <param name="Started">Whether the attempt of the row has been, or is about to be, started.</param>
internal sealed record ParkedRun(RunOrder Order, bool Started)
{
    /// <summary>The row's key inside the guild's partition. No part may hold <c>|</c>.</summary>
    public static string RowId(RunKey run) => $"{run.EventId}|{run.Template}";

    /// <summary>The run of a row, from its key.</summary>
    public static RunKey KeyOf(InflightRow row)
    {
        var bar = row.EventId.IndexOf('|', StringComparison.Ordinal);
        return bar < 0 ? new RunKey(row.Guild, row.EventId, "") : new RunKey(row.Guild, row.EventId[..bar], row.EventId[(bar + 1)..]);
    }

    /// <summary>Whether the row's attempt was started, without reading the rest.</summary>
    public static bool WasStarted(InflightRow row)
    {
        var reader = new Utf8JsonReader(row.Payload.Span);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("started"u8))
            {
                return reader.Read() && reader.GetBoolean();
            }
        }

        return true;
    }

    public byte[] ToJson()
    {
        var json = PooledJson.Rent();
        try
        {
            Write(json.Writer);
            return json.Written().ToArray();
        }
        finally
        {
            json.Return();
        }
    }

    /// <summary>Reads a row; null when it is none of ours.</summary>
    public static ParkedRun? Read(InflightRow row)
    {
        try
        {
            using var json = JsonDocument.Parse(row.Payload);
            return Read(json.RootElement, KeyOf(row));
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteBoolean("started", Started);
        json.WriteString("execution_id", Order.ExecutionId);
        json.WriteString("template", Order.Template);
        json.WriteString("source", Order.Source);
        WriteOptional(json, "reply_to", Order.ReplyTo);
        WriteOptional(json, "content", Order.Content);
        json.WriteStartArray("allowed_caps");
        foreach (var capability in Order.AllowedCaps)
        {
            json.WriteStringValue(capability);
        }

        json.WriteEndArray();
        json.WriteStartObject("event");
        json.WriteString("name", Order.Event.Name);
        json.WriteString("base_name", Order.Event.BaseName);
        json.WriteString("id", Order.Event.Id);
        WriteOptional(json, "author", Order.Event.Author);
        if (!Order.Event.DataJson.IsEmpty)
        {
            json.WritePropertyName("data");
            json.WriteRawValue(Order.Event.DataJson.Span, skipInputValidation: true);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Reads a run; the exceptions of <see cref="JsonElement"/> when it is none of ours.</summary>
    internal static ParkedRun Read(JsonElement json, RunKey key)
    {
        var given = json.GetProperty("event");
        var order = new RunOrder
        {
            Key = key,
            ExecutionId = json.GetProperty("execution_id").GetString()!,
            Template = json.GetProperty("template").GetString()!,
            Source = json.GetProperty("source").GetString()!,
            ReplyTo = Optional(json, "reply_to"),
            Content = Optional(json, "content"),
            AllowedCaps = [.. json.GetProperty("allowed_caps").EnumerateArray().Select(c => c.GetString()!)],
            Event = new EventRequest
            {
                Name = given.GetProperty("name").GetString()!,
                BaseName = given.GetProperty("base_name").GetString()!,
                Id = given.GetProperty("id").GetString()!,
                Author = Optional(given, "author"),
                DataJson = given.TryGetProperty("data", out var data) ? Encoding.UTF8.GetBytes(data.GetRawText()) : default,
            },
        };
        return new ParkedRun(order, json.GetProperty("started").GetBoolean());
    }

    private static string? Optional(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
