using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>Declarations of variables and functions, and attributes.</summary>
internal sealed partial class Parser
{
    private static readonly string[] KnownAttributes = ["native", "checked", "deprecated"];

    private Stat ParseLocal(int token, bool isConst, bool attributed)
    {
        if (Kind == TokenKind.Function)
        {
            var function = Advance();
            var name = ExpectName("as the name of the function");
            var local = Declare(name, isConst);
            Flow(local, null);
            local.Body = ParseFunctionBody(function, self: false, local);
            return new LocalFunctionStat(token, local, local.Body);
        }

        if (attributed)
        {
            Error(LuauDiagnosticCodes.Attribute, $"expected 'function' after the attribute, got {Shown()}");
            return new ErrorStat(token);
        }

        List<Binding> bindings = [];
        do
        {
            bindings.Add(ParseBinding(declare: false, isConst));
            RefuseLuaAttribute();
        }
        while (Accept(TokenKind.Comma));

        List<Expr> values = Accept(TokenKind.Assign) ? ParseExpressionList() : [];
        foreach (var binding in bindings)
        {
            Show(binding.Local);
        }

        Flow(bindings, values);
        for (var i = 0; i < bindings.Count && i < values.Count; i++)
        {
            bindings[i].Local.IsTable = values[i] is TableExpr or CastExpr { Value: TableExpr };
        }

        if (isConst && values.Count < bindings.Count && !(values.Count > 0 && IsOpen(values[^1])))
        {
            ErrorAt(LuauDiagnosticCodes.Syntax, token, "a 'const' needs a value");
        }

        return new LocalStat(token, bindings, values);
    }

    private void RefuseLuaAttribute()
    {
        if (Kind == TokenKind.Less && Ahead() == TokenKind.Name && Ahead(2) == TokenKind.Greater)
        {
            ErrorNotLuau("Luau has no '<const>' and no '<close>'; write 'const name = value', or leave it out");
            _at += 3;
        }
    }

    private Binding ParseBinding(bool declare, bool isConst = false)
    {
        var token = ExpectName("as the name of a variable");
        var type = ParseOptionalType();
        var local = declare ? Declare(token, isConst) : NewLocal(token, isConst);
        local.IsCalledNumber = type.End - type.First == 2 && _source.AsSpan(_tokens[type.First + 1].Start, _tokens[type.First + 1].Length) is "number";
        return new Binding(local, type);
    }

    private int ExpectName(string context)
    {
        if (Kind == TokenKind.Name)
        {
            return Advance();
        }

        Error($"expected a name {context}, got {Shown()}{KeywordHint()}");
        return _tokens[_at].IsKeyword && Ahead() is (TokenKind.Assign or TokenKind.Comma or TokenKind.Colon) ? Advance() : _at;
    }

    private string KeywordHint() => _tokens[_at].IsKeyword ? "; this word is reserved" : string.Empty;

    private Stat ParseFunctionStatement()
    {
        var token = Advance();
        Expr target = Kind == TokenKind.Name ? Resolve(Advance()) : new ErrorExpr(ExpectName("after 'function'"));
        var self = false;
        while (Kind is TokenKind.Dot or TokenKind.Colon && !self)
        {
            self = Kind == TokenKind.Colon;
            Advance();
            target = new FieldExpr(ExpectName("after the dot of a function name"), target);
        }

        CheckTarget(target);
        return new FunctionStat(token, target, self, ParseFunctionBody(token, self));
    }

    /// <summary>From the generics or the parenthesis to <c>end</c>.</summary>
    private FunctionBody ParseFunctionBody(int token, bool self, Local? owner = null)
    {
        var generics = ParseGenerics(defaults: false);
        var open = _at;
        Expect(TokenKind.LeftParen, "to begin the parameters of the function");
        var (outer, outerLoop) = (_function, _loop);
        var mark = OpenScope();
        var parameters = new List<Binding>();
        var scope = new FunctionScope(outer, isVararg: false);
        (_function, _loop) = (scope, null);
        if (self)
        {
            var local = new Local(WellKnown.Self, token, scope, isConst: false);
            Show(local);
            Flow(local, null);
        }

        var (vararg, varargType) = ParseParameters(parameters);
        scope.IsVararg = vararg >= 0;
        ExpectClose(TokenKind.RightParen, open);
        var returnType = ParseReturnAnnotation();
        var statements = new List<Stat>();
        ParseStatements(statements, null);
        var end = CloseBlock(TokenKind.End, token);
        CloseScope(mark);
        (_function, _loop) = (outer, outerLoop);
        var body = new FunctionBody(scope, generics, parameters, vararg, varargType, returnType, new Block(statements, end), end);
        _functions.Add((owner, body));
        return body;
    }

    private (int Token, TokenRange Type) ParseParameters(List<Binding> parameters)
    {
        if (Kind == TokenKind.RightParen)
        {
            return (-1, default);
        }

        do
        {
            if (Kind == TokenKind.Ellipsis)
            {
                return (Advance(), ParseVarargType());
            }

            parameters.Add(ParseBinding(declare: true));
        }
        while (Accept(TokenKind.Comma));
        return (-1, default);
    }

    private Stat ParseAttributed()
    {
        var token = _at;
        ParseAttributes();
        if (Kind == TokenKind.Function)
        {
            return ParseFunctionStatement();
        }

        if (Kind == TokenKind.Local)
        {
            Advance();
            return ParseLocal(token, isConst: false, attributed: true);
        }

        if (IsName(WellKnown.Const) && Ahead() == TokenKind.Function)
        {
            Advance();
            return ParseLocal(token, isConst: true, attributed: true);
        }

        Error(LuauDiagnosticCodes.Attribute, $"expected 'function' or 'local function' after the attribute, got {Shown()}");
        return new ErrorStat(token);
    }

    private void ParseAttributes()
    {
        var seen = new HashSet<int>();
        while (Kind is TokenKind.Attribute or TokenKind.AttributeOpen)
        {
            var open = Advance();
            if (_tokens[open].Kind == TokenKind.Attribute)
            {
                CheckAttribute(open, seen);
                continue;
            }

            do
            {
                var name = ExpectName("of an attribute");
                CheckAttribute(name, seen);
                if (Kind is TokenKind.String or TokenKind.LongString or TokenKind.LeftBrace or TokenKind.LeftParen)
                {
                    ParseArguments();
                }
            }
            while (Accept(TokenKind.Comma));
            ExpectClose(TokenKind.RightBracket, open);
        }
    }

    private void CheckAttribute(int token, HashSet<int> seen)
    {
        if (_tokens[token].Name < 0)
        {
            return;
        }

        var name = _names[_tokens[token].Name];
        if (!KnownAttributes.Contains(name))
        {
            ErrorAt(LuauDiagnosticCodes.Attribute, token, $"there is no attribute '@{name}'; known are @native, @checked and @deprecated");
        }
        else if (!seen.Add(_tokens[token].Name))
        {
            ErrorAt(LuauDiagnosticCodes.Attribute, token, $"the attribute '@{name}' is there twice");
        }
    }
}
