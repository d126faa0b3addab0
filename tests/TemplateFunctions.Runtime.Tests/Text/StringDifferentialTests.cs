using System.Globalization;
using System.Text;

namespace TemplateFunctions.Runtime.Tests.Text;

/// <summary>The other string functions give what stock Lua gives.</summary>
public sealed class StringDifferentialTests
{
    private static readonly string[] Values =
    [
        "0", "1", "-1", "255", "65", "1.5", "-2.25", "1e300", "1/0", "-1/0", "2^53", "2^63", "math.mininteger", "math.maxinteger", "'abc'", "'12'",
        "'0x10'", "'1.0'", "'1e1'", "''", "'a\\0b'", "('z'):rep(120)", "'\"q\\n\\r\\1' .. '2'", "true", "false", "nil", "0.1", "3.0", "-0.0",
        "setmetatable({}, { __tostring = function() return 'T' end })", "setmetatable({}, { __name = 'N', __tostring = function() return 'N' end })",
    ];

    [Fact]
    public void Format_RandomFormatsAndArguments_GiveWhatStockGives()
    {
        const int Seed = 20_271;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 12_000).Select(_ => FormatCase(random)));
    }

    [Fact]
    public void Format_ValuesWithTostring_GiveWhatStockGives()
    {
        using var differential = new Differential();
        differential.Compare(0,
        [
            "string.format('%s|%5s|%-8s|%.2s', setmetatable({}, { __tostring = function() return 'obj' end }), 1, 'x', 'long')",
            "string.format('%s', setmetatable({}, { __tostring = function() error('in tostring', 0) end }))",
            "string.format('%10s|', setmetatable({}, { __tostring = function() return 'a\\0b' end }))",
            "string.format('%d %s', 3, setmetatable({}, { __tostring = function() return 'v' end }), {})",
            "string.format('%s', setmetatable({}, { __name = 'My', __tostring = function() return 'named' end }))",
            "string.format('%d', setmetatable({}, { __name = 'My' }))",
            "string.format(12)", "string.format()", "string.format({})", "string.format('%')", "string.format('%s')", "string.format('%10')",
            "('%d items'):format(3)", "string.format('%q', 1/3)", "string.format('%q', math.mininteger)", "string.format('%5q', 'x')",
            "string.format('%q', {})", "string.format('%0123456789012345678901d', 1)", "string.format('%.123d', 1)", "string.format('%123d', 1)",
            "string.format('%y', 1)", "string.format('%s %s', 1)", "string.format('%c%c', 76, 0)", "string.format('%i', '10')",
        ]);
    }

    [Fact]
    public void RepAndSlices_RandomArguments_GiveWhatStockGives()
    {
        const int Seed = 20_272;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 4_000).Select(_ => random.Next(6) switch
        {
            0 => $"string.rep({Value(random)}, {random.Next(-2, 9)}, {Value(random)})",
            1 => $"string.rep('ab', {Value(random)})".Replace("math.maxinteger", "5").Replace("1e300", "7").Replace("2^53", "2"),
            2 => $"string.sub({Value(random)}, {random.Next(-6, 6)}, {random.Next(-6, 6)})",
            3 => $"string.byte({Value(random)}, {random.Next(-6, 6)}, {random.Next(-6, 6)})",
            4 => $"string.upper({Value(random)}) .. string.reverse({Value(random)}) .. string.lower({Value(random)})",
            _ => $"string.len({Value(random)}), string.char({random.Next(-1, 258)}, 65)",
        }));
    }

    [Fact]
    public void PackAndUnpack_RandomFormats_GiveWhatStockGives()
    {
        const int Seed = 20_273;
        string[] options = ["b", "B", "h", "H", "i3", "I7", "l", "j", "J", "T", "f", "d", "n", "s1", "s", "z", "x", "X", "c5", "!4", "<", ">", "=", " ", "i17", "y"];
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 3_000).Select(_ =>
        {
            var format = Differential.Quote(string.Concat(Enumerable.Range(0, random.Next(4)).Select(_ => options[random.Next(options.Length)])));
            return random.Next(3) switch
            {
                0 => $"string.pack({format}, {Value(random)}, {Value(random)}, {Value(random)})",
                1 => $"string.packsize({format})",
                _ => $"string.unpack({format}, 'abcdefghijklmnopqrstuvwxyz\\0', {random.Next(-3, 30)})",
            };
        }));
    }

    [Fact]
    public void Utf8_RandomStrings_GiveWhatStockGives()
    {
        const int Seed = 20_274;
        var random = new Random(Seed);
        using var differential = new Differential();
        differential.Compare(Seed, Enumerable.Range(0, 3_000).Select(_ =>
        {
            var text = new StringBuilder();
            for (var i = random.Next(8); i > 0; i--)
            {
                text.Append(random.Next(5) == 0 ? "\\xff" : string.Create(CultureInfo.InvariantCulture, $"\\u{{{random.Next(random.Next(2) == 0 ? 128 : 0x11000):x}}}"));
            }

            return random.Next(4) switch
            {
                0 => $"utf8.len('{text}', {random.Next(-4, 8)}, {random.Next(-4, 8)})",
                1 => $"utf8.offset('{text}', {random.Next(-4, 8)})",
                2 => $"utf8.codepoint('{text}', {random.Next(-3, 6)}, {random.Next(-3, 6)})",
                _ => $"local r = {{}} for p, c in utf8.codes('{text}') do r[#r + 1] = p r[#r + 1] = c end return contents(r)",
            };
        }));
    }

    private static string FormatCase(Random random)
    {
        var format = new StringBuilder();
        var arguments = new StringBuilder();
        for (var items = random.Next(1, 4); items > 0; items--)
        {
            format.Append(random.Next(3) == 0 ? "%% " : "x").Append('%');
            for (var flags = random.Next(3); flags > 0; flags--)
            {
                format.Append("-+#0 "[random.Next(5)]);
            }

            format.Append(random.Next(3) == 0 ? random.Next(130).ToString(CultureInfo.InvariantCulture) : "");
            format.Append(random.Next(3) == 0 ? "." + random.Next(30).ToString(CultureInfo.InvariantCulture) : "");
            format.Append("dddiuoxXcsssssqqaAfeEgGyl"[random.Next(25)]);
            arguments.Append(random.Next(12) == 0 ? "" : ", " + Value(random));
        }

        return $"string.format({Differential.Quote(format.ToString())}{arguments})";
    }

    private static string Value(Random random) => Values[random.Next(random.Next(4) == 0 ? Values.Length : Values.Length - 2)];
}
