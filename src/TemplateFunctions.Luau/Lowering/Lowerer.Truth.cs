using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// Which variables are neither nil nor false: those that are never assigned again and that were indexed or called before, or that a condition
/// has let through. What a statement shows holds from its end to the end of its block.
/// </summary>
internal sealed partial class Lowerer
{
    /// <summary>Variables that the statement being written indexes or calls whatever happens.</summary>
    private readonly List<Local> _used = [];
    private readonly Stack<Local> _true = new();

    /// <summary>How many expressions around the place may not be computed at all.</summary>
    private int _maybe;

    private void NoteUse(Expr last, Expr first)
    {
        while (last is InstantiateExpr instantiate)
        {
            last = instantiate.Function;
        }

        if (_maybe == 0 && !ReferenceEquals(last, first) && first is NameExpr { Local: { IsReassigned: false, IsTrue: false } local })
        {
            _used.Add(local);
        }
    }

    private void WriteAndLearn(Stat statement, int end)
    {
        var (maybe, used) = (_maybe, _used.Count);
        _maybe = 0;
        WriteStatement(statement, end);
        _maybe = maybe;
        for (var i = used; i < _used.Count; i++)
        {
            Learn(_used[i]);
        }

        _used.RemoveRange(used, _used.Count - used);
        if (statement is IfStat { Branches: [var guard], Otherwise: null } && guard.Body.Statements is [.., ReturnStat or BreakStat or ContinueStat])
        {
            LearnFrom(guard.Condition, holds: false);
        }
    }

    /// <summary>The operands of <c>and</c> where it holds, those of <c>or</c> where it does not.</summary>
    private void LearnFrom(Expr condition, bool holds)
    {
        var rest = condition;
        while (rest is BinaryExpr both && both.Operator == (holds ? TokenKind.And : TokenKind.Or))
        {
            LearnFromOne(both.Right, holds);
            rest = both.Left;
        }

        LearnFromOne(rest, holds);
    }

    private void LearnFromOne(Expr condition, bool holds)
    {
        var name = holds ? condition : condition is UnaryExpr unary && KindOf(unary) == TokenKind.Not ? unary.Operand : null;
        if (name is NameExpr { Local: { IsReassigned: false } local })
        {
            Learn(local);
        }
    }

    private void Learn(Local local)
    {
        if (!local.IsTrue)
        {
            local.IsTrue = true;
            _true.Push(local);
        }
    }

    private void Unlearn(int count)
    {
        while (_true.Count > count)
        {
            _true.Pop().IsTrue = false;
        }
    }
}
