using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Text;

/// <summary>Pushes the captures of a match.</summary>
internal static unsafe class Captures
{
    /// <summary>Completes a call whose first results are already pushed with the captures of a match.</summary>
    /// <param name="call">The call.</param>
    /// <param name="matcher">The matcher after the match.</param>
    /// <param name="subject">What it searched.</param>
    /// <param name="start">Where the match begins.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="whole">Push the whole match where the pattern has no captures.</param>
    /// <param name="pushed">How many results are there already.</param>
    /// <param name="most">How many captures the caller wants at most.</param>
    public static int Push(
        in PrimitiveCall call,
        ref LuaPattern matcher,
        ReadOnlySpan<byte> subject,
        int start,
        int end,
        bool whole,
        int pushed,
        int most = LuaPattern.MaximumCaptures)
    {
        var count = matcher.Captures == 0 && whole ? 1 : Math.Min(matcher.Captures, most);
        if (count != 0)
        {
            var bytes = 0L;
            for (var i = 0; i < count; i++)
            {
                if (!matcher.TryGetCapture(i, start, end, out _, out var length))
                {
                    return call.Failure(PatternStatusText.Of(matcher.Status, matcher.StatusIndex));
                }

                bytes += Math.Max(length, 0);
            }

            if (!call.Reserve(bytes, count))
            {
                return call.NotEnoughMemory();
            }

            if (LuaNative.lua_checkstack(call.L, count + 2) == 0)
            {
                return call.Failure("stack overflow (too many captures)");
            }

            // Copies take time as well: 32 captures of a long subject are charged like a search.
            matcher.Meter.Spend((int)(bytes >> 4));
            PushAll(call.L, ref matcher, subject, start, end, count);
        }

        return call.Complete(matcher.Meter, pushed + count);
    }

    private static void PushAll(nint L, ref LuaPattern matcher, ReadOnlySpan<byte> subject, int start, int end, int count)
    {
        for (var i = 0; i < count; i++)
        {
            matcher.TryGetCapture(i, start, end, out var from, out var length);
            if (length == LuaPattern.PositionCapture)
            {
                LuaNative.lua_pushinteger(L, from + 1);
            }
            else
            {
                LuaNative.PushBytes(L, subject.Slice(from, length));
            }
        }
    }
}
