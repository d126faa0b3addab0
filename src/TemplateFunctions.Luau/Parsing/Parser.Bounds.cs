using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Lowering;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Parsing;

/// <summary>What conditions say about the size of variables, for the blocks that they guard.</summary>
internal sealed partial class Parser
{
    private readonly Stack<(Local Local, Expr? Hidden)> _bounds = new();

    /// <summary>The operands of <c>and</c> hold all at once. How many bounds there were before.</summary>
    private int OpenBounds(Expr condition)
    {
        var count = _bounds.Count;
        var rest = condition;
        while (rest is BinaryExpr { Operator: TokenKind.And } both)
        {
            Bound(both.Right);
            rest = both.Left;
        }

        Bound(rest);
        return count;
    }

    private void CloseBounds(int count)
    {
        while (_bounds.Count > count)
        {
            var (local, hidden) = _bounds.Pop();
            local.Bound = hidden;
        }
    }

    private void Bound(Expr condition)
    {
        var (small, large) = condition switch
        {
            BinaryExpr { Operator: TokenKind.Less or TokenKind.LessEqual } below => (below.Left, below.Right),
            BinaryExpr { Operator: TokenKind.Greater or TokenKind.GreaterEqual } above => (above.Right, above.Left),
            _ => (null, null),
        };
        if (large is not null && FactFinder.CounterIn(small) is { } local)
        {
            _bounds.Push((local, local.Bound));
            local.Bound = large;
        }
    }

    private static Expr? BoundOf(Expr? value) => FactFinder.CounterIn(value)?.Bound;
}
