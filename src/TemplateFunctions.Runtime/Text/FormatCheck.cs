using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Sandbox.Primitives;

namespace TemplateFunctions.Runtime.Text;

/// <summary>
/// The primitive before <c>string.format</c>: checks a format and its arguments as Lua does, so that the stock function, which
/// then runs, cannot fail, cannot show an address, and never meets a value whose <c>__tostring</c> it would call.
/// </summary>
/// <remarks>
/// <c>format(format, ...)</c> -> nil | nil, used, format, ...: with the second form the format and the arguments are to be taken from the
/// result (Luau's <c>%*</c> and <c>%q</c> are <c>%s</c> there, and its numbers are what the stock function prints as Luau does), and the first
/// <c>used</c> arguments hold values for <c>%s</c> that the caller turns into strings first.
/// </remarks>
internal static unsafe class FormatCheck
{
    private const int LongestSpecification = 22;

    private static readonly SearchValues<byte> FlagsAndDigits = SearchValues.Create("-+#0 123456789."u8);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    public static int Check(nint L) => Primitive.Guard(L, &Run);

    private static int Run(nint L)
    {
        using var call = new PrimitiveCall(L, "format");
        if (!call.Text(1, out var format))
        {
            return 1;
        }

        var rest = format;
        var argument = 1;
        var size = (long)format.Length;
        var convert = false;
        var rewrite = false;
        var replaced = false;
        int percent;
        while ((percent = rest.IndexOf((byte)'%')) >= 0)
        {
            rest = rest[(percent + 1)..];
            if (!rest.IsEmpty && rest[0] == '%')
            {
                rest = rest[1..];
                continue;
            }

            if (++argument > call.Top)
            {
                call.ArgumentError(argument, "no value");
                return 1;
            }

            var length = rest.IndexOfAnyExcept(FlagsAndDigits);
            length = length < 0 ? rest.Length : length;
            if (length + 1 >= LongestSpecification)
            {
                return call.Failure("invalid format (too long)");
            }

            var modifiers = rest[..length];
            var conversion = length < rest.Length ? rest[length] : (byte)0;
            rest = length < rest.Length ? rest[(length + 1)..] : default;
            var star = conversion == '*' && modifiers.IsEmpty;
            rewrite |= star || (conversion == 'q' && call.IsLuau);
            if (!CheckConversion(call, argument, modifiers, star ? (byte)'s' : conversion, ref size, ref convert))
            {
                return 1;
            }

            replaced |= ReplaceLuauNumber(call, argument, star ? (byte)'s' : conversion);
        }

        if (size > call.Block->SingleLimit)
        {
            return call.Failure("resulting string too large");
        }

        if (convert || rewrite || replaced)
        {
            return PushConversion(call, convert ? argument - 1 : 0, format, rewrite);
        }

        LuaNative.lua_pushnil(L);
        return 1;
    }

    /// <summary>A Luau float becomes its text for <c>%s</c>; it, and a string that reads as one, an integer where one is printed; false when it may stay.</summary>
    private static bool ReplaceLuauNumber(in PrimitiveCall call, int argument, byte conversion)
    {
        var type = LuaNative.lua_type(call.L, argument);
        if (type is not (LuaType.Number or LuaType.String) || !call.IsLuauFloat(argument))
        {
            return false;
        }

        switch (conversion)
        {
            case (byte)'s' when type == LuaType.String:
                return false;
            case (byte)'s':
                LuaNative.PushBytes(call.L, call.LuauText(argument));
                break;
            case (byte)'c' or (byte)'d' or (byte)'i' or (byte)'u' or (byte)'o' or (byte)'x' or (byte)'X':
                call.Integer(argument, out var value);
                LuaNative.lua_pushinteger(call.L, value);
                break;
            default:
                return false;
        }

        call.Replace(argument);
        return true;
    }

    private static bool CheckConversion(
        in PrimitiveCall call, int argument, ReadOnlySpan<byte> modifiers, byte conversion, ref long size, ref bool convert)
    {
        switch (conversion)
        {
            case (byte)'c':
                size += 99;
                return FormatModifiers.Check(call, modifiers, conversion, "-"u8, false) && call.Integer(argument, out _);
            case (byte)'d' or (byte)'i':
                size += 99;
                return call.Integer(argument, out _) && FormatModifiers.Check(call, modifiers, conversion, "-+0 "u8, true);
            case (byte)'u':
                size += 99;
                return call.Integer(argument, out _) && FormatModifiers.Check(call, modifiers, conversion, "-0"u8, true);
            case (byte)'o' or (byte)'x' or (byte)'X':
                size += 99;
                return call.Integer(argument, out _) && FormatModifiers.Check(call, modifiers, conversion, "-#0"u8, true);
            case (byte)'a' or (byte)'A':
                size += 120;
                return FormatModifiers.Check(call, modifiers, conversion, "-+#0 "u8, true) && CheckNumber(call, argument);
            case (byte)'f' or (byte)'e' or (byte)'E' or (byte)'g' or (byte)'G':
                size += 420;
                return CheckNumber(call, argument) && FormatModifiers.Check(call, modifiers, conversion, "-+#0 "u8, true);
            case (byte)'q':
                return CheckLiteral(call, argument, modifiers, ref size);
            case (byte)'s':
                return CheckString(call, argument, modifiers, ref size, ref convert);
            case (byte)'p':
                call.Failure("'%p' is not available: it would show an address");
                return false;
            default:
                call.Failure($"invalid conversion '%{FormatModifiers.Specification(modifiers, conversion)}' to 'format'");
                return false;
        }
    }

    private static bool CheckLiteral(in PrimitiveCall call, int argument, ReadOnlySpan<byte> modifiers, ref long size)
    {
        if (!modifiers.IsEmpty)
        {
            call.Failure("specifier '%q' cannot have modifiers");
            return false;
        }

        switch (LuaNative.lua_type(call.L, argument))
        {
            case LuaType.String or LuaType.Number when call.IsLuau:
                return QuoteLuau(call, argument, ref size);
            case LuaType.String:
                size += (long)LuaNative.lua_rawlen(call.L, argument);
                return true;
            case LuaType.Number or LuaType.Nil or LuaType.Boolean:
                size += 32;
                return true;
            default:
                return call.ArgumentError(argument, "value has no literal form");
        }
    }

    private static bool QuoteLuau(in PrimitiveCall call, int argument, ref long size)
    {
        call.Text(argument, out var text);
        var length = LuauLiteral.Length(text);
        size += length;
        if (size > call.Block->SingleLimit)
        {
            call.Failure("resulting string too large");
            return false;
        }

        if (!call.Reserve(length))
        {
            call.NotEnoughMemory();
            return false;
        }

        LuaNative.PushBytes(call.L, LuauLiteral.Of(text, length));
        call.Replace(argument);
        return true;
    }

    private static bool CheckString(
        in PrimitiveCall call, int argument, ReadOnlySpan<byte> modifiers, ref long size, ref bool convert)
    {
        switch (LuaNative.lua_type(call.L, argument))
        {
            case LuaType.String:
                var text = LuaNative.StringBytes(call.L, argument);
                size += text.Length;
                if (!modifiers.IsEmpty && text.Contains((byte)0))
                {
                    return call.ArgumentError(argument, "string contains zeros");
                }

                break;
            case LuaType.Nil or LuaType.Boolean or LuaType.Number:
                size += 99;
                break;
            default:
                convert = true;
                break;
        }

        return modifiers.IsEmpty || FormatModifiers.Check(call, modifiers, (byte)'s', "-"u8, true);
    }

    private static bool CheckNumber(in PrimitiveCall call, int argument)
    {
        int isNumber;
        LuaNative.lua_tonumberx(call.L, argument, &isNumber);
        return isNumber != 0 || call.TypeError(argument, "number");
    }

    private static int PushConversion(in PrimitiveCall call, int convert, ReadOnlySpan<byte> format, bool rewrite)
    {
        if (!call.Reserve(format.Length) || LuaNative.lua_checkstack(call.L, 4) == 0)
        {
            return call.NotEnoughMemory();
        }

        if (rewrite)
        {
            LuaNative.PushBytes(call.L, Rewritten(format, call.IsLuau));
            call.Replace(1);
        }

        LuaNative.lua_pushnil(call.L);
        LuaNative.Insert(call.L, 1);
        LuaNative.lua_pushinteger(call.L, convert);
        LuaNative.Insert(call.L, 2);
        return call.Top + 2;
    }

    private static byte[] Rewritten(ReadOnlySpan<byte> format, bool luau)
    {
        var rewritten = format.ToArray();
        for (var i = 0; i + 1 < rewritten.Length; i++)
        {
            if (rewritten[i] == '%')
            {
                i++;
                rewritten[i] = rewritten[i] == '*' || (luau && rewritten[i] == 'q') ? (byte)'s' : rewritten[i];
            }
        }

        return rewritten;
    }
}
