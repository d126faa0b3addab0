using System.Buffers;

namespace TemplateFunctions.Luau.Lexing;

/// <summary>Strings of all four kinds, and long brackets.</summary>
internal sealed partial class Lexer
{
    private static readonly SearchValues<char> QuotedStops = SearchValues.Create("\"'\\\r\n");
    private static readonly SearchValues<char> InterpStops = SearchValues.Create("`{\\\r\n");

    private void Quoted(char quote)
    {
        var (start, line) = (_at++, _line);
        while (_at < source.Length)
        {
            var skip = source.AsSpan(_at).IndexOfAny(QuotedStops);
            if (skip < 0)
            {
                _at = source.Length;
                break;
            }

            _at += skip;
            var c = source[_at];
            if (c == quote)
            {
                _at++;
                Add(TokenKind.String, start, line);
                return;
            }

            if (c is '\r' or '\n')
            {
                break;
            }

            _at++;
            if (c == '\\')
            {
                SkipEscape();
            }
        }

        diagnostics.Error(LuauDiagnosticCodes.Unfinished, start, _at, $"this string has no end: expected {quote} before the end of the line");
        Add(TokenKind.Broken, start, line);
    }

    private void SkipEscape()
    {
        var c = Peek();
        if (c == 'z')
        {
            _at++;
            while (Peek() is ' ' or '\t' or '\r' or '\n' or '\v' or '\f')
            {
                _line += source[_at] == '\n' ? 1 : 0;
                _at++;
            }

            return;
        }

        if (c == '\r' && Peek(1) == '\n')
        {
            _at++;
        }

        if (_at < source.Length)
        {
            _line += source[_at] == '\n' ? 1 : 0;
            _at++;
        }
    }

    /// <summary>A stretch of an interpolated string: from its <c>`</c> or a <c>}</c> to a <c>{</c> or the closing <c>`</c>.</summary>
    private void Interpolated(bool first)
    {
        var (start, line) = (_at++, _line);
        while (_at < source.Length)
        {
            var skip = source.AsSpan(_at).IndexOfAny(InterpStops);
            if (skip < 0)
            {
                _at = source.Length;
                break;
            }

            _at += skip;
            var c = source[_at];
            if (c == '`')
            {
                _at++;
                Add(first ? TokenKind.InterpSimple : TokenKind.InterpEnd, start, line);
                return;
            }

            if (c == '{')
            {
                OpenInterpolation(start, line, first);
                return;
            }

            if (c is '\r' or '\n')
            {
                break;
            }

            _at++;
            if (Peek() == 'u' && Peek(1) == '{')
            {
                _at += 2;
            }
            else
            {
                SkipEscape();
            }
        }

        diagnostics.Error(LuauDiagnosticCodes.Unfinished, start, _at, "this interpolated string has no end: expected '`' before the end of the line");
        Add(TokenKind.Broken, start, line);
    }

    private void OpenInterpolation(int start, int line, bool first)
    {
        _at++;
        if (Peek() == '{')
        {
            diagnostics.Error(LuauDiagnosticCodes.Syntax, _at - 1, _at + 1, "'{{' is not allowed in an interpolated string; write '\\{' for a brace");
        }

        _braces.Push(true);
        Add(first ? TokenKind.InterpBegin : TokenKind.InterpMid, start, line);
    }

    /// <summary>The number of <c>=</c> in <c>[==[</c> at <paramref name="at"/>, or -1.</summary>
    private int LongBracketLevel(int at)
    {
        if (at >= source.Length || source[at] != '[')
        {
            return -1;
        }

        var rest = source.AsSpan(at + 1);
        var level = rest.IndexOfAnyExcept('=');
        return level >= 0 && rest[level] == '[' ? level : -1;
    }

    /// <summary>Moves behind the closing bracket. False when there is none; then everything is skipped.</summary>
    private bool SkipLongBracket(int level)
    {
        var body = source.AsSpan(_at + level + 2);
        var close = level == 0 ? body.IndexOf("]]") : body.IndexOf(string.Concat("]", new string('=', level), "]"));
        var length = close < 0 ? body.Length : close;
        _line += body[..length].Count('\n');
        _at += level + 2 + length + (close < 0 ? 0 : level + 2);
        return close >= 0;
    }

    private void LongString(int level)
    {
        var (start, line) = (_at, _line);
        if (SkipLongBracket(level))
        {
            Add(TokenKind.LongString, start, line);
            return;
        }

        diagnostics.Error(LuauDiagnosticCodes.Unfinished, start, start + level + 2, $"this string has no end: expected ']{new string('=', level)}]'");
        Add(TokenKind.Broken, start, line);
    }
}
