using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Types with an inside: tables, functions, generics.</summary>
internal sealed partial class Parser
{
    private void ParseTableType()
    {
        var open = Advance();
        var (first, indexed) = (true, false);
        while (Kind is not (TokenKind.RightBrace or TokenKind.EndOfFile))
        {
            if ((IsName(WellKnown.Read) || IsName(WellKnown.Write)) && Ahead() != TokenKind.Colon)
            {
                Advance();
            }

            if (Kind == TokenKind.LeftBracket && !(Ahead() == TokenKind.String && Ahead(2) == TokenKind.RightBracket))
            {
                if (indexed)
                {
                    Error(LuauDiagnosticCodes.Type, "a table type has one '[key]: value' at most; write a union as its key");
                }

                indexed = true;
            }

            if (!ParseTableTypeField(first))
            {
                break;
            }

            first = false;
            if (!Accept(TokenKind.Comma) && !Accept(TokenKind.Semicolon))
            {
                break;
            }
        }

        ExpectClose(TokenKind.RightBrace, open);
    }

    /// <summary>False after the only element of an array type.</summary>
    private bool ParseTableTypeField(bool first)
    {
        if (Kind == TokenKind.LeftBracket)
        {
            var open = Advance();
            ParseType();
            ExpectClose(TokenKind.RightBracket, open);
            Expect(TokenKind.Colon, "after the key of a table type");
            ParseType();
            return true;
        }

        if (first && !(Kind == TokenKind.Name && Ahead() == TokenKind.Colon))
        {
            ParseType();
            return false;
        }

        ExpectName("of a field in the table type");
        if (!Expect(TokenKind.Colon, "after the field of a table type"))
        {
            return false;
        }

        ParseType();
        return true;
    }

    /// <summary><c>&lt;T&gt;(a, b) -> c</c>, a type in parentheses, or where it is allowed a list of types.</summary>
    private void ParseFunctionType(bool packAllowed)
    {
        var must = Kind == TokenKind.Less;
        ParseGenerics(defaults: false);
        var open = _at;
        if (!Expect(TokenKind.LeftParen, "to begin the parameters of a function type"))
        {
            return;
        }

        var (count, special) = Kind == TokenKind.RightParen ? (0, false) : ParseTypeList();
        ExpectClose(TokenKind.RightParen, open);
        if (Kind == TokenKind.Arrow)
        {
            Advance();
            ParseReturnType();
            return;
        }

        if (must || (!packAllowed && (count != 1 || special)))
        {
            Error(LuauDiagnosticCodes.Type, count == 0 ? $"expected '->' after '()', got {Shown()}; did you mean 'nil'?" : $"expected '->' and a return type, got {Shown()}");
        }
    }

    /// <summary>How many types there are, and whether one has a name or is a pack.</summary>
    private (int Count, bool Special) ParseTypeList()
    {
        var count = 0;
        var special = false;
        do
        {
            if (Kind == TokenKind.RightParen)
            {
                Error(LuauDiagnosticCodes.Type, "expected a type after ',', got ')'");
                break;
            }

            if (AcceptPack())
            {
                return (count + 1, true);
            }

            if (Kind == TokenKind.Name && Ahead() == TokenKind.Colon)
            {
                special = true;
                _at += 2;
            }

            ParseType();
            count++;
        }
        while (Accept(TokenKind.Comma));
        return (count, special);
    }

    /// <summary><c>&lt;T, U = number, V...&gt;</c>, defaults only where a type is declared.</summary>
    private TokenRange ParseGenerics(bool defaults)
    {
        if (Kind != TokenKind.Less)
        {
            return default;
        }

        var open = Advance();
        var (hasPack, hasDefault) = (false, false);
        do
        {
            var name = ExpectName("of a generic type");
            var isPack = Accept(TokenKind.Ellipsis);
            if (hasPack && !isPack)
            {
                ErrorAt(LuauDiagnosticCodes.Type, name, "generic types stand before generic packs");
            }

            hasPack |= isPack;
            if (defaults && Accept(TokenKind.Assign))
            {
                hasDefault = true;
                ParseDefault(isPack);
            }
            else if (hasDefault)
            {
                Error(LuauDiagnosticCodes.Type, $"expected a default, as the type before has one, got {Shown()}");
            }
        }
        while (Accept(TokenKind.Comma));
        ExpectClose(TokenKind.Greater, open);
        return new TokenRange(open, _at);
    }

    private void ParseDefault(bool isPack)
    {
        if (!isPack)
        {
            ParseType();
        }
        else if (!AcceptPack())
        {
            if (Kind != TokenKind.LeftParen)
            {
                Error(LuauDiagnosticCodes.Type, $"expected a pack, such as '...number' or '(number, string)', got {Shown()}");
            }

            ParseType(packAllowed: true);
        }
    }

    private TokenRange ParseTypeArguments()
    {
        var open = Advance();
        if (Kind != TokenKind.Greater)
        {
            do
            {
                if (!AcceptPack())
                {
                    ParseType(packAllowed: true);
                }
            }
            while (Accept(TokenKind.Comma));
        }

        ExpectClose(TokenKind.Greater, open);
        return new TokenRange(open, _at);
    }

    /// <summary><c>&lt;&lt;T&gt;&gt;</c>.</summary>
    private TokenRange ParseInstantiation()
    {
        var open = Advance();
        ParseTypeArguments();
        ExpectClose(TokenKind.Greater, open);
        return new TokenRange(open, _at);
    }
}
