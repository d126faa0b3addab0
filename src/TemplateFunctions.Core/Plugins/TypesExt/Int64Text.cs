using System.Globalization;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.TypesExt;

/// <summary>
/// Reads 64-bit integers from arguments: Lua integers, whole floats, decimal strings and the sealed values themselves, whose JSON
/// form is their digits. Nil reads as 0.
/// </summary>
internal static class Int64Text
{
    private const string BadArgument = "TF4101";
    private const int LongestText = 64;

    public static ulong Unsigned(HostCall call, int position)
    {
        var text = Digits(call, position);
        return ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(position, "U64", text);
    }

    public static long Signed(HostCall call, int position)
    {
        var text = Digits(call, position);
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : throw Wrong(position, "I64", text);
    }

    public static LuaValue Write(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static LuaValue Write(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Digits(HostCall call, int position)
    {
        var json = call.Json(position, "value", LongestText).Span;
        if (json.SequenceEqual("null"u8))
        {
            return "0";
        }

        return System.Text.Encoding.UTF8.GetString(json is [(byte)'"', .., (byte)'"'] ? json[1..^1] : json);
    }

    private static ScriptException Wrong(int position, string kind, string text) =>
        new(BadArgument, $"bad argument #{position}: '{text}' is no {kind}");
}
