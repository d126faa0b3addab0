using System.Collections.Concurrent;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>The sets this process has read, each good for a short time and then to be confirmed by its revision.</summary>
internal sealed class TemplateSetCache(TimeProvider time, TimeSpan freshness)
{
    // A process serves the guilds of its partitions; far more than these would be strangers' questions.
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<GuildId, Entry> _sets = new();

    /// <summary>The set, when it was read or confirmed lately.</summary>
    public TemplateSet? Fresh(GuildId guild) =>
        _sets.TryGetValue(guild, out var entry) && time.GetElapsedTime(Volatile.Read(ref entry.Asked)) < freshness ? entry.Set : null;

    /// <summary>The set, when its revision was still this one at the time of asking; good for another while then.</summary>
    public TemplateSet? Confirm(GuildId guild, string revision, long asked)
    {
        if (!_sets.TryGetValue(guild, out var entry) || entry.Set.Revision != revision)
        {
            return null;
        }

        Volatile.Write(ref entry.Asked, asked);
        return entry.Set;
    }

    public void Keep(GuildId guild, TemplateSet set, long asked)
    {
        if (_sets.Count >= Most)
        {
            _sets.Clear();
        }

        _sets[guild] = new Entry(set) { Asked = asked };
    }

    public void Forget(GuildId guild) => _sets.TryRemove(guild, out _);

    private sealed class Entry(TemplateSet set)
    {
        public readonly TemplateSet Set = set;
        public long Asked;
    }
}
