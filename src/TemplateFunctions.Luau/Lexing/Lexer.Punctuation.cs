namespace TemplateFunctions.Luau.Lexing;

/// <summary>Operators, brackets, attributes, and characters that belong nowhere.</summary>
internal sealed partial class Lexer
{
    private void Punctuation(char c)
    {
        switch (c)
        {
            case '"' or '\'':
                Quoted(c);
                break;
            case '`':
                Interpolated(first: true);
                break;
            case '[':
                Bracket();
                break;
            case '{':
                if (_braces.Count > 0)
                {
                    _braces.Push(false);
                }

                Take(TokenKind.LeftBrace, 1);
                break;
            case '}':
                RightBrace();
                break;
            case '@':
                AttributeToken();
                break;
            default:
                Operator(c, Peek(1));
                break;
        }
    }

    private void Take(TokenKind kind, int length)
    {
        var start = _at;
        _at += length;
        Add(kind, start);
    }

    private void Bracket()
    {
        var level = LongBracketLevel(_at);
        if (level >= 0)
        {
            LongString(level);
        }
        else
        {
            Take(TokenKind.LeftBracket, 1);
        }
    }

    private void RightBrace()
    {
        if (_braces.TryPop(out var interpolation) && interpolation)
        {
            Interpolated(first: false);
        }
        else
        {
            Take(TokenKind.RightBrace, 1);
        }
    }

    private void AttributeToken()
    {
        var start = _at++;
        if (Peek() == '[')
        {
            _at++;
            Add(TokenKind.AttributeOpen, start);
            return;
        }

        SkipWord();
        Add(TokenKind.Attribute, start, 0, names.Intern(source.AsSpan(start + 1, _at - start - 1)));
    }

    private void Operator(char c, char next)
    {
        switch (c)
        {
            case '+':
                Either(next == '=', TokenKind.PlusAssign, TokenKind.Plus);
                break;
            case '-' when next == '>':
                Take(TokenKind.Arrow, 2);
                break;
            case '-':
                Either(next == '=', TokenKind.MinusAssign, TokenKind.Minus);
                break;
            case '*':
                Either(next == '=', TokenKind.StarAssign, TokenKind.Star);
                break;
            case '/' when next == '/' && Peek(2) == '=':
                Take(TokenKind.DoubleSlashAssign, 3);
                break;
            case '/' when next == '/':
                Take(TokenKind.DoubleSlash, 2);
                break;
            case '/':
                Either(next == '=', TokenKind.SlashAssign, TokenKind.Slash);
                break;
            case '%':
                Either(next == '=', TokenKind.PercentAssign, TokenKind.Percent);
                break;
            case '^':
                Either(next == '=', TokenKind.CaretAssign, TokenKind.Caret);
                break;
            case '=':
                Either(next == '=', TokenKind.Equal, TokenKind.Assign);
                break;
            case '<':
                Either(next == '=', TokenKind.LessEqual, TokenKind.Less);
                break;
            case '>':
                Either(next == '=', TokenKind.GreaterEqual, TokenKind.Greater);
                break;
            case '~':
                Either(next == '=', TokenKind.NotEqual, TokenKind.Tilde);
                break;
            case ':':
                Either(next == ':', TokenKind.DoubleColon, TokenKind.Colon);
                break;
            case '.':
                Dots();
                break;
            default:
                Single(c);
                break;
        }
    }

    private void Either(bool two, TokenKind twoKind, TokenKind oneKind) => Take(two ? twoKind : oneKind, two ? 2 : 1);

    private void Dots()
    {
        switch (Peek(1), Peek(2))
        {
            case ('.', '.'):
                Take(TokenKind.Ellipsis, 3);
                break;
            case ('.', '='):
                Take(TokenKind.ConcatAssign, 3);
                break;
            case ('.', _):
                Take(TokenKind.Concat, 2);
                break;
            default:
                Take(TokenKind.Dot, 1);
                break;
        }
    }

    private void Single(char c)
    {
        var kind = c switch
        {
            '(' => TokenKind.LeftParen,
            ')' => TokenKind.RightParen,
            ']' => TokenKind.RightBracket,
            ';' => TokenKind.Semicolon,
            ',' => TokenKind.Comma,
            '#' => TokenKind.Hash,
            '?' => TokenKind.Question,
            '&' => TokenKind.Ampersand,
            '|' => TokenKind.Pipe,
            '!' => TokenKind.Exclamation,
            _ => TokenKind.Broken,
        };

        if (kind == TokenKind.Broken)
        {
            BadCharacter(c);
            return;
        }

        Take(kind, 1);
    }

    /// <summary>Skips the whole run of such characters, so that a file in another encoding is one error and not thousands.</summary>
    private void BadCharacter(char c)
    {
        var start = _at++;
        while (_at < source.Length && source[_at] > 0x7E)
        {
            _at++;
        }

        var shown = c < 0x21 ? $"U+{(int)c:X4}" : $"'{source.AsSpan(start, char.IsHighSurrogate(c) ? Math.Min(2, source.Length - start) : 1)}' (U+{(int)c:X4})";
        var hint = c switch
        {
            '\u201C' or '\u201D' or '\u2018' or '\u2019' => "; did you mean a straight quote?",
            '\u00A0' => "; did you mean a space?",
            '\u2013' or '\u2014' => "; did you mean '-'?",
            _ => string.Empty,
        };
        diagnostics.Error(LuauDiagnosticCodes.Character, start, _at, $"the character {shown} has no place outside of strings and comments{hint}");
    }
}
