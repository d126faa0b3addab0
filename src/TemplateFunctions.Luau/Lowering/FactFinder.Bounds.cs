using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>How far counters go.</summary>
internal sealed partial class FactFinder
{
    private const double MaxNarrow = 1 << 25;

    /// <summary>What a flow leaves of the facts about its counter.</summary>
    private ValueFacts CounterFacts(ValueFlow flow)
    {
        if (!IsCounter(flow.Value))
        {
            return ValueFacts.None;
        }

        var facts = ValueFacts.Counter;
        if (IsCounter(flow.Value, exact: true) || IsKeptSmall(flow))
        {
            facts |= ValueFacts.Exact;
        }

        if (IsNotNegative(flow.Value!))
        {
            facts |= ValueFacts.NotNegative;
        }

        if (flow.IsRange ? IsNarrow(flow.Bound!) : IsNarrow(flow.Value!) || (flow.Bound is not null && IsNarrow(flow.Bound) && IsKeptSmall(flow)))
        {
            facts |= ValueFacts.Narrow;
        }

        return flow.Target.Facts & facts;
    }

    /// <summary>
    /// A counter, or one with a literal added, that a condition compares with a position or a length, and that is not below zero: so small
    /// whatever it was made of. Its variable is never assigned again: what the condition has seen still holds.
    /// </summary>
    private bool IsKeptSmall(ValueFlow flow) =>
        flow.Bound is not null && CounterIn(flow.Value) is { IsReassigned: false } local
        && local.Facts.HasFlag(ValueFacts.Counter | ValueFacts.NotNegative) && IsCounter(flow.Bound, exact: true);

    /// <summary>The variable in <c>i</c> and <c>i + 1</c>.</summary>
    public static Local? CounterIn(Expr? value) => value switch
    {
        NameExpr name => name.Local,
        BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus, Left: NameExpr name, Right: NumberExpr } => name.Local,
        _ => null,
    };

    /// <summary>Literals, and what keeps them from falling below zero. Not lengths: a <c>__len</c> may say anything.</summary>
    private bool IsNotNegative(Expr value, int depth = 0) => Step(depth) && value switch
    {
        NumberExpr => true,
        ParenExpr paren => IsNotNegative(paren.Inner, depth + 1),
        NameExpr { Local: { } local } => local.Facts.HasFlag(ValueFacts.NotNegative),
        BinaryExpr { Operator: TokenKind.Plus or TokenKind.Star } binary => IsNotNegative(binary.Left, depth + 1) && IsNotNegative(binary.Right, depth + 1),
        BinaryExpr { Operator: TokenKind.DoubleSlash or TokenKind.Percent, Right: NumberExpr } part => IsNotNegative(part.Left, depth + 1),
        _ => false,
    };

    /// <summary>Sums of two such are up to 2^26, and doubles hold the products of these exactly.</summary>
    private bool IsNarrow(Expr value, int depth = 0, bool sum = false) => Step(depth) && value switch
    {
        NumberExpr number => number.Value <= MaxNarrow && NumberWriter.IsInteger(number.Value),
        NameExpr { Local: { } local } => local.Facts.HasFlag(ValueFacts.Narrow),
        UnaryExpr unary => Kind(unary) == TokenKind.Hash || (LiteralMode.IsLiteral(unary) && IsNarrow(unary.Operand)),
        ParenExpr paren => IsNarrow(paren.Inner, depth + 1, sum),
        BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus } both => sum && IsNarrow(both.Left, depth + 1) && IsNarrow(both.Right, depth + 1),
        BinaryExpr { Operator: TokenKind.DoubleSlash or TokenKind.Percent, Right: NumberExpr { Value: >= 1 } } part => IsNarrow(part.Left, depth + 1, sum) && IsNarrow(part.Right),
        _ => false,
    };

    /// <summary>A product of whole numbers that doubles hold exactly.</summary>
    private bool IsNarrow(BinaryExpr product) =>
        !LiteralMode.IsLiteral(product.Left) && !LiteralMode.IsLiteral(product.Right) && IsNarrow(product.Left, sum: true) && IsNarrow(product.Right, sum: true);

    /// <summary>A product of what may be two integers of our own making, too large for their product to be one: a side of it is written as a float.</summary>
    public bool IsFloatProduct(BinaryExpr binary) => IsFloatOnTheRight(binary) || IsFloatOnTheLeft(binary);

    public bool IsFloatOnTheRight(BinaryExpr binary) =>
        binary.Operator == TokenKind.Star && IsWhole(binary.Right) && MayBeWhole(binary.Left) && !IsNarrow(binary);

    public bool IsFloatOnTheLeft(BinaryExpr binary) =>
        binary is { Operator: TokenKind.Star, Left: not BinaryExpr } && IsWhole(binary.Left) && !IsWhole(binary.Right) && MayBeWhole(binary.Right);

    private bool MayBeWhole(Expr value, int depth = 0) => IsWhole(value) || (Step(depth) && value switch
    {
        ParenExpr paren => MayBeWhole(paren.Inner, depth + 1),
        BinaryExpr { Operator: TokenKind.And or TokenKind.Or } choice => MayBeWhole(choice.Left, depth + 1) || MayBeWhole(choice.Right, depth + 1),
        _ => false,
    });
}
