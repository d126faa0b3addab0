using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// The primitives behind <c>string.gsub</c> with a function: they give one match after the other and take the value for
/// it, so that the calls between them are made by Lua and may yield.
/// </summary>
internal static unsafe class ReplacementIteration
{
    /// <summary>First argument of <c>again</c>: go on to the next match.</summary>
    public const int Kind = 4;

    private const int BufferValue = 3;

    /// <summary><c>matches(subject, pattern, replacement, max)</c> -> nil, state.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Begin(nint L) => Primitive.Guard(L, &RunBegin);

    /// <summary>
    /// <c>replace(state, value)</c>: takes the value for the match it gave before (nil or false keep the text) and gives the next:
    /// nil, true, captures | nil, false, result, count.
    /// </summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint L) => Primitive.Guard(L, &RunNext);

    /// <summary>Goes on after a pause: <c>again(kind, state)</c>.</summary>
    public static int Again(in PrimitiveCall call) => Search(call, 2, (State*)LuaNative.lua_touserdata(call.L, 2));

    private static int RunBegin(nint L)
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

        if (!call.Reserve(sizeof(State)))
        {
            return call.NotEnoughMemory();
        }

        LuaNative.lua_pushnil(L);
        var state = (State*)MatchState.Push(L, subject, pattern, 3, sizeof(State));
        state->Matches.Anchored = !pattern.IsEmpty && pattern[0] == '^';
        state->Max = max;
        state->Captures = LuaNative.lua_type(L, 3) == LuaType.Table ? 1 : LuaPattern.MaximumCaptures;
        state->Count = 0;
        state->Copied = 0;
        state->Start = LuaPattern.NoMatch;
        state->Buffer = null;
        state->Length = state->Capacity = 0;
        return 2;
    }

    private static int RunNext(nint L)
    {
        using var call = new PrimitiveCall(L, "gsub");
        var state = (State*)LuaNative.lua_touserdata(L, 1);
        if (state->Start != LuaPattern.NoMatch && !TakeValue(call, state))
        {
            return 1;
        }

        return Search(call, 1, state);
    }

    /// <summary>Takes the value at stack index 2 for the match that was given last.</summary>
    private static bool TakeValue(in PrimitiveCall call, State* state)
    {
        var start = state->Start;
        state->Start = LuaPattern.NoMatch;
        var type = LuaNative.lua_type(call.L, 2);
        if (type is not (LuaType.String or LuaType.Number))
        {
            if (LuaNative.lua_toboolean(call.L, 2) == 0)
            {
                return true;
            }

            call.Failure($"invalid replacement value (a {LuaType.NameOf(type)})");
            return false;
        }

        call.Value(2, type, out var value);
        if (!Append(call, state, 1, state->Matches.Subject[state->Copied..start]) || !Append(call, state, 1, value))
        {
            return false;
        }

        state->Copied = state->Matches.LastEnd;
        return true;
    }

    private static int Search(in PrimitiveCall call, int argument, State* state)
    {
        var L = call.L;
        var subject = state->Matches.Subject;
        if (state->Count >= state->Max || (state->Matches.Anchored && state->Count != 0))
        {
            return Finish(call, argument, state);
        }

        var matcher = state->Matches.CreateMatcher(call.Block);
        switch (state->Matches.Search(ref matcher, out var start, out var end))
        {
            case SearchResult.Found:
                state->Start = start;
                state->Count++;
                LuaNative.lua_pushnil(L);
                LuaNative.lua_pushboolean(L, 1);
                return Captures.Push(call, ref matcher, subject, start, end, whole: true, 2, state->Captures);
            case SearchResult.NotFound:
                return call.Complete(matcher.Meter, Finish(call, argument, state));
            case SearchResult.Paused:
                LuaNative.lua_pushboolean(L, 0);
                LuaNative.lua_pushinteger(L, Kind);
                LuaNative.lua_pushvalue(L, argument);
                return 3;
            default:
                return call.Complete(matcher.Meter, call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex)));
        }
    }

    private static int Finish(in PrimitiveCall call, int argument, State* state)
    {
        var L = call.L;
        if (state->Copied == 0 && state->Length == 0)
        {
            LuaNative.lua_pushnil(L);
            LuaNative.lua_pushboolean(L, 0);
            LuaNative.lua_getiuservalue(L, argument, 1);
        }
        else
        {
            if (!Append(call, state, argument, state->Matches.Subject[state->Copied..]))
            {
                return 1;
            }

            if (!call.Reserve(state->Length))
            {
                return call.NotEnoughMemory();
            }

            LuaNative.lua_pushnil(L);
            LuaNative.lua_pushboolean(L, 0);
            LuaNative.lua_pushlstring(L, state->Buffer, (nuint)state->Length);
        }

        LuaNative.lua_pushinteger(L, state->Count);
        return 4;
    }

    /// <summary>Appends to the buffer, a userdata that is the state's third user value and so belongs to the VM's memory.</summary>
    private static bool Append(in PrimitiveCall call, State* state, int argument, ReadOnlySpan<byte> text)
    {
        var needed = (long)state->Length + text.Length;
        if (needed > call.Block->SingleLimit)
        {
            call.Failure("resulting string too large");
            return false;
        }

        if (needed > state->Capacity)
        {
            var capacity = (int)Math.Max(needed, Math.Min(call.Block->SingleLimit, Math.Max(256L, 2L * state->Capacity)));
            if (!call.Reserve(capacity))
            {
                call.NotEnoughMemory();
                return false;
            }

            var larger = (byte*)LuaNative.lua_newuserdatauv(call.L, (nuint)capacity, 0);
            new ReadOnlySpan<byte>(state->Buffer, state->Length).CopyTo(new Span<byte>(larger, capacity));
            LuaNative.lua_setiuservalue(call.L, argument, BufferValue);
            state->Buffer = larger;
            state->Capacity = capacity;
        }

        text.CopyTo(new Span<byte>(state->Buffer + state->Length, state->Capacity - state->Length));
        state->Length += text.Length;
        return true;
    }

    private struct State
    {
        /// <summary>First, so that a state is a match state as well.</summary>
        public MatchState Matches;

        public long Max;
        public long Count;
        public byte* Buffer;
        public int Length;
        public int Capacity;

        /// <summary>Up to where the subject is in the buffer.</summary>
        public int Copied;

        /// <summary>Where the match begins that waits for its value; -1 for none.</summary>
        public int Start;

        /// <summary>How many captures are asked for: a table is indexed by the first.</summary>
        public int Captures;
    }
}
