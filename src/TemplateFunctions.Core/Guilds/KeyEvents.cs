using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The events that records of the key-value store raise.</summary>
internal static class KeyEvents
{
    public static EventRequest Resume(KvRecord record, string id) => Of(EventNames.KeyResume, record, id);

    /// <summary>The id follows from record and time, so that the same expiry raised again is the same event.</summary>
    public static EventRequest Expiry(KvRecord record) => Of(EventNames.KeyExpiry, record, ExpiryId(record));

    private static string ExpiryId(KvRecord record)
    {
        var identity = $"{record.Guild}|{record.Id}|{record.ExpiresAt?.UtcTicks}";
        return "expiry:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, 16));
    }

    private static EventRequest Of(string name, KvRecord record, string id)
    {
        var json = PooledJson.Rent();
        try
        {
            Write(json.Writer, record);
            return new EventRequest { Name = name, BaseName = EventNames.AntiRaid, Id = id, DataJson = json.Written().ToArray() };
        }
        finally
        {
            json.Return();
        }
    }

    private static void Write(Utf8JsonWriter json, KvRecord record)
    {
        json.WriteStartObject();
        json.WriteString("id", record.Id);
        json.WriteString("key", record.Key);
        json.WriteStartArray("scopes");
        foreach (var scope in record.Scopes)
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
