using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Text;

/// <summary>What <c>string.gsub</c> puts in the place of one match.</summary>
internal static unsafe class ReplacementText
{
    /// <summary>Appends what the table at a stack index has for the first capture of one match.</summary>
    public static bool LookUp(
        in PrimitiveCall call,
        int table,
        ref LuaPattern matcher,
        ref ByteBuilder builder,
        ReadOnlySpan<byte> subject,
        int start,
        int end,
        out string? problem)
    {
        problem = null;
        if (!matcher.TryGetCapture(0, start, end, out var from, out var length))
        {
            return false;
        }

        var L = call.L;
        if (!call.Reserve(Math.Max(length, 0)))
        {
            problem = "not enough memory";
            return false;
        }

        if (length == LuaPattern.PositionCapture)
        {
            LuaNative.lua_pushinteger(L, from + 1);
        }
        else
        {
            LuaNative.PushBytes(L, subject.Slice(from, length));
        }

        var type = LuaNative.lua_rawget(L, table);
        bool appended;
        if (type is LuaType.String or LuaType.Number)
        {
            appended = call.Value(-1, type, out var value) && builder.Append(value);
        }
        else if (LuaNative.lua_toboolean(L, -1) == 0)
        {
            appended = builder.Append(subject[start..end]);
        }
        else
        {
            problem = $"invalid replacement value (a {LuaType.NameOf(type)})";
            appended = false;
        }

        LuaNative.Pop(L, 1);
        return appended;
    }

    /// <summary>Appends the replacement of one match, <c>%0</c> to <c>%9</c> and <c>%%</c> expanded.</summary>
    public static bool Expand(
        ref LuaPattern matcher, ref ByteBuilder builder, ReadOnlySpan<byte> subject, ReadOnlySpan<byte> replacement, int start, int end)
    {
        int escape;
        while ((escape = replacement.IndexOf((byte)'%')) >= 0)
        {
            if (!builder.Append(replacement[..escape]))
            {
                return false;
            }

            var code = escape + 1 < replacement.Length ? replacement[escape + 1] : (byte)0;
            var appended = code switch
            {
                (byte)'%' => builder.Append(code),
                (byte)'0' => builder.Append(subject[start..end]),
                >= (byte)'1' and <= (byte)'9' => AppendCapture(ref matcher, ref builder, subject, code - '1', start, end),
                _ => matcher.Fail(PatternStatus.InvalidReplacementEscape) == 0,
            };
            if (!appended)
            {
                return false;
            }

            replacement = replacement[(escape + 2)..];
        }

        return builder.Append(replacement);
    }

    private static bool AppendCapture(
        ref LuaPattern matcher, ref ByteBuilder builder, ReadOnlySpan<byte> subject, int index, int start, int end)
    {
        if (!matcher.TryGetCapture(index, start, end, out var from, out var length))
        {
            return false;
        }

        return length == LuaPattern.PositionCapture ? builder.Append(from + 1L) : builder.Append(subject.Slice(from, length));
    }
}
