using System.Text.Json;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>A template as a row; its files are the row's body.</summary>
internal static class TemplateRow
{
    public static TableRow Write(string partition, string key, string etag, TemplateRecord record) => new(partition, key)
    {
        ETag = etag,
        ["Name"] = record.Name,
        ["Tag"] = record.ETag,
        ["Version"] = record.Version,
        ["Events"] = List(record.Events),
        ["AllowedCaps"] = List(record.AllowedCaps),
        ["ErrorChannel"] = record.ErrorChannel,
        ["Paused"] = record.Paused ? 1L : 0L,
        ["CreatedAt"] = record.CreatedAt.UtcTicks,
        ["UpdatedAt"] = record.UpdatedAt.UtcTicks,
    };

    public static TemplateRecord Read(GuildId guild, TableRow row, ReadOnlyMemory<byte> files) => new()
    {
        Guild = guild,
        Name = row.Text("Name"),
        ETag = row.Text("Tag"),
        Version = row.Text("Version"),
        Files = TemplateFilesBlob.Read(files),
        Events = List(row.Bytes("Events")),
        AllowedCaps = List(row.Bytes("AllowedCaps")),
        ErrorChannel = row.OptionalText("ErrorChannel"),
        Paused = row.Number("Paused") != 0,
        CreatedAt = row.Time("CreatedAt"),
        UpdatedAt = row.Time("UpdatedAt"),
    };

    private static byte[] List(IReadOnlyList<string> texts) => JsonSerializer.SerializeToUtf8Bytes(texts);

    private static string[] List(byte[] json) => JsonSerializer.Deserialize<string[]>(json)!;
}
