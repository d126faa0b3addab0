using TemplateFunctions.Luau.Lexing;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>How tokens are called in messages.</summary>
internal static class TokenText
{
    private const int MaxShown = 40;

    public static string Of(TokenKind kind) => kind switch
    {
        <= TokenKind.While => $"'{kind.ToString().ToLowerInvariant()}'",
        TokenKind.Name => "a name",
        TokenKind.LeftParen => "'('",
        TokenKind.RightParen => "')'",
        TokenKind.LeftBracket => "'['",
        TokenKind.RightBracket => "']'",
        TokenKind.LeftBrace => "'{'",
        TokenKind.RightBrace => "'}'",
        TokenKind.Less => "'<'",
        TokenKind.Greater => "'>'",
        TokenKind.Assign => "'='",
        TokenKind.Comma => "','",
        TokenKind.Colon => "':'",
        TokenKind.Arrow => "'->'",
        TokenKind.AttributeOpen => "'@['",
        TokenKind.EndOfFile => "the end of the file",
        _ => kind.ToString(),
    };

    public static string Shown(string source, Token token)
    {
        if (token.Kind == TokenKind.EndOfFile)
        {
            return "the end of the file";
        }

        var text = source.AsSpan(token.Start, Math.Min(token.Length, MaxShown));
        var lineEnd = text.IndexOfAny('\r', '\n');
        var cut = lineEnd >= 0 || token.Length > MaxShown;
        return $"'{(lineEnd >= 0 ? text[..lineEnd] : text)}{(cut ? "..." : string.Empty)}'";
    }
}
