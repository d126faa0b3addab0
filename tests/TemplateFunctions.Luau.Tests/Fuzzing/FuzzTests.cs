using System.Text;
using TemplateFunctions.Luau.Tests.Running;

namespace TemplateFunctions.Luau.Tests.Fuzzing;

/// <summary>Whatever the text: no exception, and either diagnostics or Lua that compiles.</summary>
public class FuzzTests
{
    private static readonly string[] Pieces =
    [
        "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "if", "in", "local", "nil", "not", "or", "repeat", "return", "then",
        "true", "until", "while", "continue", "type", "export", "const", "goto", "_ENV", "typeof", "a", "b", "x", "self", "0", "1", "1.5", "0xFF", "0b1", "1e9",
        "'s'", "\"q\\n\"", "[[l\n]]", "`i`", "`a{", "}b`", "`", "{", "}", "(", ")", "[", "]", "<", ">", "<<", ">>", "=", "==", "~=", "<=", ">=", "+", "-", "*", "/", "//",
        "%", "^", "..", "...", "+=", "-=", "*=", "/=", "//=", "%=", "^=", "..=", "#", ".", ":", "::", "->", ",", ";", "?", "&", "|", "!", "~", "@native", "@[", "--", "\n",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void RandomText_Lower_NeverFails(int seed)
    {
        var random = new Random(seed);
        using var machine = new LuaMachine();
        for (var round = 0; round < 2000; round++)
        {
            var text = new char[random.Next(80)];
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = (char)(random.Next(8) == 0 ? random.Next(0x10000) : random.Next(1, 127));
            }

            Check(new string(text), machine, seed, round);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void RandomTokens_Lower_NeverFails(int seed)
    {
        var random = new Random(seed);
        using var machine = new LuaMachine();
        for (var round = 0; round < 2000; round++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(40); count > 0; count--)
            {
                text.Append(Pieces[random.Next(Pieces.Length)]).Append(' ');
            }

            Check(text.ToString(), machine, seed, round);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void MutatedPrograms_Lower_NeverFails(int seed)
    {
        var random = new Random(seed);
        using var machine = new LuaMachine();
        foreach (var name in Samples.Names)
        {
            var source = Samples.Read(name);
            for (var round = 0; round < 60; round++)
            {
                var text = new StringBuilder(source);
                for (var count = random.Next(1, 4); count > 0; count--)
                {
                    Mutate(text, random);
                }

                Check(text.ToString(), machine, seed, round);
            }
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void GeneratedPrograms_Lower_AllCompile(int seed)
    {
        var generator = new ProgramGenerator(new Random(seed), luau: true);
        using var machine = new LuaMachine();
        for (var round = 0; round < 200; round++)
        {
            var source = generator.Program();
            var result = LuauCompiler.Lower(source, LuauDialect.Luau);
            Assert.True(result.Lua is not null, $"seed {seed} round {round}: {string.Join('\n', result.Diagnostics)}\n{source}");
            Check(source, machine, seed, round);
        }
    }

    [Theory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public void LuaPrograms_Lowered_BehaveTheSame(int seed)
    {
        var generator = new ProgramGenerator(new Random(seed), luau: false);
        for (var round = 0; round < 40; round++)
        {
            var source = generator.Program();
            var result = LuauCompiler.Lower(source, LuauDialect.Luau);
            Assert.True(result.Lua is not null, $"seed {seed} round {round}: {string.Join('\n', result.Diagnostics)}\n{source}");
            using var machine = new LuaMachine();
            var expected = machine.Run(source, lowered: false);
            var actual = machine.Run(result.Lua);
            Assert.True(expected == actual, $"seed {seed} round {round}: expected {expected}, got {actual}\n{source}\n{result.Lua}");
        }
    }

    private static void Mutate(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        var length = Math.Min(random.Next(1, 12), text.Length - at);
        switch (random.Next(4))
        {
            case 0:
                text.Remove(at, length);
                break;
            case 1:
                text.Insert(random.Next(text.Length), text.ToString(at, length));
                break;
            case 2:
                text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                break;
            default:
                text[at] = (char)random.Next(1, 127);
                break;
        }
    }

    private static void Check(string source, LuaMachine machine, int seed, int round)
    {
        var result = LuauCompiler.Lower(source, LuauDialect.Luau);
        Assert.True(result.Lua is null == result.Diagnostics.Count > 0, $"seed {seed} round {round}:\n{source}");
        var problem = result.Lua is null ? null : machine.Compile(result.Lua);
        Assert.True(problem is null, $"seed {seed} round {round}: {problem}\n{source}\n---\n{result.Lua}");
    }
}
