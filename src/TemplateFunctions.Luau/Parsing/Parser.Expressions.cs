using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Operators, and what they apply to.</summary>
internal sealed partial class Parser
{
    private const int UnaryPriority = 8;
    private const int ConcatPriority = 5;

    /// <summary>Left and right binding power of a binary operator, 0 for other tokens.</summary>
    private static (int Left, int Right) Priority(TokenKind kind) => kind switch
    {
        TokenKind.Plus or TokenKind.Minus => (6, 6),
        TokenKind.Star or TokenKind.Slash or TokenKind.DoubleSlash or TokenKind.Percent => (7, 7),
        TokenKind.Caret => (10, 9),
        TokenKind.Concat => (ConcatPriority, ConcatPriority),
        >= TokenKind.NotEqual and <= TokenKind.GreaterEqual => (3, 3),
        TokenKind.And => (2, 2),
        TokenKind.Or => (1, 1),
        _ => (0, 0),
    };

    /// <summary>May stand for any number of values at the end of a list.</summary>
    private bool IsOpen(Expr expression) => expression is CallExpr || (expression is WordExpr && _tokens[expression.Token].Kind == TokenKind.Ellipsis);

    private List<Expr> ParseExpressionList()
    {
        List<Expr> list = [ParseExpression()];
        while (Accept(TokenKind.Comma))
        {
            if (Kind == TokenKind.RightParen)
            {
                Error("expected a value after ',', got ')'");
                break;
            }

            list.Add(ParseExpression());
        }

        return list;
    }

    private Expr ParseExpression(int limit = 0)
    {
        if (!Enter())
        {
            Leave();
            return new ErrorExpr(_at);
        }

        var left = ParseOperand();
        while (true)
        {
            var kind = BinaryOperator(limit, out var width);
            var (power, right) = Priority(kind);
            if (power <= limit)
            {
                break;
            }

            var token = _at;
            _at += width;
            left = kind == TokenKind.Concat
                ? ParseConcatenation(token, left)
                : new BinaryExpr(token, kind, left, ParseExpression(right));
        }

        Leave();
        return left;
    }

    /// <summary><c>a .. b .. c</c> groups from the right and may be long, so its operands are collected first.</summary>
    private BinaryExpr ParseConcatenation(int token, Expr first)
    {
        var links = new Stack<(Expr Left, int Operator)>();
        links.Push((first, token));
        var last = ParseExpression(ConcatPriority);
        while (Kind == TokenKind.Concat)
        {
            links.Push((last, Advance()));
            last = ParseExpression(ConcatPriority);
        }

        var (left, link) = links.Pop();
        var result = new BinaryExpr(link, TokenKind.Concat, left, last);
        while (links.TryPop(out var outer))
        {
            result = new BinaryExpr(outer.Operator, TokenKind.Concat, outer.Left, result);
        }

        return result;
    }

    /// <summary>The operator at the current token; operators of other languages are reported and taken for what they mean.</summary>
    private TokenKind BinaryOperator(int limit, out int width)
    {
        width = 1;
        if (Kind is not (TokenKind.Ampersand or TokenKind.Pipe or TokenKind.Exclamation) || _tokens[_at].End != _tokens[_at + 1].Start)
        {
            return Kind;
        }

        var (meant, written) = (Kind, Ahead()) switch
        {
            (TokenKind.Ampersand, TokenKind.Ampersand) => (TokenKind.And, "'&&'; did you mean 'and'?"),
            (TokenKind.Pipe, TokenKind.Pipe) => (TokenKind.Or, "'||'; did you mean 'or'?"),
            (TokenKind.Exclamation, TokenKind.Assign) => (TokenKind.NotEqual, "'!='; did you mean '~='?"),
            (TokenKind.Exclamation, TokenKind.Equal) => (TokenKind.NotEqual, "'!=='; did you mean '~='?"),
            _ => (Kind, string.Empty),
        };

        if (meant != Kind && Priority(meant).Left > limit)
        {
            ErrorNotLuau($"Luau has no {written}");
            width = 2;
        }

        return meant;
    }

    private Expr ParseOperand()
    {
        if (Kind == TokenKind.Exclamation)
        {
            ErrorNotLuau("Luau has no '!'; did you mean 'not'?");
            Advance();
            return ParseExpression(UnaryPriority);
        }

        if (Kind is TokenKind.Not or TokenKind.Minus or TokenKind.Hash)
        {
            var token = Advance();
            var operand = ParseExpression(UnaryPriority);
            if (_tokens[token].Kind == TokenKind.Hash)
            {
                CountTableUse(operand);
            }

            return new UnaryExpr(token, operand);
        }

        var value = ParseSimple();
        while (Kind == TokenKind.DoubleColon)
        {
            var token = Advance();
            ParseType();
            value = new CastExpr(token, value, new TokenRange(token, _at));
            if (Kind == TokenKind.DoubleColon)
            {
                Error("a value can be cast once; put the first cast in parentheses");
            }
        }

        return value;
    }

    private Expr ParseSimple()
    {
        switch (Kind)
        {
            case TokenKind.Nil or TokenKind.True or TokenKind.False:
                return new WordExpr(Advance());
            case TokenKind.Ellipsis:
                if (!_function.IsVararg)
                {
                    Error(LuauDiagnosticCodes.VarargOutside, "'...' can only be used in a function that takes '...'");
                }

                return new WordExpr(Advance());
            case TokenKind.Number:
                return ParseNumber();
            case TokenKind.String or TokenKind.LongString or TokenKind.InterpSimple:
                return ParseString();
            case TokenKind.InterpBegin:
                return ParseInterpolation();
            case TokenKind.LeftBrace:
                return ParseTable();
            case TokenKind.Function:
                var function = Advance();
                return new FunctionExpr(function, ParseFunctionBody(function, self: false));
            case TokenKind.Attribute or TokenKind.AttributeOpen:
                return ParseAttributedFunction();
            case TokenKind.If:
                return ParseIfExpression();
            default:
                return ParsePostfix();
        }
    }

    private Expr ParseAttributedFunction()
    {
        ParseAttributes();
        if (Kind == TokenKind.Function)
        {
            var token = Advance();
            return new FunctionExpr(token, ParseFunctionBody(token, self: false));
        }

        Error(LuauDiagnosticCodes.Attribute, $"expected 'function' after the attribute, got {Shown()}");
        return new ErrorExpr(_at);
    }

    private Expr ParseIfExpression()
    {
        var token = _at;
        var branches = new List<(Expr, Expr)>();
        do
        {
            Advance();
            var condition = ParseExpression();
            Expect(TokenKind.Then, "in the if-expression");
            branches.Add((condition, ParseExpression()));
        }
        while (Kind == TokenKind.ElseIf);
        if (!Expect(TokenKind.Else, "in the if-expression (it always needs one)"))
        {
            return new ErrorExpr(token);
        }

        return new IfExpr(token, branches, ParseExpression());
    }

    private Expr ParseTable()
    {
        var open = Advance();
        var items = new List<TableItem>();
        while (Kind is not (TokenKind.RightBrace or TokenKind.EndOfFile))
        {
            items.Add(ParseItem());
            if (Accept(TokenKind.Comma) || Accept(TokenKind.Semicolon))
            {
                continue;
            }

            if (Kind is TokenKind.LeftBracket or TokenKind.Name)
            {
                Error("expected ',' between the fields of a table");
            }
            else
            {
                break;
            }
        }

        return new TableExpr(open, items, ExpectClose(TokenKind.RightBrace, open));
    }

    private TableItem ParseItem()
    {
        if (Kind == TokenKind.LeftBracket)
        {
            var open = Advance();
            var key = ParseExpression();
            ExpectClose(TokenKind.RightBracket, open);
            Expect(TokenKind.Assign, "after the key of a table field");
            return new TableItem(-1, key, ParseExpression());
        }

        if (Kind == TokenKind.Name && Ahead() == TokenKind.Assign)
        {
            var name = Advance();
            Advance();
            return new TableItem(name, null, ParseExpression());
        }

        return new TableItem(-1, null, ParseExpression());
    }
}
