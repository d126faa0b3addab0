namespace TemplateFunctions.Luau.Lexing;

/// <summary>A piece of the source: kind, place, line (from 1), and for names the number in the name table.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int End, int Line, int Name)
{
    public int Length => End - Start;

    public bool IsKeyword => Kind <= TokenKind.While;
}
