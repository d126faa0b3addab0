namespace TemplateFunctions.Runtime.Text;

/// <summary>What a search came to.</summary>
internal enum SearchResult
{
    Found,
    NotFound,

    /// <summary>The slice is over and nothing was found yet: go on later from the position that was reached.</summary>
    Paused,

    Fault,
}

/// <summary>The search for the first position where a pattern matches.</summary>
internal ref partial struct LuaPattern
{
    /// <summary>Searches from <paramref name="position"/> on.</summary>
    /// <param name="position">In: where to begin. Out: the start of the match, or where to go on after a pause.</param>
    /// <param name="lastEnd">The end of the match before, which an empty match must not repeat; -1 for none.</param>
    /// <param name="anchored">Only the first position counts.</param>
    /// <param name="end">The end of the match.</param>
    public SearchResult Search(ref int position, int lastEnd, bool anchored, out int end)
    {
        for (; ; position++)
        {
            if (_literal >= 0 && !anchored && !SkipToLiteral(ref position))
            {
                end = NoMatch;
                return Status == PatternStatus.Ok ? SearchResult.NotFound : SearchResult.Fault;
            }

            end = MatchAt(position);
            if (end == Fault)
            {
                return SearchResult.Fault;
            }

            if (end != NoMatch && end != lastEnd)
            {
                return SearchResult.Found;
            }

            if (anchored || position >= _subject.Length)
            {
                return SearchResult.NotFound;
            }

            if (Meter.SliceOver)
            {
                position++;
                return SearchResult.Paused;
            }
        }
    }

    /// <summary>A pattern that begins with a plain character can match only where that character is.</summary>
    private bool SkipToLiteral(ref int position)
    {
        var distance = _subject[position..].IndexOf((byte)_literal);
        if (distance < 0)
        {
            return false;
        }

        position += distance;
        return Meter.Spend(distance >> 4) || Fail(PatternStatus.TooComplex) == 0;
    }

    private static short LeadingLiteral(ReadOnlySpan<byte> pattern)
    {
        if (pattern.IsEmpty || "^$*+?.([%-)"u8.Contains(pattern[0]) || (pattern.Length > 1 && "*?-"u8.Contains(pattern[1])))
        {
            return -1;
        }

        return pattern[0];
    }
}
