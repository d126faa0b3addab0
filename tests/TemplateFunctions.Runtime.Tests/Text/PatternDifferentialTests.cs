using System.Text;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>Patterns give what stock Lua gives: the same results and the same errors.</summary>
public sealed class PatternDifferentialTests
{
    private const string Alphabet = "aaabbbcxy() 1_.,\0\n%[]\u00e9A";

    private static readonly string[] Items =
    [
        "a", "b", "ab", ".", "%a", "%d", "%s", "%w", "%p", "%u", "%l", "%x", "%c", "%g", "%A", "%W", "%S", "%D", "%z", "%Z", "[ab]", "[^ab]",
        "[a-c]", "[%w_]", "[%a-z]", "[]]", "[^]]", "[a-]", "[%]]", "%b()", "%bxy", "%f[%w]", "%f[^%w]", "()", "(", ")", "(a)", "(.)", "%1", "%2",
        "%0", "%%", "%.", "^", "$", "-", "*", "+", "?", "]", "[", "%", "[^", "[a", "%b", "%bx", "%f", "%fa", "x", "1", " ", "_", "\0", "\u00e9",
    ];

    private static readonly string[] Suffixes = ["", "", "", "*", "+", "-", "?"];

    private static readonly string[] Replacements =
    [
        "x", "", "<%0>", "%1", "[%1|%2]", "%%", "%", "%a", "%9", "a%0b%1c", "0", "%1%1%1%1",
    ];

    [Fact]
    public void FindAndMatch_RandomPatterns_GiveWhatStockGives()
    {
        const int Seed = 20_261;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 12_000).Select(_ =>
        {
            var arguments = $"{Subject(random)}, {Pattern(random)}{Init(random)}";
            return random.Next(2) == 0 ? $"string.find({arguments})" : $"string.match({arguments})";
        }));
    }

    [Fact]
    public void FindPlain_RandomNeedles_GiveWhatStockGives()
    {
        const int Seed = 20_262;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 4_000).Select(_ =>
            $"string.find({Text(random, 80)}, {Text(random, random.Next(2, 50))}, {random.Next(-5, 40)}, true)"));
    }

    [Fact]
    public void Gsub_RandomPatternsAndReplacements_GiveWhatStockGives()
    {
        const int Seed = 20_263;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 12_000).Select(_ =>
        {
            var max = random.Next(4) == 0 ? $", {random.Next(-1, 4)}" : "";
            return $"string.gsub({Subject(random)}, {Pattern(random)}, {Replacement(random)}{max})";
        }));
    }

    [Fact]
    public void Gmatch_RandomPatterns_GiveWhatStockGives()
    {
        const int Seed = 20_264;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 6_000).Select(_ =>
            "local r = {} "
            + $"for a, b, c in string.gmatch({Subject(random)}, {Pattern(random)}{Init(random)}) do r[#r + 1] = show(a, b, c) end "
            + "return contents(r)"));
    }

    private static string Replacement(Random random) => random.Next(4) switch
    {
        0 => "function(a, b, c) return b or a end",
        1 => "{ a = 'AA', b = 7, [' '] = false, ab = 2.5, [1] = 'one', [3] = {} }",
        2 => "function(...) return select('#', ...) % 2 == 0 and show(...) or nil end",
        _ => Differential.Quote(Replacements[random.Next(Replacements.Length)]),
    };

    private static string Init(Random random) => random.Next(3) switch
    {
        0 => "",
        1 => $", {random.Next(-12, 14)}",
        _ => random.Next(20) switch
        {
            0 => ", 'x'", 1 => ", 1.5", 2 => ", '2'", 3 => ", 2.0", 4 => ", {}", 5 => ", math.mininteger", 6 => ", math.maxinteger", _ => ", 1",
        },
    };

    private static string Subject(Random random) => random.Next(40) switch
    {
        0 => "12345", 1 => "1.5", 2 => "nil", 3 => "{}", 4 => "true", _ => Text(random, random.Next(1, 16)),
    };

    private static string Text(Random random, int longest)
    {
        var text = new StringBuilder();
        for (var length = random.Next(longest); length > 0; length--)
        {
            text.Append(Alphabet[random.Next(random.Next(2) == 0 ? 6 : Alphabet.Length)]);
        }

        return Differential.Quote(text.ToString());
    }

    private static string Pattern(Random random)
    {
        var pattern = new StringBuilder(random.Next(6) == 0 ? "^" : "");
        for (var count = random.Next(6); count > 0; count--)
        {
            pattern.Append(Items[random.Next(random.Next(3) == 0 ? Items.Length : 38)]).Append(Suffixes[random.Next(Suffixes.Length)]);
            if (random.Next(4) == 0)
            {
                pattern.Append(')').Insert(random.Next(pattern.Length), '(');
            }
        }

        return Differential.Quote(pattern.Append(random.Next(8) == 0 ? "$" : "").ToString());
    }
}
