using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The primitives behind <c>string.gmatch</c>: a state that is made once and gives one match after the other.</summary>
internal static unsafe class MatchIteration
{
    /// <summary>First argument of <c>again</c>: go on to the next match.</summary>
    public const int Kind = 3;

    /// <summary><c>gmatch(subject, pattern, init)</c> -> nil, state.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Begin(nint L) => Primitive.Guard(L, &RunBegin);

    /// <summary><c>next(state)</c> -> nil, captures; nil alone at the end.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Next(nint L) => Primitive.Guard(L, &RunNext);

    /// <summary>Goes on after a pause: <c>again(kind, state)</c>.</summary>
    public static int Again(in PrimitiveCall call) => Run(call, 2);

    private static int RunBegin(nint L)
    {
        using var call = new PrimitiveCall(L, "gmatch");
        var init = 1L;
        if (!call.Text(1, out var subject) || !call.Text(2, out var pattern) || !call.OptionalInteger(3, ref init))
        {
            return 1;
        }

        if (!call.Reserve(sizeof(MatchState)))
        {
            return call.NotEnoughMemory();
        }

        LuaNative.lua_pushnil(L);
        var state = MatchState.Push(L, subject, pattern, 2);
        state->Position = (int)Math.Min(StringSearch.StartOf(init, subject.Length), subject.Length + 1L);
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
        var state = (MatchState*)LuaNative.lua_touserdata(L, argument);
        if (state->Position > state->SubjectLength)
        {
            LuaNative.lua_pushnil(L);
            return 1;
        }

        var matcher = state->CreateMatcher(call.Block);
        switch (state->Search(ref matcher, out var start, out var end))
        {
            case SearchResult.Found:
                LuaNative.lua_pushnil(L);
                return Captures.Push(call, ref matcher, state->Subject, start, end, whole: true, 1);
            case SearchResult.NotFound:
                LuaNative.lua_pushnil(L);
                return call.Complete(matcher.Meter, 1);
            case SearchResult.Paused:
                LuaNative.lua_pushboolean(L, 0);
                LuaNative.lua_pushinteger(L, Kind);
                LuaNative.lua_pushvalue(L, argument);
                return 3;
            default:
                return call.Complete(matcher.Meter, call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex)));
        }
    }
}
