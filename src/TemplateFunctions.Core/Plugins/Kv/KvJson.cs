using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Kv;

/// <summary>KV records as scripts see them: <c>{id, key, value, scopes, exists, created_at, last_updated_at, expires_at?, resume}</c>.</summary>
internal static class KvJson
{
    private const int LargestAnswer = 1 << 20;

    public static LuaValue Record(string key, KvRecord? record) => Build(json =>
    {
        if (record is not null)
        {
            Write(json, record);
            return;
        }

        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteBoolean("exists", false);
        json.WriteEndObject();
    });

    public static LuaValue Records(KvFind found)
    {
        var bytes = found.Records.Sum(record => (long)record.Value.Length);
        if (found.Truncated || bytes > LargestAnswer)
        {
            throw new ScriptException("TF3005", $"too many records match: at most {KvPlugin.MostRecords} with {LargestAnswer} bytes can be read at once; narrow the pattern");
        }

        return Build(json =>
        {
            json.WriteStartArray();
            foreach (var record in found.Records)
            {
                Write(json, record);
            }

            json.WriteEndArray();
        });
    }

    public static LuaValue Texts(IReadOnlyList<string> texts) => Build(json => json.WriteTexts(texts));

    public static LuaValue Written(KvWrite write) => Build(json =>
    {
        json.WriteStartObject();
        json.WriteBoolean("exists", write.Existed);
        json.WriteString("id", write.Id);
        json.WriteEndObject();
    });

    private static void Write(Utf8JsonWriter json, KvRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("key", record.Key);
        json.WritePropertyName("value");
        json.WriteRawValue(record.Value.Span, skipInputValidation: true);
        json.WriteTexts("scopes", record.Scopes);
        json.WriteBoolean("exists", true);
        json.WriteString("created_at", record.CreatedAt.UtcDateTime);
        json.WriteString("last_updated_at", record.LastUpdatedAt.UtcDateTime);
        if (record.ExpiresAt is { } expiry)
        {
            json.WriteString("expires_at", expiry.UtcDateTime);
        }

        json.WriteBoolean("resume", record.Resume);
        json.WriteEndObject();
    }

    private static LuaValue Build(Action<Utf8JsonWriter> write) => LuaValue.FromJson(JsonText.Of(write));
}
