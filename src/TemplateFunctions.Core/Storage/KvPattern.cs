namespace TemplateFunctions.Core.Storage;

/// <summary>
/// A SQL <c>ILIKE</c> pattern over keys: <c>%</c> any run, <c>_</c> any one character, <c>\</c> takes the next one literally (at the
/// end it stands for itself), letter case ignored. Every store uses this one, so that a search finds the same everywhere.
/// </summary>
/// <remarks>
/// Patterns and keys are written by templates, so the work is counted: a search that takes more than <see cref="MaxSteps"/>
/// comparisons over all keys is refused with <see cref="ArgumentException"/>. Not thread-safe: one instance for one search.
/// </remarks>
public sealed class KvPattern
{
    /// <summary>Comparisons one search may take; ordinary ones take a few for each character of each key.</summary>
    public const long MaxSteps = 100_000_000;

    private const int AnyCharacter = -1;
    private readonly List<int[]> parts = [];
    private readonly bool openStart;
    private readonly bool openEnd;
    private long steps;

    /// <summary>Parses the pattern. <see cref="ArgumentException"/> when it has more than 1,024 characters.</summary>
    public KvPattern(string pattern)
    {
        if (pattern.Length > 2 * StorageLimits.KvKeyLength)
        {
            throw new ArgumentException($"The pattern has {pattern.Length} characters; at most {2 * StorageLimits.KvKeyLength} are allowed.", nameof(pattern));
        }

        pattern = pattern.ToUpperInvariant();
        var part = new List<int>();
        for (var i = 0; i < pattern.Length; i++)
        {
            var wild = pattern[i] == '%';
            openStart |= wild && parts.Count == 0 && part.Count == 0;
            openEnd = wild;
            if (wild)
            {
                AddPart(part);
            }
            else if (pattern[i] == '_')
            {
                part.Add(AnyCharacter);
            }
            else
            {
                i += pattern[i] == '\\' && i + 1 < pattern.Length ? 1 : 0;
                part.Add(pattern[i]);
            }
        }

        AddPart(part);
    }

    /// <summary>Whether the whole key matches.</summary>
    public bool Matches(string key)
    {
        Span<char> upper = key.Length <= StorageLimits.KvKeyLength ? stackalloc char[key.Length] : new char[key.Length];
        key.AsSpan().ToUpperInvariant(upper);
        ReadOnlySpan<char> rest = upper;
        for (var i = 0; i < parts.Count; i++)
        {
            var anchored = i == 0 && !openStart;
            var toEnd = i == parts.Count - 1 && !openEnd;
            var end = Find(rest, parts[i], anchored, toEnd);
            if (end < 0)
            {
                return false;
            }

            rest = rest[end..];
        }

        return rest.IsEmpty || openEnd;
    }

    private void AddPart(List<int> part)
    {
        if (part.Count > 0)
        {
            parts.Add([.. part]);
            part.Clear();
        }
    }

    /// <summary>Where the part ends at its first fitting place, or -1.</summary>
    private int Find(ReadOnlySpan<char> text, int[] part, bool anchored, bool toEnd)
    {
        var lastStart = anchored ? 0 : text.Length;
        for (var start = 0; start <= lastStart; start++)
        {
            // A start inside a surrogate pair is none: `_` stands for a whole character.
            if (start > 0 && start < text.Length && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1]))
            {
                continue;
            }

            var end = MatchAt(text, start, part);
            if (end >= 0 && (!toEnd || end == text.Length))
            {
                return end;
            }
        }

        return -1;
    }

    private int MatchAt(ReadOnlySpan<char> text, int at, int[] part)
    {
        foreach (var wanted in part)
        {
            if (++steps > MaxSteps)
            {
                throw new ArgumentException($"The search takes more than {MaxSteps} comparisons over the guild's keys. Make the pattern more specific.");
            }

            if (at >= text.Length)
            {
                return -1;
            }

            if (wanted == AnyCharacter)
            {
                at += char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
            }
            else if (text[at++] != wanted)
            {
                return -1;
            }
        }

        return at;
    }
}
