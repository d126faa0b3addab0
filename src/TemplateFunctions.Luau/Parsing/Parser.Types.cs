using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Type annotations. They are checked for form and kept as a range of tokens.</summary>
internal sealed partial class Parser
{
    private Stat ParseTypeStatement(int token)
    {
        if (Kind == TokenKind.Function)
        {
            return ParseTypeFunction(token);
        }

        ExpectName("of a type");
        ParseGenerics(defaults: true);
        if (Expect(TokenKind.Assign, "in the type alias"))
        {
            ParseType();
        }

        return new TypeStat(token, new TokenRange(token, _at));
    }

    private Stat ParseTypeFunction(int token)
    {
        var function = Advance();
        ExpectName("of the type function");
        var outer = _typeFunction;
        var scope = _function;
        _typeFunction = _function = new FunctionScope(scope, isVararg: false);
        ParseFunctionBody(function, self: false);
        (_typeFunction, _function) = (outer, scope);
        return new TypeStat(token, new TokenRange(token, _at));
    }

    private TokenRange ParseOptionalType()
    {
        if (Kind != TokenKind.Colon)
        {
            return default;
        }

        var colon = Advance();
        ParseType();
        return new TokenRange(colon, _at);
    }

    private TokenRange ParseVarargType()
    {
        if (Kind != TokenKind.Colon)
        {
            return default;
        }

        var colon = Advance();
        if (!AcceptPack())
        {
            ParseType();
        }

        return new TokenRange(colon, _at);
    }

    private TokenRange ParseReturnAnnotation()
    {
        if (Kind is not (TokenKind.Colon or TokenKind.Arrow))
        {
            return default;
        }

        if (Kind == TokenKind.Arrow)
        {
            Error(LuauDiagnosticCodes.Type, "the return type of a function is written after ':', not after '->'");
        }

        var colon = Advance();
        ParseReturnType();
        if (Kind == TokenKind.Comma)
        {
            Error(LuauDiagnosticCodes.Type, "several return types need parentheses around them");
            Advance();
        }

        return new TokenRange(colon, _at);
    }

    private void ParseReturnType()
    {
        if (AcceptPack())
        {
            return;
        }

        ParseType(packAllowed: true);
    }

    /// <summary><c>...T</c> or <c>T...</c>.</summary>
    private bool AcceptPack()
    {
        if (Accept(TokenKind.Ellipsis))
        {
            ParseType();
            return true;
        }

        if (Kind != TokenKind.Name || Ahead() != TokenKind.Ellipsis)
        {
            return false;
        }

        _at += 2;
        return true;
    }

    /// <summary>A type with its unions, intersections and question marks; with <paramref name="packAllowed"/> also a list in parentheses.</summary>
    private void ParseType(bool packAllowed = false)
    {
        if (!Enter())
        {
            Leave();
            return;
        }

        var (union, intersection) = (false, false);
        if (Kind is not (TokenKind.Pipe or TokenKind.Ampersand))
        {
            ParseSimpleType(packAllowed);
        }

        while (true)
        {
            if (Kind == TokenKind.Question)
            {
                union = true;
                if (intersection)
                {
                    Error(LuauDiagnosticCodes.Type, "'&' and '?' cannot be mixed; put parentheses around the intersection");
                }

                Advance();
            }
            else if (Kind is TokenKind.Pipe or TokenKind.Ampersand)
            {
                union |= Kind == TokenKind.Pipe;
                intersection |= Kind == TokenKind.Ampersand;
                if (union && intersection)
                {
                    Error(LuauDiagnosticCodes.Type, "'|' and '&' cannot be mixed; put parentheses around one of them");
                }

                Advance();
                ParseSimpleType(packAllowed: false);
            }
            else if (Kind == TokenKind.Ellipsis)
            {
                Error(LuauDiagnosticCodes.Type, "unexpected '...' after a type");
                Advance();
            }
            else
            {
                break;
            }
        }

        Leave();
    }

    private void ParseSimpleType(bool packAllowed)
    {
        switch (Kind)
        {
            case TokenKind.Nil or TokenKind.True or TokenKind.False or TokenKind.LongString:
                Advance();
                break;
            case TokenKind.String:
                ParseString();
                break;
            case TokenKind.Name:
                ParseNamedType();
                break;
            case TokenKind.LeftBrace:
                ParseTableType();
                break;
            case TokenKind.LeftParen or TokenKind.Less:
                ParseFunctionType(packAllowed);
                break;
            case TokenKind.Function:
                Error(LuauDiagnosticCodes.Type, "'function' is no type; write '(...any) -> ...any'");
                Advance();
                break;
            case TokenKind.InterpSimple or TokenKind.InterpBegin:
                Error(LuauDiagnosticCodes.Type, "an interpolated string is no type");
                ParseSimple();
                break;
            default:
                Error(LuauDiagnosticCodes.Type, $"expected a type, got {Shown()}");
                break;
        }
    }

    private void ParseNamedType()
    {
        var name = Advance();
        if (_tokens[name].Name == WellKnown.TypeOf && Kind == TokenKind.LeftParen)
        {
            var open = Advance();
            ParseExpression();
            ExpectClose(TokenKind.RightParen, open);
            return;
        }

        if (Accept(TokenKind.Dot))
        {
            ExpectName("of a type after '.'");
        }

        if (Kind == TokenKind.Less)
        {
            ParseTypeArguments();
        }
    }
}
