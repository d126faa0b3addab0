using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>
/// Reads a source into a tree, resolves its names on the way and goes on after errors.
/// Recursive, but never deeper than <see cref="MaxDepth"/>: Lua's own compiler stops at 200 levels, so nothing that could run is refused.
/// </summary>
internal sealed partial class Parser
{
    private const int MaxDepth = 190;

    private readonly string _source;
    private readonly Token[] _tokens;
    private readonly NameTable _names;
    private readonly DiagnosticBag _diagnostics;
    private int _at;
    private int _depth;
    private bool _stopped;

    /// <summary>Token of the newest error, -1 when there is none.</summary>
    private int _lastError = -1;

    private Parser(string source, Token[] tokens, NameTable names, DiagnosticBag diagnostics)
    {
        _source = source;
        _tokens = tokens;
        _names = names;
        _diagnostics = diagnostics;
        _visible = new Local?[names.Count + 1];
        _function = new FunctionScope(null, isVararg: true);
    }

    private TokenKind Kind => _tokens[_at].Kind;

    private int Line => _tokens[_at].Line;

    public static Chunk Parse(string source, DiagnosticBag diagnostics)
    {
        var names = new NameTable();
        var tokens = new Lexer(source, names, diagnostics).Run().ToArray();
        var parser = new Parser(source, tokens, names, diagnostics);
        var block = parser.ParseMain();
        parser.FlowParameters();
        return new Chunk(source, tokens, names, block) { Flows = parser._flows };
    }

    private Block ParseMain()
    {
        var statements = new List<Stat>();
        while (true)
        {
            ParseStatements(statements, null);
            if (Kind == TokenKind.EndOfFile)
            {
                return new Block(statements, _at);
            }

            Error($"expected a statement or the end of the file, got {Shown()}{SuspectHint()}");
            _at++;
        }
    }

    private TokenKind Ahead(int count = 1) => _tokens[Math.Min(_at + count, _tokens.Length - 1)].Kind;

    private int Advance()
    {
        var token = _at;
        if (_at < _tokens.Length - 1)
        {
            _at++;
        }

        return token;
    }

    private bool Accept(TokenKind kind)
    {
        if (Kind != kind)
        {
            return false;
        }

        Advance();
        return true;
    }

    private bool IsName(int name) => Kind == TokenKind.Name && _tokens[_at].Name == name;

    private bool Expect(TokenKind kind, string context)
    {
        if (Accept(kind))
        {
            return true;
        }

        Error($"expected {TokenText.Of(kind)} {context}, got {Shown()}");
        return false;
    }

    /// <summary>The closing half of a pair. When it stands one token further, that token is skipped.</summary>
    private int ExpectClose(TokenKind kind, int open)
    {
        if (Kind == kind)
        {
            return Advance();
        }

        var place = _tokens[open].Line == Line ? "at this line" : $"at line {_tokens[open].Line}";
        var close = _at;
        Error($"expected {TokenText.Of(kind)} (to close {TokenText.Of(_tokens[open].Kind)} {place}), got {Shown()}");
        if (Ahead() == kind && Kind != TokenKind.EndOfFile)
        {
            Advance();
            Advance();
        }

        return close;
    }

    /// <summary>False, with a diagnostic and at the end of the file, when the nesting is too deep to go on.</summary>
    private bool Enter()
    {
        _depth++;
        if (_depth <= MaxDepth)
        {
            return true;
        }

        if (!_stopped)
        {
            Error(LuauDiagnosticCodes.Nesting, $"this is nested more than {MaxDepth} levels deep; split it up");
            _stopped = true;
            _at = _tokens.Length - 1;
        }

        return false;
    }

    private void Leave() => _depth--;

    private void Error(string message) => Error(LuauDiagnosticCodes.Syntax, message);

    private void Error(string code, string message) => ErrorAt(code, _at, message);

    private void ErrorAt(string code, int token, string message)
    {
        _lastError = _at;
        if (!_stopped && _tokens[token].Kind != TokenKind.Broken)
        {
            _diagnostics.Error(code, _tokens[token].Start, _tokens[token].End, message);
        }
    }

    /// <summary>For what is missing at the end of a line: it is the author's business there, not where the next line begins.</summary>
    private void ErrorBeforeLineEnd(string code, string message) => ErrorAt(code, _at > 0 && _tokens[_at - 1].Line < Line ? _at - 1 : _at, message);

    private string Shown() => TokenText.Shown(_source, _tokens[_at]);
}
