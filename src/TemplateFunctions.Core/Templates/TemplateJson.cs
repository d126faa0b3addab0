using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Templates;

/// <summary>A stored template as JSON: what the template routes answer, and what a template sees of itself as <c>ctx.data</c>.</summary>
public static class TemplateJson
{
    /// <summary>UTF-8 JSON of the whole record, in a form that can be stored again.</summary>
    public static byte[] ToJson(TemplateRecord record) => JsonText.Of(json => WriteWithFiles(json, record));

    /// <summary>The same without <c>files</c>.</summary>
    public static byte[] ToJsonWithoutFiles(TemplateRecord record) => JsonText.Of(json => WriteWithoutFiles(json, record));

    /// <summary>Writes the whole record as one object.</summary>
    public static void WriteWithFiles(Utf8JsonWriter json, TemplateRecord record) => Write(json, record, files: true);

    /// <summary>Writes the record without <c>files</c> as one object.</summary>
    public static void WriteWithoutFiles(Utf8JsonWriter json, TemplateRecord record) => Write(json, record, files: false);

    private static void Write(Utf8JsonWriter json, TemplateRecord record, bool files)
    {
        json.WriteStartObject();
        json.WriteString("guild_id", record.Guild.ToString());
        json.WriteString("name", record.Name);
        if (files)
        {
            WriteFiles(json, record.Files);
        }

        json.WriteTexts("events", record.Events);
        json.WriteTexts("allowed_caps", record.AllowedCaps);
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
}
