using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Numbers, strings and interpolated strings.</summary>
internal sealed partial class Parser
{
    private Expr ParseNumber()
    {
        var token = Advance();
        var text = _source.AsSpan(_tokens[token].Start, _tokens[token].Length);
        if (NumberText.TryParse(text, out var value))
        {
            return new NumberExpr(token, value);
        }

        ErrorAt(LuauDiagnosticCodes.Number, token, NumberText.Explain(text));
        return new NumberExpr(token, 0);
    }

    private Expr ParseString()
    {
        var token = Advance();
        CheckEscapes(token);
        return _tokens[token].Kind == TokenKind.InterpSimple ? new InterpExpr(token, [token], []) : new StringExpr(token);
    }

    private void CheckEscapes(int token)
    {
        if (_tokens[token].Kind == TokenKind.LongString)
        {
            return;
        }

        var bad = StringText.FindBadEscape(_source.AsSpan(_tokens[token].Start, _tokens[token].Length));
        if (bad >= 0 && !_stopped)
        {
            var start = _tokens[token].Start + bad;
            _lastError = Math.Max(_lastError, 0);
            _diagnostics.Error(LuauDiagnosticCodes.Escape, start, start + 2, $"the escape '{_source.AsSpan(start, 2)}' is not complete or its number is too large");
        }
    }

    private Expr ParseInterpolation()
    {
        var first = _at;
        var pieces = new List<int>();
        var values = new List<Expr>();
        while (true)
        {
            var piece = Advance();
            CheckEscapes(piece);
            pieces.Add(piece);
            if (_tokens[piece].Kind == TokenKind.InterpEnd)
            {
                return new InterpExpr(first, pieces, values);
            }

            if (Kind is TokenKind.InterpMid or TokenKind.InterpEnd)
            {
                Error("expected a value between '{' and '}' of the interpolated string");
                values.Add(new ErrorExpr(_at));
            }
            else
            {
                values.Add(ParseExpression());
            }

            if (Kind is not (TokenKind.InterpMid or TokenKind.InterpEnd))
            {
                ErrorBeforeLineEnd(LuauDiagnosticCodes.Unfinished, $"expected '}}' after the value in the interpolated string, got {Shown()}");
                return new ErrorExpr(first);
            }
        }
    }
}
