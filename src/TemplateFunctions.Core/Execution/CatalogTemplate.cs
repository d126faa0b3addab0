using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Templates;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>A template ready to run: what the runtime needs of it, made once per version.</summary>
internal sealed class CatalogTemplate
{
    private readonly Subscription[] _subscriptions;

    public CatalogTemplate(TemplateRecord record)
    {
        Source = record.ToSource();
        ETag = record.ETag;
        Capabilities = record.AllowedCaps;
        Paused = record.Paused;
        DataJson = TemplateJson.ToJsonWithoutFiles(record);
        _subscriptions = [.. record.Events.Select(Subscription.Parse)];
    }

    private CatalogTemplate(TemplateSource source, IReadOnlyList<string> capabilities)
    {
        Source = source;
        Capabilities = capabilities;
        _subscriptions = [];
    }

    public string Name => Source.Name;

    public TemplateSource Source { get; }

    public IReadOnlyList<string> Capabilities { get; }

    public bool Paused { get; }

    public string ETag { get; } = "";

    /// <summary>Shown to the template as <c>ctx.data</c>; null for unsaved source.</summary>
    public ReadOnlyMemory<byte>? DataJson { get; }

    public bool Wants(EventTopic topic) => _subscriptions.Any(subscription => subscription.Matches(topic));

    /// <summary>
    /// Source that was not stored, run under a template's name. Its own sub-isolate keeps it from touching the globals of the
    /// stored template of that name.
    /// </summary>
    public static CatalogTemplate Unsaved(string name, string content, IReadOnlyList<string> capabilities)
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["init.luau"] = content };
        return new(new TemplateSource(name, TemplateRecord.HashFiles(files), files), capabilities);
    }
}
