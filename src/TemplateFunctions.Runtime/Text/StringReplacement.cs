using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// The primitive behind <c>string.gsub</c> with a replacement string, or a table without a metatable: nothing of the script runs
/// meanwhile.
/// </summary>
internal static unsafe class StringReplacement
{
    /// <summary>First argument of <c>again</c>: go on with a replacement.</summary>
    public const int Kind = 2;

    private const string TooLarge = "resulting string too large";

    /// <summary><c>gsub(subject, pattern, replacement, max)</c> -> nil, text, count.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Replace(nint L) => Primitive.Guard(L, &Begin);

    /// <summary>
    /// Goes on after a pause: <c>again(kind, subject, pattern, replacement, position, end of the last match, copied up to, count,
    /// max, steps left, text so far)</c>.
    /// </summary>
    [SkipLocalsInit]
    public static int Again(in PrimitiveCall call)
    {
        Span<long> numbers = stackalloc long[6];
        if (!call.Text(2, out var subject) || !call.Text(3, out var pattern) || !call.Text(11, out var text))
        {
            return 1;
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (!call.Integer(5 + i, out numbers[i]))
            {
                return 1;
            }
        }

        var progress = new Progress
        {
            Position = (int)numbers[0], LastEnd = (int)numbers[1], Copied = (int)numbers[2], Count = numbers[3], Max = numbers[4],
        };
        var builder = new ByteBuilder(stackalloc byte[ByteBuilder.InitialLength], call.Block->SingleLimit);
        builder.Append(text);
        return Run(call, 2, subject, pattern, progress, StepMeter.Resume(call.Block, subject.Length, numbers[5]), builder);
    }

    [SkipLocalsInit]
    private static int Begin(nint L)
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

        if (LuaNative.lua_type(L, 3) is not (LuaType.String or LuaType.Number or LuaType.Table))
        {
            call.TypeError(3, "string/function/table");
            return 1;
        }

        var progress = new Progress { LastEnd = LuaPattern.NoMatch, Max = max };
        var builder = new ByteBuilder(stackalloc byte[ByteBuilder.InitialLength], call.Block->SingleLimit);
        return Run(call, 1, subject, pattern, progress, StepMeter.For(call.Block, subject.Length), builder);
    }

    private static int Run(
        in PrimitiveCall call,
        int argument,
        ReadOnlySpan<byte> subject,
        ReadOnlySpan<byte> pattern,
        Progress progress,
        StepMeter meter,
        ByteBuilder builder)
    {
        var anchored = !pattern.IsEmpty && pattern[0] == '^';
        var matcher = new LuaPattern(subject, anchored ? pattern[1..] : pattern, meter);
        try
        {
            var outcome = ReplaceAll(call, argument + 2, ref matcher, ref builder, ref progress, subject, anchored);
            if (outcome == SearchResult.NotFound && progress.Count != 0 && !builder.Append(subject[progress.Copied..]))
            {
                outcome = SearchResult.Fault;
            }

            var results = outcome switch
            {
                SearchResult.NotFound => Finish(call, argument, progress, builder.Written),
                SearchResult.Paused => Pause(call, argument, progress, matcher.Meter.Remaining, builder.Written),
                _ when matcher.Status == PatternStatus.Ok => call.Failure(progress.Problem ?? TooLarge),
                _ => call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex)),
            };
            return outcome == SearchResult.Paused ? results : call.Complete(matcher.Meter, results);
        }
        finally
        {
            builder.Dispose();
        }
    }

    /// <summary>NotFound: done. Fault with a status of Ok: the problem is in the progress, or the result grew too large.</summary>
    private static SearchResult ReplaceAll(
        in PrimitiveCall call,
        int argument,
        ref LuaPattern matcher,
        ref ByteBuilder builder,
        ref Progress progress,
        ReadOnlySpan<byte> subject,
        bool anchored)
    {
        ReadOnlySpan<byte> replacement = default;
        var byTable = LuaNative.lua_type(call.L, argument) == LuaType.Table;
        if (!byTable)
        {
            call.Text(argument, out replacement);
        }

        while (progress.Count < progress.Max)
        {
            var result = matcher.Search(ref progress.Position, progress.LastEnd, anchored, out var end);
            if (result != SearchResult.Found)
            {
                return result;
            }

            var start = progress.Position;
            var before = builder.Written.Length;
            var appended = builder.Append(subject[progress.Copied..start])
                && (byTable
                    ? ReplacementText.LookUp(call, argument, ref matcher, ref builder, subject, start, end, out progress.Problem)
                    : ReplacementText.Expand(ref matcher, ref builder, subject, replacement, start, end));
            if (!appended)
            {
                return SearchResult.Fault;
            }

            progress.Count++;
            progress.Position = progress.LastEnd = progress.Copied = end;
            if (anchored)
            {
                break;
            }

            if (!matcher.Meter.Spend(1 + ((builder.Written.Length - before) >> 4)))
            {
                matcher.Fail(PatternStatus.TooComplex);
                return SearchResult.Fault;
            }

            if (matcher.Meter.SliceOver)
            {
                return SearchResult.Paused;
            }
        }

        return SearchResult.NotFound;
    }

    private static int Finish(in PrimitiveCall call, int argument, in Progress progress, ReadOnlySpan<byte> text)
    {
        if (!call.Reserve(text.Length))
        {
            return call.NotEnoughMemory();
        }

        LuaNative.lua_pushnil(call.L);
        if (progress.Count == 0)
        {
            LuaNative.lua_pushvalue(call.L, argument);
        }
        else
        {
            LuaNative.PushBytes(call.L, text);
        }

        LuaNative.lua_pushinteger(call.L, progress.Count);
        return 3;
    }

    private static int Pause(in PrimitiveCall call, int argument, in Progress progress, long steps, ReadOnlySpan<byte> text)
    {
        if (!call.Reserve(text.Length))
        {
            return call.NotEnoughMemory();
        }

        var L = call.L;
        LuaNative.lua_pushboolean(L, 0);
        LuaNative.lua_pushinteger(L, Kind);
        LuaNative.lua_pushvalue(L, argument);
        LuaNative.lua_pushvalue(L, argument + 1);
        LuaNative.lua_pushvalue(L, argument + 2);
        LuaNative.lua_pushinteger(L, progress.Position);
        LuaNative.lua_pushinteger(L, progress.LastEnd);
        LuaNative.lua_pushinteger(L, progress.Copied);
        LuaNative.lua_pushinteger(L, progress.Count);
        LuaNative.lua_pushinteger(L, progress.Max);
        LuaNative.lua_pushinteger(L, steps);
        LuaNative.PushBytes(L, text);
        return 12;
    }

    private struct Progress
    {
        public int Position;
        public int LastEnd;
        public int Copied;
        public long Count;
        public long Max;

        /// <summary>What is wrong with a value of the table.</summary>
        public string? Problem;
    }
}
