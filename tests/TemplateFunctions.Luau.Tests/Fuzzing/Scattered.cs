using System.Text;
using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Lexing;

namespace TemplateFunctions.Luau.Tests.Fuzzing;

/// <summary>A program with a line for every token, and where its names are.</summary>
internal static class Scattered
{
    /// <summary>Words of Luau alone, the type of casts, and methods that are called in another way.</summary>
    private static readonly HashSet<string> Gone = ["number", "continue", "sub", "byte"];

    public static string Write(string source)
    {
        var text = new StringBuilder();
        foreach (var token in Tokens(source))
        {
            // On a line of its own it could begin a statement, which Luau refuses to guess.
            var mark = source[token.Start] == '(' ? ' ' : '\n';
            text.Append(mark).Append(source, token.Start, token.Length);
        }

        return text.ToString();
    }

    public static HashSet<(string Name, int Line)> Names(string source) =>
    [
        .. Tokens(source).Where(token => token.Kind == TokenKind.Name).Select(token => (source[token.Start..token.End], token.Line)).Where(name => !Gone.Contains(name.Item1)),
    ];

    private static IEnumerable<Token> Tokens(string source) =>
        new Lexer(source, new NameTable(), new DiagnosticBag(source)).Run().Where(token => token.Kind != TokenKind.EndOfFile);
}
