using TemplateFunctions.Luau.Lexing;

namespace TemplateFunctions.Luau.Syntax;

/// <summary>A whole source: its text, its tokens and its tree.</summary>
internal sealed record Chunk(string Source, Token[] Tokens, NameTable Names, Block Block)
{
    /// <summary>Every place where a value flows into a local.</summary>
    public required List<ValueFlow> Flows { get; init; }

    public ReadOnlySpan<char> TextOf(int token) => Source.AsSpan(Tokens[token].Start, Tokens[token].Length);
}
