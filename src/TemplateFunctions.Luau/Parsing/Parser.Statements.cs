using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Blocks and the choice of a statement.</summary>
internal sealed partial class Parser
{
    private Block ParseBlock(LoopState? loop = null)
    {
        var mark = OpenScope();
        var statements = new List<Stat>();
        ParseStatements(statements, loop);
        CloseScope(mark);
        return new Block(statements, _at) { HasContinue = loop?.ContinueToken >= 0 };
    }

    private static bool EndsBlock(TokenKind kind) => kind is TokenKind.EndOfFile or TokenKind.Else or TokenKind.ElseIf or TokenKind.End or TokenKind.Until;

    private void ParseStatements(List<Stat> statements, LoopState? loop)
    {
        while (!EndsBlock(Kind))
        {
            var start = _at;
            _lastError = -1;
            if (!Enter())
            {
                Leave();
                return;
            }

            var statement = ParseStatement();
            Leave();
            statements.Add(statement);
            loop?.Note(statements.Count - 1, _declared.Count);
            if (_lastError >= 0)
            {
                Resynchronise(start);
            }

            Accept(TokenKind.Semicolon);
            if (!EndsBlock(Kind) && statement is (ReturnStat or BreakStat or ContinueStat))
            {
                Error($"expected the end of the block after 'return', 'break' or 'continue', got {Shown()}");
            }
        }
    }

    /// <summary>After an error: at least one token on, then to where a statement may begin again.</summary>
    private void Resynchronise(int start)
    {
        if (_at == start)
        {
            Advance();
        }

        if (_at > _lastError + 1)
        {
            return;
        }

        var line = _tokens[_lastError].Line;
        while (Line == line && !EndsBlock(Kind) && !BeginsStatement(Kind))
        {
            Advance();
        }
    }

    private static bool BeginsStatement(TokenKind kind) => kind is TokenKind.Local or TokenKind.Function or TokenKind.If or TokenKind.For
        or TokenKind.While or TokenKind.Repeat or TokenKind.Return or TokenKind.Do or TokenKind.Break or TokenKind.Semicolon;

    private Stat ParseStatement()
    {
        switch (Kind)
        {
            case TokenKind.If:
                return ParseIf();
            case TokenKind.While:
                return ParseWhile();
            case TokenKind.Do:
                return ParseDo();
            case TokenKind.For:
                return ParseFor();
            case TokenKind.Repeat:
                return ParseRepeat();
            case TokenKind.Function:
                return ParseFunctionStatement();
            case TokenKind.Local:
                return ParseLocal(Advance(), isConst: false, attributed: false);
            case TokenKind.Return:
                return ParseReturn();
            case TokenKind.Break:
                return ParseBreak();
            case TokenKind.Attribute or TokenKind.AttributeOpen:
                return ParseAttributed();
            case TokenKind.DoubleColon:
                ErrorNotLuau("Luau has no 'goto' and no labels; use 'continue', 'break' or a function");
                return new ErrorStat(_at);
            case TokenKind.Semicolon:
                Error("this ';' has no statement before it");
                return new ErrorStat(_at);
            default:
                return ParseExpressionStatement();
        }
    }

    private Stat ParseReturn()
    {
        var token = Advance();
        List<Expr> values = EndsBlock(Kind) || Kind == TokenKind.Semicolon ? [] : ParseExpressionList();
        return new ReturnStat(token, values);
    }

    private Stat ParseBreak()
    {
        var token = Advance();
        if (_loop is null)
        {
            ErrorAt(LuauDiagnosticCodes.OutsideLoop, token, "'break' must be inside of a loop");
        }

        return new BreakStat(token);
    }

    private Stat ParseContinue(int token)
    {
        if (_loop is null)
        {
            ErrorAt(LuauDiagnosticCodes.OutsideLoop, token, "'continue' must be inside of a loop");
        }
        else if (_loop.ContinueToken < 0)
        {
            _loop.ContinueToken = token;
        }

        return new ContinueStat(token);
    }

    private Stat ParseDo()
    {
        var token = Advance();
        var body = ParseBlock();
        CloseBlock(TokenKind.End, token);
        return new DoStat(token, body);
    }

    private void ErrorNotLuau(string message) => Error(LuauDiagnosticCodes.NotLuau, message);
}
