using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.Core.Capabilities;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Templates;

/// <summary>The body with which a template is stored: <c>{files | content, events?, allowed_caps?, error_channel?, paused?, name?}</c>.</summary>
public static class TemplateBody
{
    /// <summary>Reads a body into a record that may be stored, once its source has been compiled.</summary>
    /// <param name="guild">The guild of the address.</param>
    /// <param name="name">The name of the address; a name in the body must be the same.</param>
    /// <param name="utf8">The body.</param>
    /// <param name="now">Becomes both times of the record; the store keeps the creation time of one it replaces.</param>
    /// <param name="record">The valid record.</param>
    /// <param name="problem">TF4001 when the body is not JSON, else TF1101 with every refused field.</param>
    public static bool TryParse(
        GuildId guild,
        string name,
        ReadOnlyMemory<byte> utf8,
        DateTimeOffset now,
        [NotNullWhen(true)] out TemplateRecord? record,
        [NotNullWhen(false)] out Problem? problem) =>
        JsonBody.TryRead(utf8, body => Read(body, guild, name, now), out record, out problem, SourceDiagnostics.TemplateRefused);

    private static TemplateRecord Read(JsonFields body, GuildId guild, string name, DateTimeOffset now)
    {
        if (TextRules.TemplateName(name) is { } fault)
        {
            body.Refuse("name", fault);
        }
        else
        {
            body.Text("name", rule: text => text == name ? null : $"must be \"{name}\", the name in the address, or be left out");
        }

        var files = TemplateFiles.Read(body);
        return new TemplateRecord
        {
            Guild = guild,
            Name = name,
            Files = files,
            Events = Once(body.Texts("events", TemplateLimits.Events, Subscription.Check)),
            AllowedCaps = Once(body.Texts("allowed_caps", CapabilityRules.MaxCount, CapabilityRules.Check)),
            ErrorChannel = body.Text("error_channel", rule: TextRules.Snowflake),
            Paused = body.Boolean("paused") ?? false,
            CreatedAt = now,
            UpdatedAt = now,
            Version = TemplateRecord.HashFiles(files),
        };
    }

    private static string[] Once(IReadOnlyList<string>? texts) => [.. (texts ?? []).Distinct(StringComparer.Ordinal)];
}
