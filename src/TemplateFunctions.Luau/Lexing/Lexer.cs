using System.Buffers;
using TemplateFunctions.Luau.Diagnostics;

namespace TemplateFunctions.Luau.Lexing;

/// <summary>Cuts a Luau source into tokens. Comments vanish; what is no token is reported and becomes <see cref="TokenKind.Broken"/>.</summary>
internal sealed partial class Lexer(string source, NameTable names, DiagnosticBag diagnostics)
{
    private static readonly SearchValues<char> WordCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private readonly List<Token> _tokens = new((source.Length / 5) + 16);
    private readonly Stack<bool> _braces = new();
    private int _at;
    private int _line = 1;

    /// <summary>All tokens, the last one being <see cref="TokenKind.EndOfFile"/>.</summary>
    public List<Token> Run()
    {
        SkipShebang();
        while (SkipBlanks())
        {
            Next();
        }

        Add(TokenKind.EndOfFile, _at);
        return _tokens;
    }

    private static bool IsDigit(char c) => (uint)(c - '0') <= 9;

    private static bool IsLetter(char c) => (uint)((c | 0x20) - 'a') <= 25 || c == '_';

    private char Peek(int ahead = 0) => (uint)(_at + ahead) < (uint)source.Length ? source[_at + ahead] : '\0';

    private void Add(TokenKind kind, int start, int line = 0, int name = -1) =>
        _tokens.Add(new Token(kind, start, _at, line == 0 ? _line : line, name));

    private void SkipShebang()
    {
        if (source.StartsWith('\uFEFF'))
        {
            _at++;
        }

        if (Peek() == '#' && Peek(1) == '!')
        {
            SkipToLineEnd();
        }
    }

    private void SkipToLineEnd()
    {
        var length = source.AsSpan(_at).IndexOf('\n');
        _at = length < 0 ? source.Length : _at + length;
    }

    private bool SkipBlanks()
    {
        while (_at < source.Length)
        {
            switch (source[_at])
            {
                case '\n':
                    _line++;
                    _at++;
                    break;
                case ' ' or '\t' or '\r' or '\v' or '\f':
                    _at++;
                    break;
                case '-' when Peek(1) == '-':
                    SkipComment();
                    break;
                default:
                    return true;
            }
        }

        return false;
    }

    private void SkipComment()
    {
        var start = _at;
        _at += 2;
        var level = LongBracketLevel(_at);
        if (level < 0)
        {
            SkipToLineEnd();
        }
        else if (!SkipLongBracket(level))
        {
            diagnostics.Error(LuauDiagnosticCodes.Unfinished, start, start + 4 + level, $"this comment has no end: expected ']{new string('=', level)}]'");
        }
    }

    private void Next()
    {
        var c = source[_at];
        if (IsLetter(c))
        {
            Word();
        }
        else if (IsDigit(c) || (c == '.' && IsDigit(Peek(1))))
        {
            Number();
        }
        else
        {
            Punctuation(c);
        }
    }

    private void Word()
    {
        var start = _at;
        SkipWord();
        var name = names.Intern(source.AsSpan(start, _at - start));
        if (name < NameTable.KeywordCount)
        {
            Add((TokenKind)name, start);
        }
        else
        {
            Add(TokenKind.Name, start, 0, name);
        }
    }

    private void SkipWord()
    {
        var length = source.AsSpan(_at).IndexOfAnyExcept(WordCharacters);
        _at = length < 0 ? source.Length : _at + length;
    }

    private void Number()
    {
        var start = _at;
        do
        {
            _at++;
        }
        while (IsDigit(Peek()) || Peek() is '.' or '_');

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
            {
                _at++;
            }
        }

        SkipWord();
        Add(TokenKind.Number, start);
    }
}
