using System.Runtime.CompilerServices;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The single items of a pattern: characters, classes, sets, <c>%b</c>, <c>%f</c> and back references.</summary>
internal ref partial struct LuaPattern
{
    /// <summary>Where the class that begins at <paramref name="p"/> ends, or <see cref="Fault"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int ClassEnd(int p) => _pattern[p] switch
    {
        Escape => p + 1 == _pattern.Length ? Fail(PatternStatus.EndsWithEscape) : p + 2,
        (byte)'[' => SetEnd(p),
        _ => p + 1,
    };

    private int SetEnd(int start)
    {
        var p = start + 1;
        if (At(p) == '^')
        {
            p++;
        }

        do
        {
            if (p == _pattern.Length)
            {
                return Fail(PatternStatus.MissingBracket);
            }

            if (_pattern[p++] == Escape && p < _pattern.Length)
            {
                p++;
            }
        }
        while (At(p) != ']');

        return Meter.Spend((p - start) >> 1) ? p + 1 : Fail(PatternStatus.TooComplex);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MatchOne(int s, int p, int end)
    {
        if ((uint)s >= (uint)_subject.Length)
        {
            return false;
        }

        var value = _subject[s];
        return _pattern[p] switch
        {
            (byte)'.' => true,
            Escape => CharacterClass.Contains(_pattern[p + 1], value),
            (byte)'[' => MatchSet(value, p, end - 1),
            var literal => literal == value,
        };
    }

    /// <summary>Whether the set from <paramref name="p"/> (its bracket) to <paramref name="last"/> (the closing one) holds a byte.</summary>
    private readonly bool MatchSet(byte value, int p, int last)
    {
        var negated = _pattern[p + 1] == '^';
        if (negated)
        {
            p++;
        }

        while (++p < last)
        {
            var item = _pattern[p];
            bool hit;
            if (item == Escape)
            {
                hit = CharacterClass.Contains(_pattern[++p], value);
            }
            else if (_pattern[p + 1] == '-' && p + 2 < last)
            {
                p += 2;
                hit = item <= value && value <= _pattern[p];
            }
            else
            {
                hit = item == value;
            }

            if (hit)
            {
                return !negated;
            }
        }

        return negated;
    }

    /// <summary>How often the class matches from <paramref name="s"/> on, or <see cref="Fault"/>.</summary>
    private int CountRun(int s, int p, int end)
    {
        var rest = _subject[s..];
        int run;
        int cost;
        switch (_pattern[p])
        {
            case (byte)'.':
                return rest.Length;
            case (byte)'[':
                return CountSetRun(rest, p, end);
            case Escape:
                var letter = _pattern[p + 1];
                for (run = 0; run < rest.Length && CharacterClass.Contains(letter, rest[run]);)
                {
                    run++;
                }

                cost = run;
                break;
            case var literal:
                run = rest.IndexOfAnyExcept(literal);
                run = run < 0 ? rest.Length : run;
                cost = run >> 4;
                break;
        }

        return Meter.Spend(cost) ? run : Fail(PatternStatus.TooComplex);
    }

    private int CountSetRun(ReadOnlySpan<byte> rest, int p, int end)
    {
        var cost = 1 + ((end - p) >> 1);
        for (var run = 0; run < rest.Length; run++)
        {
            if (!MatchSet(rest[run], p, end - 1))
            {
                return run;
            }

            if (!Meter.Spend(cost))
            {
                return Fail(PatternStatus.TooComplex);
            }
        }

        return rest.Length;
    }

    private int MatchBalance(int s, int p)
    {
        if (p >= _pattern.Length - 1)
        {
            return Fail(PatternStatus.MissingBalanceArguments);
        }

        var open = _pattern[p];
        var close = _pattern[p + 1];
        if ((uint)s >= (uint)_subject.Length || _subject[s] != open)
        {
            return NoMatch;
        }

        var depth = 1;
        var end = s + 1;
        for (; end < _subject.Length; end++)
        {
            var value = _subject[end];
            if (value == close)
            {
                if (--depth == 0)
                {
                    break;
                }
            }
            else if (value == open)
            {
                depth++;
            }
        }

        if (!Meter.Spend(end - s))
        {
            return Fail(PatternStatus.TooComplex);
        }

        return depth == 0 ? end + 1 : NoMatch;
    }

    private int MatchFrontier(int s, ref int p)
    {
        p += 2;
        if (At(p) != '[')
        {
            return Fail(PatternStatus.MissingFrontierSet);
        }

        var end = ClassEnd(p);
        if (end < 0)
        {
            return Fault;
        }

        var previous = s == 0 ? (byte)0 : _subject[s - 1];
        var next = s < _subject.Length ? _subject[s] : (byte)0;
        var matches = !MatchSet(previous, p, end - 1) && MatchSet(next, p, end - 1);
        p = end;
        return matches ? s : NoMatch;
    }

    private int MatchBackReference(int s, byte digit)
    {
        var index = digit - '1';
        if (index < 0 || index >= _level || _lengths[index] == UnfinishedCapture)
        {
            return Fail(PatternStatus.InvalidCaptureIndex, index + 1);
        }

        var length = _lengths[index];
        if (length == PositionCapture || _subject.Length - s < length)
        {
            return NoMatch;
        }

        if (!Meter.Spend(length >> 4))
        {
            return Fail(PatternStatus.TooComplex);
        }

        return _subject.Slice(_starts[index], length).SequenceEqual(_subject.Slice(s, length)) ? s + length : NoMatch;
    }
}
