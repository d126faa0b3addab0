using System.Runtime.CompilerServices;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// Matches one Lua pattern at one position of one subject: Lua 5.4's backtracking matcher, with every step counted.
/// </summary>
/// <remarks>
/// Positions are zero-based. Methods return the end of the match, <see cref="NoMatch"/>, or <see cref="Fault"/> with the reason in
/// <see cref="Status"/>; a fault travels up like a result because every caller hands on whatever is not <see cref="NoMatch"/>.
/// Nesting is limited to 200 levels, as in Lua, so that no subject can use up the stack.
/// </remarks>
internal ref partial struct LuaPattern
{
    public const int NoMatch = -1;
    public const int Fault = -2;
    public const int MaximumCaptures = 32;
    public const int PositionCapture = -2;

    private const int UnfinishedCapture = -1;
    private const int MaximumDepth = 200;
    private const byte Escape = (byte)'%';

    private readonly ReadOnlySpan<byte> _subject;
    private readonly ReadOnlySpan<byte> _pattern;
    private readonly short _literal;
    private int _depth;
    private int _level;
    private Slots _starts;
    private Slots _lengths;

    /// <param name="subject">The bytes to search.</param>
    /// <param name="pattern">The pattern without its anchor.</param>
    /// <param name="meter">What the work may cost.</param>
    [SkipLocalsInit]
    public LuaPattern(ReadOnlySpan<byte> subject, ReadOnlySpan<byte> pattern, StepMeter meter)
    {
        _subject = subject;
        _pattern = pattern;
        Meter = meter;
        Unsafe.SkipInit(out _starts);
        Unsafe.SkipInit(out _lengths);
        _literal = LeadingLiteral(pattern);
    }

    public StepMeter Meter;

    public PatternStatus Status { get; private set; }

    /// <summary>The capture a fault is about.</summary>
    public int StatusIndex { get; private set; }

    /// <summary>How many captures the last match has.</summary>
    public readonly int Captures => _level;

    /// <summary>
    /// The extent of a capture of the last match at <paramref name="start"/>..<paramref name="end"/>; capture 0 of a pattern
    /// without captures is the whole match. The length is <see cref="PositionCapture"/> for a position.
    /// </summary>
    public bool TryGetCapture(int index, int start, int end, out int captureStart, out int captureLength)
    {
        if (index < _level)
        {
            captureStart = _starts[index];
            captureLength = _lengths[index];
            return captureLength != UnfinishedCapture || Fail(PatternStatus.UnfinishedCapture) == 0;
        }

        captureStart = start;
        captureLength = end - start;
        return index == 0 || Fail(PatternStatus.InvalidCaptureIndex, index + 1) == 0;
    }

    public int MatchAt(int position)
    {
        _level = 0;
        _depth = MaximumDepth;
        Meter.BeginAttempt();
        return Match(position, 0);
    }

    public int Fail(PatternStatus status, int index = 0)
    {
        Status = status;
        StatusIndex = index;
        return Fault;
    }

    private int Match(int s, int p)
    {
        if (_depth-- == 0)
        {
            return Fail(PatternStatus.TooComplex);
        }

        while (p != _pattern.Length)
        {
            if (!Meter.Spend(1))
            {
                return Fail(PatternStatus.TooComplex);
            }

            switch (_pattern[p])
            {
                case (byte)'(':
                    s = At(p + 1) == ')' ? StartCapture(s, p + 2, PositionCapture) : StartCapture(s, p + 1, UnfinishedCapture);
                    goto done;
                case (byte)')':
                    s = EndCapture(s, p + 1);
                    goto done;
                case (byte)'$' when p + 1 == _pattern.Length:
                    s = s == _subject.Length ? s : NoMatch;
                    goto done;
                case Escape:
                    switch (At(p + 1))
                    {
                        case (byte)'b':
                            s = MatchBalance(s, p + 2);
                            p += 4;
                            break;
                        case (byte)'f':
                            s = MatchFrontier(s, ref p);
                            break;
                        case >= (byte)'0' and <= (byte)'9':
                            s = MatchBackReference(s, _pattern[p + 1]);
                            p += 2;
                            break;
                        default:
                            goto single;
                    }

                    break;
                default:
                single:
                    if (MatchItem(ref s, ref p))
                    {
                        goto done;
                    }

                    break;
            }

            if (s < 0)
            {
                break;
            }
        }

    done:
        _depth++;
        return s;
    }

    /// <summary>Matches a character class with its suffix; true when <paramref name="s"/> is the result, false to go on at <paramref name="p"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MatchItem(ref int s, ref int p)
    {
        var end = ClassEnd(p);
        if (end < 0)
        {
            s = Fault;
            return true;
        }

        var suffix = At(end);
        if (!MatchOne(s, p, end))
        {
            var acceptsNothing = suffix is (byte)'*' or (byte)'?' or (byte)'-';
            s = acceptsNothing ? s : NoMatch;
            p = end + 1;
            return !acceptsNothing;
        }

        switch (suffix)
        {
            case (byte)'?':
                var result = Match(s + 1, end + 1);
                s = result != NoMatch ? result : s;
                p = end + 1;
                return result != NoMatch;
            case (byte)'+':
                s = ExpandMost(s + 1, p, end);
                return true;
            case (byte)'*':
                s = ExpandMost(s, p, end);
                return true;
            case (byte)'-':
                s = ExpandLeast(s, p, end);
                return true;
            default:
                s++;
                p = end;
                return false;
        }
    }

    private int ExpandMost(int s, int p, int end)
    {
        var count = CountRun(s, p, end);
        if (count < 0)
        {
            return Fault;
        }

        for (; count >= 0; count--)
        {
            var result = Match(s + count, end + 1);
            if (result != NoMatch)
            {
                return result;
            }
        }

        return NoMatch;
    }

    private int ExpandLeast(int s, int p, int end)
    {
        while (true)
        {
            var result = Match(s, end + 1);
            if (result != NoMatch)
            {
                return result;
            }

            if (!MatchOne(s, p, end))
            {
                return NoMatch;
            }

            s++;
            if (!Meter.Spend((end - p) >> 1))
            {
                return Fail(PatternStatus.TooComplex);
            }
        }
    }

    private int StartCapture(int s, int p, int kind)
    {
        if (_level >= MaximumCaptures)
        {
            return Fail(PatternStatus.TooManyCaptures);
        }

        _starts[_level] = s;
        _lengths[_level] = kind;
        _level++;
        var result = Match(s, p);
        if (result == NoMatch)
        {
            _level--;
        }

        return result;
    }

    private int EndCapture(int s, int p)
    {
        var open = _level - 1;
        while (open >= 0 && _lengths[open] != UnfinishedCapture)
        {
            open--;
        }

        if (open < 0)
        {
            return Fail(PatternStatus.InvalidPatternCapture);
        }

        _lengths[open] = s - _starts[open];
        var result = Match(s, p);
        if (result == NoMatch)
        {
            _lengths[open] = UnfinishedCapture;
        }

        return result;
    }

    /// <summary>The byte at <paramref name="p"/>, or 0 at the end, where Lua's own strings have their terminator.</summary>
    private readonly byte At(int p) => (uint)p < (uint)_pattern.Length ? _pattern[p] : (byte)0;

    [InlineArray(MaximumCaptures)]
    private struct Slots
    {
        private int _first;
    }
}
