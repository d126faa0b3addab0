using System.Globalization;

namespace TemplateFunctions.Luau.Lexing;

/// <summary>Gives each distinct identifier of a source a small number. The keywords have the first ones.</summary>
internal sealed class NameTable
{
    private static readonly string[] Keywords =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat",
        "return", "then", "true", "until", "while",
    ];

    private static readonly string[] Known = ["self", "type", "export", "continue", "const", "typeof", "read", "write", "goto", "_ENV", "pairs", "ipairs", "next", "tostring", "tonumber"];

    private readonly List<string> _texts = new(128);
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spans;

    public NameTable()
    {
        _ids = new Dictionary<string, int>(256, StringComparer.Ordinal);
        _spans = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var text in Keywords.Concat(Known))
        {
            Intern(text);
        }
    }

    public static int KeywordCount => Keywords.Length;

    public int Count => _texts.Count;

    public string this[int name] => _texts[name];

    public int Intern(ReadOnlySpan<char> text)
    {
        if (_spans.TryGetValue(text, out var id))
        {
            return id;
        }

        id = _texts.Count;
        var copy = text.ToString();
        _texts.Add(copy);
        _ids.Add(copy, id);
        return id;
    }

    /// <summary>A prefix that no identifier of the source begins with: <c>luau_</c>, or <c>luau7_</c> where those up to 6 are taken.</summary>
    public string FreePrefix()
    {
        var free = 0L;
        foreach (var text in _texts)
        {
            var end = text.IndexOf('_', StringComparison.Ordinal);
            if (end is < 4 or > 16 || !text.StartsWith("luau", StringComparison.Ordinal))
            {
                continue;
            }

            if (end == 4)
            {
                free = Math.Max(free, 1);
            }
            else if (long.TryParse(text.AsSpan(4, end - 4), NumberStyles.None, CultureInfo.InvariantCulture, out var taken))
            {
                free = Math.Max(free, taken + 1);
            }
        }

        return free == 0 ? "luau_" : $"luau{free}_";
    }
}
