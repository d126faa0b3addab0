using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Names with their fields, indexes and calls; and the statements that begin with one.</summary>
internal sealed partial class Parser
{
    private Stat ParseExpressionStatement()
    {
        var token = _at;
        var expression = ParsePostfix();
        if (expression is CallExpr && Kind is not (TokenKind.Assign or >= TokenKind.PlusAssign and <= TokenKind.ConcatAssign))
        {
            return new CallStat(token, expression);
        }

        if (Kind is TokenKind.Assign or TokenKind.Comma)
        {
            return ParseAssignment(token, expression);
        }

        if (Kind is >= TokenKind.PlusAssign and <= TokenKind.ConcatAssign)
        {
            return ParseCompound(token, expression);
        }

        if (expression is NameExpr name && ParseContextual(token, name) is { } contextual)
        {
            return contextual;
        }

        if (_lastError < 0)
        {
            if (Kind == TokenKind.Name && _source.AsSpan(_tokens[token].Start, _tokens[token].Length) is "class")
            {
                ErrorNotLuau("classes are not supported; use a table as a metatable, with __index set to itself");
                return new ErrorStat(token);
            }

            ErrorBeforeLineEnd(LuauDiagnosticCodes.Syntax, $"this is no statement: expected '=' or a call after it, got {Shown()}");
        }

        return new ErrorStat(token);
    }

    /// <summary>Statements whose first word is an ordinary name elsewhere.</summary>
    private Stat? ParseContextual(int token, NameExpr name)
    {
        switch (name.Name)
        {
            case WellKnown.Continue:
                return ParseContinue(token);
            case WellKnown.Type when Kind is TokenKind.Name or TokenKind.Function:
                return ParseTypeStatement(token);
            case WellKnown.Export when IsName(WellKnown.Type):
                Advance();
                return ParseTypeStatement(token);
            case WellKnown.Export when Kind is TokenKind.Function or TokenKind.Local || IsName(WellKnown.Const):
                ErrorNotLuau("only types can be exported; return a table from the module to export values");
                return new ErrorStat(token);
            case WellKnown.Const when Kind is TokenKind.Name or TokenKind.Function:
                return ParseLocal(token, isConst: true, attributed: false);
            case WellKnown.Goto when Kind == TokenKind.Name:
                ErrorNotLuau("Luau has no 'goto'; use 'continue', 'break' or a function");
                return new ErrorStat(token);
            default:
                return null;
        }
    }

    private Stat ParseAssignment(int token, Expr first)
    {
        List<Expr> targets = [first];
        while (Accept(TokenKind.Comma))
        {
            targets.Add(ParsePostfix());
        }

        foreach (var target in targets)
        {
            CheckTarget(target);
        }

        if (!Expect(TokenKind.Assign, "in the assignment"))
        {
            return new ErrorStat(token);
        }

        var values = ParseExpressionList();
        for (var i = 0; i < targets.Count; i++)
        {
            if (targets[i] is NameExpr { Local: { } local })
            {
                Flow(local, i < values.Count ? values[i] : null);
            }
        }

        return new AssignStat(token, targets, values);
    }

    private Stat ParseCompound(int token, Expr target)
    {
        CheckTarget(target);
        var operation = Advance();
        var plain = _tokens[operation].Kind switch
        {
            TokenKind.PlusAssign => TokenKind.Plus,
            TokenKind.MinusAssign => TokenKind.Minus,
            TokenKind.StarAssign => TokenKind.Star,
            TokenKind.SlashAssign => TokenKind.Slash,
            TokenKind.DoubleSlashAssign => TokenKind.DoubleSlash,
            TokenKind.PercentAssign => TokenKind.Percent,
            TokenKind.CaretAssign => TokenKind.Caret,
            _ => TokenKind.Concat,
        };
        var value = ParseExpression();
        if (target is NameExpr { Local: { } local })
        {
            Flow(local, new BinaryExpr(operation, plain, target, value));
        }

        return new CompoundStat(token, target, operation, plain, value);
    }

    private void CheckTarget(Expr target)
    {
        switch (target)
        {
            case NameExpr { Local: { IsConst: true } constant }:
                ErrorAt(LuauDiagnosticCodes.AssignmentTarget, target.Token, $"'{_names[constant.Name]}' is constant and cannot be assigned again");
                break;
            case NameExpr { Local: { } local }:
                local.IsReassigned = true;
                break;
            case NameExpr or FieldExpr or IndexExpr or ErrorExpr:
                break;
            default:
                ErrorAt(LuauDiagnosticCodes.AssignmentTarget, target.Token, "only a variable or a field can be assigned");
                break;
        }
    }

    private Expr ParsePostfix()
    {
        var expression = ParsePrimary();
        while (!_stopped)
        {
            switch (Kind)
            {
                case TokenKind.Dot:
                    Advance();
                    CountTableUse(expression);
                    expression = new FieldExpr(ExpectName("after '.'"), expression);
                    break;
                case TokenKind.LeftBracket:
                    CountTableUse(expression);
                    var open = Advance();
                    var key = ParseExpression();
                    expression = new IndexExpr(open, expression, key, ExpectClose(TokenKind.RightBracket, open));
                    break;
                case TokenKind.Colon:
                    expression = ParseMethodCall(expression);
                    break;
                case TokenKind.LeftParen when _tokens[_at - 1].Line != Line:
                    if (expression is not ErrorExpr)
                    {
                        AmbiguousCall();
                    }

                    return expression;
                case TokenKind.LeftParen or TokenKind.LeftBrace or TokenKind.String or TokenKind.LongString:
                    expression = ParseCall(expression, -1);
                    break;
                case TokenKind.Less when Ahead() == TokenKind.Less:
                    expression = new InstantiateExpr(_at, expression, ParseInstantiation());
                    break;
                default:
                    return expression;
            }
        }

        return expression;
    }

    private void AmbiguousCall() => Error(
        LuauDiagnosticCodes.AmbiguousCall,
        "this could be the arguments of a call of the line before, or a new statement: put ';' before it for a statement, or move it up for a call");

    private Expr ParsePrimary()
    {
        if (Kind == TokenKind.LeftParen)
        {
            var open = Advance();
            var inner = ParseExpression();
            ExpectClose(TokenKind.RightParen, open);
            return new ParenExpr(open, inner);
        }

        if (Kind == TokenKind.Name)
        {
            return Resolve(Advance());
        }

        Error($"expected a value, got {Shown()}{KeywordHint()}");
        if (Kind == TokenKind.Broken)
        {
            Advance();
        }

        return new ErrorExpr(_at);
    }

    private Expr ParseMethodCall(Expr receiver)
    {
        Advance();
        var name = ExpectName("of a method after ':'");
        if (Kind == TokenKind.Less && Ahead() == TokenKind.Less)
        {
            ParseInstantiation();
        }

        if (Kind is TokenKind.LeftParen or TokenKind.LeftBrace or TokenKind.String or TokenKind.LongString)
        {
            return ParseCall(receiver, name);
        }

        ErrorBeforeLineEnd(LuauDiagnosticCodes.Syntax, $"expected the arguments of the method call, got {Shown()}");
        return new ErrorExpr(name);
    }

    private Expr ParseCall(Expr function, int method)
    {
        var token = _at;
        var arguments = ParseArguments();
        var call = new CallExpr(token, function, method, arguments, _at - 1);
        if (method < 0 && function is NameExpr { Local: { } local })
        {
            local.Calls++;
            _calls.Add(call);
        }
        else if (arguments.Count > 0 && LibraryCall.LooksIntoTable(call, _source, _tokens))
        {
            CountTableUse(arguments[0]);
        }

        return call;
    }

    private List<Expr> ParseArguments()
    {
        switch (Kind)
        {
            case TokenKind.LeftBrace:
                return [ParseTable()];
            case TokenKind.LeftParen:
                var open = Advance();
                List<Expr> arguments = Kind == TokenKind.RightParen ? [] : ParseExpressionList();
                ExpectClose(TokenKind.RightParen, open);
                return arguments;
            default:
                return [ParseString()];
        }
    }
}
