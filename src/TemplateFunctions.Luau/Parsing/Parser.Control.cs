using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Conditions and loops.</summary>
internal sealed partial class Parser
{
    private const int MaxIndent = 200;

    private LoopState? _loop;

    /// <summary>An opening token whose <c>end</c> stands in another column: a likely cause of a missing <c>end</c> further down.</summary>
    private int _suspect = -1;

    private int[]? _firstOnLine;

    private int[] FirstOnLine => _firstOnLine ??= FindFirstTokens();

    private Stat ParseIf()
    {
        var token = _at;
        var branches = new List<IfBranch>();
        do
        {
            var branch = Advance();
            var condition = ParseExpression();
            Expect(TokenKind.Then, "after the condition");
            var bounds = OpenBounds(condition);
            branches.Add(new IfBranch(branch, condition, ParseBlock()));
            CloseBounds(bounds);
        }
        while (Kind == TokenKind.ElseIf);

        Block? otherwise = null;
        var elseToken = _at;
        if (Accept(TokenKind.Else))
        {
            otherwise = ParseBlock();
        }

        return new IfStat(token, branches, otherwise, elseToken, CloseBlock(TokenKind.End, token));
    }

    private Stat ParseWhile()
    {
        var token = Advance();
        var condition = ParseExpression();
        Expect(TokenKind.Do, "after the condition of 'while'");
        var bounds = OpenBounds(condition);
        var body = ParseLoopBody(token);
        CloseBounds(bounds);
        return new WhileStat(token, condition, body);
    }

    private Block ParseLoopBody(int token)
    {
        _loop = new LoopState(_loop);
        var body = ParseBlock(_loop);
        _loop = _loop.Outer;
        CloseBlock(TokenKind.End, token);
        return body;
    }

    private Stat ParseRepeat()
    {
        var token = Advance();
        var loop = _loop = new LoopState(_loop);
        var mark = OpenScope();
        var statements = new List<Stat>();
        ParseStatements(statements, loop);
        _loop = loop.Outer;
        var body = new Block(statements, CloseBlock(TokenKind.Until, token)) { HasContinue = loop.ContinueToken >= 0 };

        var skipped = MarkSkipped(loop);
        var condition = ParseExpression();
        foreach (var local in skipped)
        {
            _skipped.Remove(local);
        }

        CloseScope(mark);
        return new RepeatStat(token, body, condition, loop.FirstContinue);
    }

    private List<Local> MarkSkipped(LoopState loop)
    {
        List<Local> skipped = [];
        if (loop.ContinueToken < 0)
        {
            return skipped;
        }

        for (var i = loop.DeclaredThen; i < _declared.Count; i++)
        {
            if (_visible[_declared[i].Name] is { } local && _skipped.TryAdd(local, _tokens[loop.ContinueToken].Line))
            {
                skipped.Add(local);
            }
        }

        return skipped;
    }

    private Stat ParseFor()
    {
        var token = Advance();
        var first = ParseBinding(declare: false);
        if (Accept(TokenKind.Assign))
        {
            return ParseNumericFor(token, first);
        }

        List<Binding> variables = [first];
        while (Accept(TokenKind.Comma))
        {
            variables.Add(ParseBinding(declare: false));
        }

        var inToken = _at;
        Expect(TokenKind.In, "in 'for'");
        var values = ParseExpressionList();
        if (values.Count == 1)
        {
            CountTableUse(values[0]);
        }

        Expect(TokenKind.Do, "after the list of 'for'");
        var mark = OpenScope();
        foreach (var variable in variables)
        {
            Show(variable.Local);
            Flow(variable.Local, null);
        }

        var body = ParseLoopBody(token);
        CloseScope(mark);
        return new GenericForStat(token, variables, inToken, values, body);
    }

    private Stat ParseNumericFor(int token, Binding variable)
    {
        var start = ParseExpression();
        Expect(TokenKind.Comma, "between the bounds of 'for'");
        var limit = ParseExpression();
        var step = Accept(TokenKind.Comma) ? ParseExpression() : null;
        Expect(TokenKind.Do, "after the bounds of 'for'");
        var mark = OpenScope();
        Show(variable.Local);
        FlowStart(variable.Local, start);
        _flows.Add(new ValueFlow(variable.Local, step ?? new NumberExpr(token, 1), limit, IsRange: true));

        var body = ParseLoopBody(token);
        CloseScope(mark);
        return new NumericForStat(token, variable, start, limit, step, body);
    }

    /// <summary>The limit of the loop bounds its variable, so a product of two counters to begin with keeps it a counter.</summary>
    private void FlowStart(Local variable, Expr start)
    {
        if (start is BinaryExpr { Operator: TokenKind.Star, Left: NameExpr left, Right: NameExpr right })
        {
            Flow(variable, left);
            Flow(variable, right);
        }
        else
        {
            Flow(variable, start);
        }
    }

    /// <summary>Reads the word that closes a block; where it is missing, names the block that seems to have taken it.</summary>
    private int CloseBlock(TokenKind kind, int open)
    {
        if (Kind == kind)
        {
            if (Line != _tokens[open].Line && IsFirstOnLine(_at) && IndentOf(_at) != IndentOf(open))
            {
                _suspect = open;
            }

            return Advance();
        }

        var place = _at;
        Error($"expected {TokenText.Of(kind)} (to close {TokenText.Of(_tokens[open].Kind)} at line {_tokens[open].Line}), got {Shown()}{SuspectHint()}");
        return place;
    }

    private string SuspectHint() =>
        _suspect < 0 ? string.Empty : $"; did you forget to close {TokenText.Of(_tokens[_suspect].Kind)} at line {_tokens[_suspect].Line}?";

    private bool IsFirstOnLine(int token) => FirstOnLine[_tokens[token].Line] == token;

    /// <summary>Column of the first token on the line of a token; far indentations count as equal.</summary>
    private int IndentOf(int token)
    {
        var start = _tokens[FirstOnLine[_tokens[token].Line]].Start;
        var indent = 0;
        while (indent < MaxIndent && start - indent > 0 && _source[start - indent - 1] != '\n')
        {
            indent++;
        }

        return indent;
    }

    private int[] FindFirstTokens()
    {
        var first = new int[_tokens[^1].Line + 1];
        for (var i = _tokens.Length - 1; i >= 0; i--)
        {
            first[_tokens[i].Line] = i;
        }

        return first;
    }
}
