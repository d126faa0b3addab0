using System.Text;
using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// Writes a tree as Lua 5.4. The text is a loader: <c>local s=... ... return function(...) BODY end</c>, the body on the author's lines.
/// Helpers are locals of the loader, so the author's functions get them as upvalues and have all their own locals.
/// </summary>
internal sealed partial class Lowerer
{
    private readonly Chunk _chunk;
    private readonly Token[] _tokens;
    private readonly DiagnosticBag _diagnostics;
    private readonly LineWriter _out;
    private readonly FactFinder _facts;
    private readonly string _prefix;
    private readonly string?[] _helpers = new string?[Enum.GetValues<Helper>().Length];

    private Lowerer(Chunk chunk, DiagnosticBag diagnostics)
    {
        _chunk = chunk;
        _tokens = chunk.Tokens;
        _diagnostics = diagnostics;
        _out = new LineWriter(chunk.Source.Length + (chunk.Source.Length / 4) + 256);
        _facts = new FactFinder(chunk);
        _prefix = chunk.Names.FreePrefix();
        _limits = new FunctionLimits(null) { IsVararg = true };
    }

    /// <summary>Null when the source needs more than Lua 5.4 can give one function; the diagnostics say where.</summary>
    public static string? Lower(Chunk chunk, DiagnosticBag diagnostics)
    {
        var lowerer = new Lowerer(chunk, diagnostics);
        lowerer._facts.Run();
        lowerer.WriteMain();
        return diagnostics.HasErrors ? null : lowerer._out.ToString(lowerer.Prologue());
    }

    /// <summary>How much work a source is: tokens read, text written, nodes and tokens looked at on the way.</summary>
    internal static long Measure(Chunk chunk)
    {
        var lowerer = new Lowerer(chunk, new DiagnosticBag(chunk.Source));
        lowerer._facts.Run();
        lowerer.WriteMain();
        return chunk.Tokens.Length + lowerer._out.Length + lowerer._facts.Steps + lowerer._scanned;
    }

    private void WriteMain()
    {
        _out.Put("return function(...)", 1);
        WriteBlock(_chunk.Block);
        _out.Put("end", LineOf(_chunk.Block.End));
    }

    private string Prologue()
    {
        var used = _helpers.Where(name => name is not null).ToArray();
        if (used.Length == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder();
        var support = _prefix + "support";
        text.Append("local ").Append(support).Append("=... local ").AppendJoin(',', used).Append('=');
        text.AppendJoin(',', used.Select(name => $"{support}.{name![_prefix.Length..]}"));
        return text.Append(' ').ToString();
    }

    private string Use(Helper helper) => _helpers[(int)helper] ??= _prefix + helper.ToString().ToLowerInvariant();

    private int LineOf(int token) => _tokens[token].Line;

    private TokenKind KindOf(Expr expression) => _tokens[expression.Token].Kind;

    private ReadOnlySpan<char> TextOf(int token) => _chunk.TextOf(token);

    private void Put(string piece, int token) => _out.Put(piece, LineOf(token));

    /// <summary>A name as Lua 5.4 can have it for a variable: its one extra keyword, and the name of its environment, are renamed.</summary>
    private void PutLocal(Local local, int token)
    {
        if (local.Name is WellKnown.Goto or WellKnown.Environment)
        {
            Put(_prefix + _chunk.Names[local.Name], token);
        }
        else
        {
            Put(_chunk.Names[local.Name], token);
        }
    }

    private void Refuse(string code, int token, string message) => _diagnostics.Error(code, _tokens[token].Start, _tokens[token].End, message);
}
