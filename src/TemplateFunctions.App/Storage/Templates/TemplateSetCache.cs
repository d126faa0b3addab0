using System.Collections.Concurrent;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>
/// The sets this process has read, each good while nobody has announced a change, and at most for a time; then it is to be confirmed
/// by its revision.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="longest">For how long a set is believed whatever was announced: a writer may die between its write and its word.</param>
internal sealed class TemplateSetCache(TimeProvider time, TimeSpan longest)
{
    // A process serves the guilds of its partitions; far more than these would be strangers' questions.
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<GuildId, Entry> _sets = new();

    /// <summary>The set, when nothing was announced since it was read or confirmed.</summary>
    public TemplateSet? Fresh(GuildId guild, string change) =>
        _sets.TryGetValue(guild, out var entry) && entry.Mark is var mark && mark.Change == change && time.GetElapsedTime(mark.Asked) < longest ? entry.Set : null;

    /// <summary>The set, when its revision was still this one at the time of asking; good for another while then.</summary>
    public TemplateSet? Confirm(GuildId guild, string revision, SetMark mark)
    {
        if (!_sets.TryGetValue(guild, out var entry) || entry.Set.Revision != revision)
        {
            return null;
        }

        entry.Mark = mark;
        return entry.Set;
    }

    public void Keep(GuildId guild, TemplateSet set, SetMark mark)
    {
        if (_sets.Count >= Most)
        {
            _sets.Clear();
        }

        _sets[guild] = new Entry(set) { Mark = mark };
    }

    public void Forget(GuildId guild) => _sets.TryRemove(guild, out _);

    private sealed class Entry(TemplateSet set)
    {
        public readonly TemplateSet Set = set;
        public volatile SetMark Mark = new(0, "");
    }
}

/// <summary>When a set was asked for, and under which announced change.</summary>
internal sealed record SetMark(long Asked, string Change);
