using System.Text.Json;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Templates;

/// <summary>A stored template as JSON: what the template routes answer, and what a template sees of itself as <c>ctx.data</c>.</summary>
public static class TemplateJson
{
    /// <summary>UTF-8 JSON of the whole record, in a form that can be stored again.</summary>
    public static byte[] ToJson(TemplateRecord record) => Write(record, WriteWithFiles);

    /// <summary>The same without <c>files</c>.</summary>
    public static byte[] ToJsonWithoutFiles(TemplateRecord record) => Write(record, WriteWithoutFiles);

    /// <summary>Writes the whole record as one object.</summary>
    public static void WriteWithFiles(Utf8JsonWriter json, TemplateRecord record) => Write(json, record, files: true);

    /// <summary>Writes the record without <c>files</c> as one object.</summary>
    public static void WriteWithoutFiles(Utf8JsonWriter json, TemplateRecord record) => Write(json, record, files: false);

    private static byte[] Write(TemplateRecord record, Action<Utf8JsonWriter, TemplateRecord> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            write(json, record);
        }

        return buffer.ToArray();
    }

    private static void Write(Utf8JsonWriter json, TemplateRecord record, bool files)
    {
        json.WriteStartObject();
        json.WriteString("guild_id", record.Guild.ToString());
        json.WriteString("name", record.Name);
        if (files)
        {
            WriteFiles(json, record.Files);
        }

        WriteTexts(json, "events", record.Events);
        WriteTexts(json, "allowed_caps", record.AllowedCaps);
        if (record.ErrorChannel is not null)
        {
            json.WriteString("error_channel", record.ErrorChannel);
        }

        json.WriteBoolean("paused", record.Paused);
        json.WriteString("created_at", record.CreatedAt);
        json.WriteString("updated_at", record.UpdatedAt);
        json.WriteString("version", record.Version);
        json.WriteEndObject();
    }

    private static void WriteFiles(Utf8JsonWriter json, IReadOnlyDictionary<string, string> files)
    {
        json.WriteStartObject("files");
        foreach (var (path, text) in files.OrderBy(file => file.Key, StringComparer.Ordinal))
        {
            json.WriteString(path, text);
        }

        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IReadOnlyList<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
