using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// Where a walk over the matches of a subject has got to: the contents of a userdata that only library files see. It holds
/// pointers into the subject and the pattern, which its user values 1 and 2 keep alive; Lua strings do not move.
/// </summary>
internal unsafe struct MatchState
{
    public byte* SubjectBytes;
    public byte* PatternBytes;
    public int SubjectLength;
    public int PatternLength;

    /// <summary>Where the next search begins.</summary>
    public int Position;

    /// <summary>The end of the match before, which an empty match must not repeat.</summary>
    public int LastEnd;

    public long StepsLeft;
    public bool Anchored;

    public readonly ReadOnlySpan<byte> Subject => new(SubjectBytes, SubjectLength);

    /// <summary>Pushes the state of a walk over the strings at stack indices 1 and 2.</summary>
    public static MatchState* Push(nint L, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> pattern, int userValues, int size = 0)
    {
        var state = (MatchState*)LuaNative.lua_newuserdatauv(L, (nuint)Math.Max(size, sizeof(MatchState)), userValues);
        LuaNative.lua_pushvalue(L, 1);
        LuaNative.lua_setiuservalue(L, -2, 1);
        LuaNative.lua_pushvalue(L, 2);
        LuaNative.lua_setiuservalue(L, -2, 2);
        *state = new MatchState
        {
            SubjectBytes = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(
                ref System.Runtime.InteropServices.MemoryMarshal.GetReference(subject)),
            SubjectLength = subject.Length,
            PatternBytes = (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(
                ref System.Runtime.InteropServices.MemoryMarshal.GetReference(pattern)),
            PatternLength = pattern.Length,
            LastEnd = LuaPattern.NoMatch,
            StepsLeft = StepMeter.TotalFor(subject.Length),
        };
        return state;
    }

    public readonly LuaPattern CreateMatcher(VmBlock* block)
    {
        var pattern = new ReadOnlySpan<byte>(PatternBytes, PatternLength);
        return new LuaPattern(Subject, Anchored ? pattern[1..] : pattern, StepMeter.Resume(block, SubjectLength, StepsLeft));
    }

    /// <summary>Searches the next match and remembers where to go on, also after a pause.</summary>
    public SearchResult Search(ref LuaPattern matcher, out int start, out int end)
    {
        start = Position;
        var result = matcher.Search(ref start, LastEnd, Anchored, out end);
        StepsLeft = StepMeter.TotalFor(SubjectLength);
        if (result == SearchResult.Found)
        {
            Position = LastEnd = end;
        }
        else if (result == SearchResult.Paused)
        {
            Position = start;
            StepsLeft = matcher.Meter.Remaining;
        }

        return result;
    }
}
