using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// The primitives behind <c>string.gmatch</c>, and behind <c>string.gsub</c> with a function or a table: a state that is made once
/// and gives one match after the other, so that the loop itself is Lua and may yield.
/// </summary>
internal static unsafe class StringIteration
{
    /// <summary>First argument of <c>again</c>: go on to the next match.</summary>
    public const int Kind = 3;

    /// <summary><c>gmatch(subject, pattern, init)</c> -> nil, state.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Matches(nint L) => PrimitiveCall.Guard(L, &BeginMatches);

    /// <summary><c>matches(subject, pattern, replacement, max)</c> -> nil, state, subject, max, anchored.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Replacements(nint L) => PrimitiveCall.Guard(L, &BeginReplacements);

    /// <summary><c>next(state)</c> -> nil, [start, end,] captures; nil alone at the end.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint L) => PrimitiveCall.Guard(L, &RunNext);

    public static int Again(in PrimitiveCall call) => Run(call, 2);

    private static int BeginMatches(nint L)
    {
        using var call = new PrimitiveCall(L, "gmatch");
        var init = 1L;
        if (!call.Text(1, out var subject) || !call.Text(2, out _) || !call.OptionalInteger(3, ref init))
        {
            return 1;
        }

        var position = Math.Min(StringSearch.StartOf(init, subject.Length), subject.Length + 1L);
        return PushState(call, new State { Position = (int)position }, subject.Length);
    }

    private static int BeginReplacements(nint L)
    {
        using var call = new PrimitiveCall(L, "gsub");
        if (!call.Text(1, out var subject) || !call.Text(2, out var pattern))
        {
            return 1;
        }

        var max = subject.Length + 1L;
        if (!call.OptionalInteger(4, ref max))
        {
            return 1;
        }

        var anchored = !pattern.IsEmpty && pattern[0] == '^';
        var byTable = LuaNative.lua_type(L, 3) == LuaType.Table;
        PushState(call, new State { ForReplacement = true, Anchored = anchored, FirstCaptureOnly = byTable }, subject.Length);
        LuaNative.lua_pushvalue(L, 1);
        LuaNative.lua_pushinteger(L, max);
        LuaNative.lua_pushboolean(L, anchored ? 1 : 0);
        return 5;
    }

    private static int PushState(in PrimitiveCall call, State initial, int subjectLength)
    {
        if (!call.Reserve(sizeof(State)))
        {
            return call.NotEnoughMemory();
        }

        initial.LastEnd = LuaPattern.NoMatch;
        initial.StepsLeft = StepMeter.TotalFor(subjectLength);
        LuaNative.lua_pushnil(call.L);
        *(State*)LuaNative.lua_newuserdatauv(call.L, (nuint)sizeof(State), 2) = initial;
        LuaNative.lua_pushvalue(call.L, 1);
        LuaNative.lua_setiuservalue(call.L, -2, 1);
        LuaNative.lua_pushvalue(call.L, 2);
        LuaNative.lua_setiuservalue(call.L, -2, 2);
        return 2;
    }

    private static int RunNext(nint L)
    {
        using var call = new PrimitiveCall(L, "next");
        return Run(call, 1);
    }

    private static int Run(in PrimitiveCall call, int argument)
    {
        var L = call.L;
        var state = (State*)LuaNative.lua_touserdata(L, argument);
        LuaNative.lua_getiuservalue(L, argument, 1);
        LuaNative.lua_getiuservalue(L, argument, 2);
        if (!call.Text(-2, out var subject) || !call.Text(-1, out var pattern))
        {
            return 1;
        }

        if (state->Position > subject.Length)
        {
            LuaNative.lua_pushnil(L);
            return 1;
        }

        var meter = StepMeter.Resume(call.Block, subject.Length, state->StepsLeft);
        var matcher = new LuaPattern(subject, state->Anchored ? pattern[1..] : pattern, meter);
        var position = state->Position;
        var result = matcher.Search(ref position, state->LastEnd, state->Anchored, out var end);
        state->StepsLeft = StepMeter.TotalFor(subject.Length);
        switch (result)
        {
            case SearchResult.Found:
                state->Position = state->LastEnd = end;
                LuaNative.lua_pushnil(L);
                var results = 1;
                if (state->ForReplacement)
                {
                    LuaNative.lua_pushinteger(L, position + 1);
                    LuaNative.lua_pushinteger(L, end);
                    results = 3;
                }

                var most = state->FirstCaptureOnly ? 1 : LuaPattern.MaximumCaptures;
                return Captures.Push(call, ref matcher, subject, position, end, whole: true, results, most);
            case SearchResult.NotFound:
                LuaNative.lua_pushnil(L);
                return call.Complete(matcher.Meter, 1);
            case SearchResult.Paused:
                state->Position = position;
                state->StepsLeft = matcher.Meter.Remaining;
                LuaNative.lua_pushboolean(L, 0);
                LuaNative.lua_pushinteger(L, Kind);
                LuaNative.lua_pushvalue(L, argument);
                return 3;
            default:
                return call.Complete(matcher.Meter, call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex)));
        }
    }

    private struct State
    {
        public long StepsLeft;
        public int Position;
        public int LastEnd;
        public bool ForReplacement;
        public bool Anchored;

        /// <summary>A table is indexed by the first capture; the others do not matter.</summary>
        public bool FirstCaptureOnly;
    }
}
