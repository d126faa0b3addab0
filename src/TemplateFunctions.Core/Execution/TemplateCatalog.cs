using System.Collections.Concurrent;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>
/// Which templates a guild has and which of them want an event. Asks the store every time, which is cheap, and keeps what it
/// made of the answer for as long as the set's revision stays the same.
/// </summary>
internal sealed class TemplateCatalog(ITemplateStore store)
{
    private readonly ConcurrentDictionary<GuildId, GuildTemplates> _guilds = new();

    /// <summary>The template, paused or not, or null.</summary>
    public async ValueTask<CatalogTemplate?> FindAsync(GuildId guild, string name, CancellationToken cancellation) =>
        (await LoadAsync(guild, cancellation)).ByName.GetValueOrDefault(name);

    /// <summary>The templates that get the event: those that subscribe, or those that were named, subscribed or not.</summary>
    /// <returns>The templates, and the names that no template has.</returns>
    public async ValueTask<(IReadOnlyList<CatalogTemplate> Wanted, IReadOnlyList<string> Unknown)> ForEventAsync(
        GuildId guild, EventTopic topic, IReadOnlyList<string>? named, CancellationToken cancellation)
    {
        var templates = await LoadAsync(guild, cancellation);
        if (named is null)
        {
            return ([.. templates.ByName.Values.Where(t => !t.Paused && t.Wants(topic))], []);
        }

        var names = named.Distinct(StringComparer.Ordinal).ToArray();
        return (
            [.. names.Select(templates.ByName.GetValueOrDefault).OfType<CatalogTemplate>().Where(t => !t.Paused)],
            [.. names.Where(name => !templates.ByName.ContainsKey(name))]);
    }

    /// <summary>The revision of the guild's set.</summary>
    public async ValueTask<string> RevisionAsync(GuildId guild, CancellationToken cancellation) =>
        (await LoadAsync(guild, cancellation)).Revision;

    /// <summary>Forgets what was made of the guild's templates.</summary>
    public void Invalidate(GuildId guild) => _guilds.TryRemove(guild, out _);

    private async ValueTask<GuildTemplates> LoadAsync(GuildId guild, CancellationToken cancellation)
    {
        var set = await store.ListAsync(guild, cancellation);
        if (_guilds.TryGetValue(guild, out var known) && known.Revision == set.Revision)
        {
            return known;
        }

        if (set.Templates.Count == 0)
        {
            _guilds.TryRemove(guild, out _);
            return GuildTemplates.None(set.Revision);
        }

        var made = new GuildTemplates(set.Revision, set.Templates.ToDictionary(r => r.Name, r => Reuse(known, r), StringComparer.Ordinal));
        _guilds[guild] = made;
        return made;
    }

    // A record is made again whenever its text or its rights may have changed; compiled code is cached by the runtime under the version.
    private static CatalogTemplate Reuse(GuildTemplates? known, TemplateRecord record) =>
        known?.ByName.GetValueOrDefault(record.Name) is { } old && old.ETag == record.ETag ? old : new CatalogTemplate(record);

    private sealed record GuildTemplates(string Revision, IReadOnlyDictionary<string, CatalogTemplate> ByName)
    {
        public static GuildTemplates None(string revision) => new(revision, new Dictionary<string, CatalogTemplate>());
    }
}
