using System.Buffers;
using System.Text.Json;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>The JSON of outcomes: one shape for HTTP answers, stored results and replies.</summary>
public static class OutcomeJson
{
    /// <summary>Writes the answer of <c>POST /execute</c>. The result is embedded as the template's VM wrote it.</summary>
    public static void Write(IBufferWriter<byte> output, ExecutionOutcome outcome)
    {
        var json = PooledJson.Rent();
        try
        {
            json.Writer.WriteStartObject();
            WriteFields(json.Writer, outcome);
            json.Writer.WriteEndObject();
            output.Write(json.Written());
        }
        finally
        {
            json.Return();
        }
    }

    /// <summary>The same as bytes, for stores.</summary>
    public static byte[] ToJson(ExecutionOutcome outcome) => Build(outcome, static (json, o) => WriteFields(json, o));

    /// <summary>The answer of a run that has no outcome yet.</summary>
    public static byte[] Running(string executionId) => Build(executionId, static (json, id) =>
    {
        json.WriteString("execution_id"u8, id);
        json.WriteString("status"u8, "running"u8);
    });

    /// <summary>
    /// A reply for a <c>template-replies-</c> queue: the stored outcome with event id and template added; only
    /// <c>execution_id</c>, <c>event_id</c> and <c>template</c> when the whole would be larger than a message may be.
    /// </summary>
    public static byte[] Reply(string executionId, string eventId, string template, ReadOnlyMemory<byte> outcome, int maxBytes)
    {
        var whole = Build((executionId, eventId, template, outcome), static (json, r) =>
        {
            json.WriteString("event_id"u8, r.eventId);
            json.WriteString("template"u8, r.template);
            using var stored = JsonDocument.Parse(r.outcome);
            foreach (var field in stored.RootElement.EnumerateObject())
            {
                field.WriteTo(json);
            }
        });
        return whole.Length <= maxBytes ? whole : Build((executionId, eventId, template), static (json, r) =>
        {
            json.WriteString("event_id"u8, r.eventId);
            json.WriteString("template"u8, r.template);
            json.WriteString("execution_id"u8, r.executionId);
        });
    }

    /// <summary>The answer to the sender of an event that does not wait.</summary>
    public static byte[] Accepted(string eventId, IReadOnlyDictionary<string, string> executions) => Build((eventId, executions), static (json, a) =>
    {
        json.WriteString("event_id"u8, a.eventId);
        json.WriteStartObject("executions"u8);
        foreach (var (template, executionId) in a.executions)
        {
            json.WriteString(template, executionId);
        }

        json.WriteEndObject();
    });

    /// <summary>The map of template to outcome that a waiting sender of an event gets.</summary>
    public static byte[] Map(IEnumerable<(string Template, ReadOnlyMemory<byte> Outcome)> outcomes) => Build(outcomes, static (json, all) =>
    {
        foreach (var (template, outcome) in all)
        {
            json.WritePropertyName(template);
            json.WriteRawValue(outcome.Span, skipInputValidation: true);
        }
    });

    private static byte[] Build<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var json = PooledJson.Rent();
        try
        {
            json.Writer.WriteStartObject();
            write(json.Writer, value);
            json.Writer.WriteEndObject();
            return json.Written().ToArray();
        }
        finally
        {
            json.Return();
        }
    }

    private static void WriteFields(Utf8JsonWriter json, ExecutionOutcome outcome)
    {
        var result = outcome.Result;
        json.WriteString("execution_id"u8, outcome.ExecutionId);
        if (outcome.IsOk)
        {
            json.WriteString("status"u8, "ok"u8);
            json.WritePropertyName("result"u8);
            json.WriteRawValue(result.ResultJson.IsEmpty ? "null"u8 : result.ResultJson.Span, skipInputValidation: true);
        }
        else
        {
            json.WriteString("status"u8, "error"u8);
            WriteError(json, outcome.Kind!, outcome.Error!);
        }

        json.WriteStartArray("logs"u8);
        foreach (var line in result.Logs)
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        WriteMilliseconds(json, "duration_ms"u8, result.Duration);
        WriteMilliseconds(json, "cpu_ms"u8, result.Cpu);
        json.WriteNumber("memory_bytes"u8, result.MemoryBytes);
    }

    private static void WriteError(Utf8JsonWriter json, string kind, RunError error)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("code"u8, error.Code);
        json.WriteString("kind"u8, kind);
        json.WriteString("message"u8, error.Message);
        WriteText(json, "file"u8, error.File);
        if (error.Line is { } line)
        {
            json.WriteNumber("line"u8, line);
        }
        else
        {
            json.WriteNull("line"u8);
        }

        WriteText(json, "frame"u8, error.Frame);
        WriteText(json, "traceback"u8, error.Traceback);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? text)
    {
        if (text is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, text);
        }
    }

    // Microseconds are the finest that means anything here.
    private static void WriteMilliseconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, TimeSpan time) =>
        json.WriteNumber(name, Math.Round(time.TotalMilliseconds, 3));
}
