using System.Text;
using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Parsing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Tests.Printing;

/// <summary>Writes a tree as Luau again. What the parser lost or misread shows in the print.</summary>
internal sealed class LuauPrinter(Chunk chunk)
{
    private readonly StringBuilder _text = new();

    public static string Print(string source)
    {
        var diagnostics = new DiagnosticBag(source);
        var chunk = Parser.Parse(source, diagnostics);
        Assert.Empty(diagnostics.ToList());
        var printer = new LuauPrinter(chunk);
        printer.Statements(chunk.Block);
        return printer._text.ToString();
    }

    private string Text(int token) => chunk.TextOf(token).ToString();

    private string Range(TokenRange range) => string.Join(' ', Enumerable.Range(range.First, range.End - range.First).Select(Text));

    private string List(IEnumerable<Expr> values) => string.Join(", ", values.Select(Value));

    private string Bindings(IEnumerable<Binding> bindings) => string.Join(", ", bindings.Select(b => $"{Text(b.Local.Token)} {Range(b.Type)}"));

    private void Statements(Block block)
    {
        foreach (var statement in block.Statements)
        {
            Statement(statement);
            _text.Append(";\n");
        }
    }

    private string Body(Block block)
    {
        var inner = new LuauPrinter(chunk);
        inner.Statements(block);
        return inner._text.ToString();
    }

    private void Statement(Stat statement) => _text.Append(statement switch
    {
        LocalStat s => $"{(s.Bindings[0].Local.IsConst ? "const" : "local")} {Bindings(s.Bindings)}{(s.Values.Count > 0 ? " = " : string.Empty)}{List(s.Values)}",
        AssignStat s => $"{List(s.Targets)} = {List(s.Values)}",
        CompoundStat s => $"{Value(s.Target)} {Text(s.Operation)} {Value(s.Value)}",
        CallStat s => Value(s.Call),
        DoStat s => $"do\n{Body(s.Body)}end",
        WhileStat s => $"while {Value(s.Condition)} do\n{Body(s.Body)}end",
        RepeatStat s => $"repeat\n{Body(s.Body)}until {Value(s.Condition)}",
        IfStat s => string.Concat(s.Branches.Select((b, i) => $"{(i == 0 ? "if" : "elseif")} {Value(b.Condition)} then\n{Body(b.Body)}"))
            + (s.Otherwise is null ? string.Empty : $"else\n{Body(s.Otherwise)}") + "end",
        NumericForStat s => $"for {Bindings([s.Variable])} = {Value(s.Start)}, {Value(s.Limit)}{(s.Step is null ? string.Empty : ", " + Value(s.Step))} do\n{Body(s.Body)}end",
        GenericForStat s => $"for {Bindings(s.Variables)} in {List(s.Values)} do\n{Body(s.Body)}end",
        FunctionStat s => $"function {(s.Self ? Method((FieldExpr)s.Target) : Value(s.Target))}{Function(s.Body)}",
        LocalFunctionStat s => $"{(s.Local.IsConst ? "const" : "local")} function {Text(s.Local.Token)}{Function(s.Body)}",
        ReturnStat s => $"return {List(s.Values)}",
        BreakStat => "break",
        ContinueStat => "continue",
        TypeStat s => Range(s.Tokens),
        _ => throw new InvalidOperationException(statement.ToString()),
    });

    private string Method(FieldExpr field) => $"{Value(field.Object)}:{Text(field.Token)}";

    private string Function(FunctionBody body)
    {
        var parameters = Bindings(body.Parameters);
        if (body.Vararg >= 0)
        {
            parameters += $"{(parameters.Length > 0 ? ", " : string.Empty)}... {Range(body.VarargType)}";
        }

        return $"{Range(body.Generics)}({parameters}){Range(body.ReturnType)}\n{Body(body.Block)}end";
    }

    private string Value(Expr expression) => expression switch
    {
        WordExpr or NumberExpr or StringExpr or NameExpr => Text(expression.Token),
        InterpExpr e => string.Concat(e.Pieces.Select((p, i) => Text(p) + (i < e.Values.Count ? $" {Value(e.Values[i])} " : string.Empty))),
        FieldExpr e => $"{Value(e.Object)}.{Text(e.Token)}",
        IndexExpr e => $"{Value(e.Object)}[ {Value(e.Key)} ]",
        CallExpr e => $"{Value(e.Function)}{(e.Method >= 0 ? ":" + Text(e.Method) : string.Empty)}({List(e.Arguments)})",
        FunctionExpr e => $"function {Function(e.Body)}",
        TableExpr e => $"{{ {string.Concat(e.Items.Select(Item))}}}",
        UnaryExpr e => $"{Text(e.Token)} {Value(e.Operand)}",
        BinaryExpr e => $"{Value(e.Left)} {Text(e.Token)} {Value(e.Right)}",
        IfExpr e => string.Concat(e.Branches.Select((b, i) => $"{(i == 0 ? "if" : "elseif")} {Value(b.Condition)} then {Value(b.Value)} ")) + $"else {Value(e.Otherwise)}",
        CastExpr e => $"{Value(e.Value)} {Range(e.Type)}",
        ParenExpr e => $"({Value(e.Inner)})",
        InstantiateExpr e => $"{Value(e.Function)}{Range(e.Types)}",
        _ => throw new InvalidOperationException(expression.ToString()),
    };

    private string Item(TableItem item) =>
        (item.Name >= 0 ? Text(item.Name) + " = " : item.Key is null ? string.Empty : $"[ {Value(item.Key)} ] = ") + Value(item.Value) + ", ";
}
