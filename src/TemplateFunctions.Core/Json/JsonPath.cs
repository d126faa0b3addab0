using System.Text.Json;

namespace TemplateFunctions.Core.Json;

/// <summary>Paths of fields as people write them: <c>event.data</c>, <c>events[2]</c>, <c>files["init.luau"]</c>.</summary>
internal static class JsonPath
{
    private const int LongestKey = 80;

    public static string Field(string parent, string name) => parent.Length == 0 ? name : $"{parent}.{name}";

    public static string Item(string parent, int index) => $"{parent}[{index}]";

    /// <summary>A field whose name the sender chose: plain when it is a simple name, else quoted, escaped and cut.</summary>
    public static string Key(string parent, string key)
    {
        if (key.Length is > 0 and <= LongestKey && key.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
        {
            return Field(parent, key);
        }

        var shown = key.Length > LongestKey ? key[..LongestKey] + "..." : key;
        return $"{parent}[\"{JsonEncodedText.Encode(shown)}\"]";
    }
}
