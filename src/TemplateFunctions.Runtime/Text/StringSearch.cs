using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>The primitives behind <c>string.find</c> and <c>string.match</c>.</summary>
internal static unsafe class StringSearch
{
    /// <summary>First argument of <c>again</c>: go on with a search.</summary>
    public const int Kind = 1;

    private const int ModeFind = 0;
    private const int ModeMatch = 1;
    private const int ModePlain = 2;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Find(nint L) => Primitive.Guard(L, &BeginFind);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Match(nint L) => Primitive.Guard(L, &BeginMatch);

    /// <summary>Goes on where a search paused: <c>again(kind, subject, pattern, position, mode, steps left)</c>.</summary>
    public static int Again(in PrimitiveCall call)
    {
        if (!call.Text(2, out var subject) || !call.Text(3, out var pattern) || !call.Integer(4, out var position)
            || !call.Integer(5, out var mode) || !call.Integer(6, out var steps))
        {
            return 1;
        }

        var meter = StepMeter.Resume(call.Block, subject.Length, steps);
        return Run(call, 2, subject, pattern, (int)position, (int)mode, meter);
    }

    /// <summary>A start position as scripts write it (from 1, negative from the end) as a zero-based one, not clipped at the end.</summary>
    public static long StartOf(long position, int length) => position switch
    {
        > 0 => position - 1,
        0 => 0,
        _ => position < -(long)length ? 0 : length + position,
    };

    private static int BeginFind(nint L) => Begin(L, "find", ModeFind);

    private static int BeginMatch(nint L) => Begin(L, "match", ModeMatch);

    private static int Begin(nint L, string function, int mode)
    {
        using var call = new PrimitiveCall(L, function);
        var init = 1L;
        if (!call.Text(1, out var subject) || !call.Text(2, out var pattern) || !call.OptionalInteger(3, ref init))
        {
            return 1;
        }

        var position = StartOf(init, subject.Length);
        if (position > subject.Length)
        {
            return NotFound(L);
        }

        if (mode == ModeFind && ((call.Top > 3 && LuaNative.lua_toboolean(L, 4) != 0) || PlainSearch.IsPlain(pattern)))
        {
            mode = ModePlain;
        }

        return Run(call, 1, subject, pattern, (int)position, mode, StepMeter.For(call.Block, subject.Length));
    }

    private static int Run(
        in PrimitiveCall call, int argument, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> pattern, int position, int mode, StepMeter meter)
    {
        if (mode == ModePlain)
        {
            return RunPlain(call, argument, subject, pattern, position, meter);
        }

        var anchored = !pattern.IsEmpty && pattern[0] == '^';
        var matcher = new LuaPattern(subject, anchored ? pattern[1..] : pattern, meter);
        switch (matcher.Search(ref position, LuaPattern.NoMatch, anchored, out var end))
        {
            case SearchResult.Found:
                LuaNative.lua_pushnil(call.L);
                var results = 1;
                if (mode == ModeFind)
                {
                    LuaNative.lua_pushinteger(call.L, position + 1);
                    LuaNative.lua_pushinteger(call.L, end);
                    results = 3;
                }

                return Captures.Push(call, ref matcher, subject, position, end, mode == ModeMatch, results);
            case SearchResult.NotFound:
                return call.Complete(matcher.Meter, NotFound(call.L));
            case SearchResult.Paused:
                return Pause(call, argument, position, mode, matcher.Meter.Remaining);
            default:
                return call.Complete(matcher.Meter, call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex)));
        }
    }

    private static int RunPlain(
        in PrimitiveCall call, int argument, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> needle, int position, StepMeter meter)
    {
        switch (PlainSearch.Find(subject, needle, ref position, ref meter))
        {
            case SearchResult.Found:
                LuaNative.lua_pushnil(call.L);
                LuaNative.lua_pushinteger(call.L, position + 1);
                LuaNative.lua_pushinteger(call.L, position + needle.Length);
                return call.Complete(meter, 3);
            case SearchResult.NotFound:
                return call.Complete(meter, NotFound(call.L));
            case SearchResult.Paused:
                return Pause(call, argument, position, ModePlain, meter.Remaining);
            default:
                return call.Complete(meter, call.Failure(PatternStatusText.Of(PatternStatus.TooComplex, 0)));
        }
    }

    private static int Pause(in PrimitiveCall call, int argument, int position, int mode, long steps)
    {
        LuaNative.lua_pushboolean(call.L, 0);
        LuaNative.lua_pushinteger(call.L, Kind);
        LuaNative.lua_pushvalue(call.L, argument);
        LuaNative.lua_pushvalue(call.L, argument + 1);
        LuaNative.lua_pushinteger(call.L, position);
        LuaNative.lua_pushinteger(call.L, mode);
        LuaNative.lua_pushinteger(call.L, steps);
        return 7;
    }

    private static int NotFound(nint L)
    {
        LuaNative.lua_pushnil(L);
        LuaNative.lua_pushnil(L);
        return 2;
    }
}
