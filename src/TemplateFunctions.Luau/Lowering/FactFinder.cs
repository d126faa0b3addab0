using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// Finds out which locals only ever hold counters, strings or floats. Everything it says holds whatever the program does;
/// where a source is too tangled it says less, so its time stays linear.
/// </summary>
internal sealed partial class FactFinder(Chunk chunk)
{
    private const int MaxPasses = 6;
    private const int MaxDepth = 12;
    private const int MaxTerms = 3;
    private const double MaxCounterStep = int.MaxValue;
    private const ValueFacts CounterKinds = ValueFacts.Counter | ValueFacts.Exact | ValueFacts.NotNegative | ValueFacts.Narrow;

    /// <summary>Nodes looked at so far, for the proof that the work is linear.</summary>
    public long Steps { get; private set; }

    public void Run()
    {
        foreach (var flow in chunk.Flows)
        {
            flow.Target.Facts = CounterKinds;
        }

        Settle(CounterFacts);
        foreach (var flow in chunk.Flows)
        {
            flow.Target.Facts |= ValueFacts.Integer | ValueFacts.NotFloat | ValueFacts.NotInteger | ValueFacts.Number | ValueFacts.Text;
        }

        Settle(flow => flow.Target.Facts & (CounterKinds | Of(flow.Value, flow.Target.Facts.HasFlag(ValueFacts.Counter))));
    }

    /// <summary>
    /// Whole all through: counters, lengths, and what arithmetic makes of them. Written as they are where that cannot be told, else turned into a float.
    /// </summary>
    /// <param name="value">The expression.</param>
    /// <param name="depth">Of the recursion.</param>
    /// <param name="exact">Without doubles of counters, which are floats from 2^53 on.</param>
    public bool IsWhole(Expr value, int depth = 0, bool exact = false) => Step(depth) && value switch
    {
        NameExpr { Local: { } local } => local.Facts.HasFlag(exact ? ValueFacts.Counter | ValueFacts.Exact : ValueFacts.Counter),
        ParenExpr paren => IsWhole(paren.Inner, depth + 1, exact),
        CastExpr cast => IsWhole(cast.Value, depth + 1, exact),
        UnaryExpr unary => Kind(unary) == TokenKind.Hash,
        BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus } sum =>
            (LiteralMode.IsLiteral(sum.Left) || IsWhole(sum.Left, depth + 1, exact)) && (LiteralMode.IsLiteral(sum.Right) || IsWhole(sum.Right, depth + 1, exact))
            && !(LiteralMode.IsLiteral(sum.Left) && LiteralMode.IsLiteral(sum.Right)),
        BinaryExpr { Operator: TokenKind.Percent or TokenKind.DoubleSlash } rest =>
            IsWhole(rest.Left, depth + 1, exact) && (LiteralMode.IsLiteral(rest.Right) || IsWhole(rest.Right, depth + 1, exact)),
        BinaryExpr { Operator: TokenKind.Star } product => IsNarrow(product),
        _ => false,
    };

    /// <summary>What is certain of the value of an expression.</summary>
    /// <param name="value">The expression; null for one that nothing is known of.</param>
    /// <param name="integers">Its literals are written as integers, and it stays one where it is one.</param>
    /// <param name="free">It is an operand: its literals are floats, but it stays an integer where it is one.</param>
    /// <param name="depth">Of the recursion.</param>
    public ValueFacts Of(Expr? value, bool integers, bool free = false, int depth = 0)
    {
        const ValueFacts neither = ValueFacts.NotFloat | ValueFacts.NotInteger;
        if (value is null || !Step(depth))
        {
            return ValueFacts.None;
        }

        if (!integers && !free && IsWhole(value))
        {
            return ValueFacts.NotInteger;
        }

        return value switch
        {
            NumberExpr number => ValueFacts.Number | (integers && NumberWriter.IsInteger(number.Value) ? ValueFacts.Integer | ValueFacts.NotFloat : ValueFacts.NotInteger),
            StringExpr or InterpExpr => ValueFacts.NotFloat | ValueFacts.Text,
            WordExpr => Kind(value) == TokenKind.Ellipsis ? ValueFacts.None : neither,
            FunctionExpr or TableExpr => neither,
            NameExpr { Local: { } local } => local.Facts & ~CounterKinds,
            ParenExpr paren => Of(paren.Inner, integers, free, depth + 1),
            CastExpr cast => Of(cast.Value, integers, free, depth + 1),
            CallExpr => LibraryCall.GivesText(value, chunk.Source, chunk.Tokens) ? ValueFacts.NotFloat | ValueFacts.Text : ValueFacts.None,
            UnaryExpr unary => OfUnary(unary, integers, depth + 1),
            BinaryExpr when integers && DoubledCounter(value) is not null => ValueFacts.Number,
            BinaryExpr binary => OfBinary(binary, integers, free, depth + 1),
            _ => ValueFacts.None,
        };
    }

    /// <summary>A string for sure.</summary>
    public bool IsText(Expr value, int depth = 0) => Step(depth) && value switch
    {
        StringExpr or InterpExpr => true,
        NameExpr { Local: { } local } => local.Facts.HasFlag(ValueFacts.Text),
        CallExpr => LibraryCall.GivesText(value, chunk.Source, chunk.Tokens),
        ParenExpr paren => IsText(paren.Inner, depth + 1),
        CastExpr cast => IsText(cast.Value, depth + 1),
        IfExpr choice => choice.Branches.All(branch => IsText(branch.Value, depth + 1)) && IsText(choice.Otherwise, depth + 1),
        _ => false,
    };

    /// <summary>
    /// A whole number as a rule, though nothing is certain: arithmetic, whose operands may have metamethods, and what the author calls a number.
    /// </summary>
    public bool IsLikelyNumber(Expr value, int depth = 0) => Step(depth) && value switch
    {
        NameExpr { Local: { } local } => local.IsCalledNumber || local.Facts.HasFlag(ValueFacts.Number),
        NumberExpr => true,
        ParenExpr paren => IsLikelyNumber(paren.Inner, depth + 1),
        UnaryExpr => Kind(value) is TokenKind.Minus or TokenKind.Hash,
        BinaryExpr binary => binary.Operator is TokenKind.Plus or TokenKind.Minus or TokenKind.Star or TokenKind.DoubleSlash or TokenKind.Percent && !IsQuotient(binary.Left) && !IsQuotient(binary.Right),
        _ => false,
    };

    private static bool IsQuotient(Expr value) => value is BinaryExpr { Operator: TokenKind.Slash } or ParenExpr { Inner: BinaryExpr { Operator: TokenKind.Slash } };

    /// <summary>
    /// A sum or product of few numbers that are certain to be numbers: computing it twice costs little and gives the same. Not so with a
    /// variable of an outer function that is assigned: another run of the guild may get a turn in between and assign it.
    /// </summary>
    public bool IsSimpleNumber(Expr value) => Terms(value) <= MaxTerms && Of(value, integers: false, free: true).HasFlag(ValueFacts.Number);

    private int Terms(Expr value)
    {
        Steps++;
        return value switch
        {
            NumberExpr or NameExpr { Local: not null, IsUpvalue: false } or NameExpr { Local.IsReassigned: false } => 1,
            ParenExpr paren => Terms(paren.Inner),
            BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus or TokenKind.Star, Right: NumberExpr or NameExpr } sum => Terms(sum.Right) + Terms(sum.Left),
            _ => MaxTerms + 1,
        };
    }

    private bool Step(int depth)
    {
        Steps++;
        return depth <= MaxDepth;
    }

    private TokenKind Kind(Expr value) => chunk.Tokens[value.Token].Kind;

    private ValueFacts OfUnary(UnaryExpr unary, bool integers, int depth) => Kind(unary) switch
    {
        TokenKind.Not => ValueFacts.NotFloat | ValueFacts.NotInteger,
        TokenKind.Minus when unary.Operand is NumberExpr { Value: 0 } => ValueFacts.NotInteger | ValueFacts.Number,
        TokenKind.Minus when IsWhole(unary.Operand, depth) => ValueFacts.NotInteger,
        TokenKind.Minus => Numeric(Of(unary.Operand, integers, true, depth)),
        _ => ValueFacts.None,
    };

    /// <summary>What arithmetic keeps: a string operand becomes a number of unknown kind.</summary>
    private static ValueFacts Numeric(ValueFacts facts) => (facts & (ValueFacts.Number | ValueFacts.NotInteger))
        | (facts.HasFlag(ValueFacts.Integer) ? ValueFacts.Integer | ValueFacts.NotFloat : ValueFacts.None);

    private ValueFacts OfBinary(BinaryExpr binary, bool integers, bool free, int depth)
    {
        switch (binary.Operator)
        {
            case TokenKind.Concat:
                return ValueFacts.NotFloat;
            case TokenKind.Slash or TokenKind.Caret:
                return ValueFacts.NotInteger | (Of(binary.Left, true, true, depth) & Of(binary.Right, true, true, depth) & ValueFacts.Number);
            case TokenKind.And or TokenKind.Or:
                return Of(binary.Left, integers, free, depth) & Of(binary.Right, integers, free, depth);
            case >= TokenKind.NotEqual and <= TokenKind.GreaterEqual:
                return ValueFacts.NotFloat | ValueFacts.NotInteger;
        }

        var mode = LiteralMode.Of(binary, integers);
        var (left, right) = (Numeric(Of(binary.Left, mode.Left, true, depth)), Numeric(Of(binary.Right, mode.Right, true, depth)));

        if (IsFloatProduct(binary))
        {
            return ValueFacts.NotInteger | (left & right & ValueFacts.Number);
        }

        // While facts are being weakened one side may still be everything at once; the other then decides.
        var facts = (left | right) & ValueFacts.NotInteger;
        var canBecomeFloat = binary.Operator is TokenKind.Percent or TokenKind.DoubleSlash && !(binary.Right is NumberExpr { Value: not 0 });
        return facts | (left & right & (canBecomeFloat ? ValueFacts.Number : ValueFacts.Number | ValueFacts.Integer | ValueFacts.NotFloat));
    }

    /// <summary>Literals, lengths, counters, and their sums with literals and lengths; the half of the sum of two counters too.</summary>
    private bool IsCounter(Expr? value, bool exact = false)
    {
        Steps++;
        switch (value)
        {
            case NumberExpr number:
                return NumberWriter.IsInteger(number.Value) && number.Value <= MaxCounterStep;
            case ParenExpr paren:
                return IsCounter(paren.Inner, exact);
            case NameExpr { Local: { } local }:
                return local.Facts.HasFlag(exact ? ValueFacts.Counter | ValueFacts.Exact : ValueFacts.Counter);
            case UnaryExpr { Operand: NumberExpr literal } when Kind(value) == TokenKind.Minus:
                return literal.Value != 0 && IsCounter(literal);
            case UnaryExpr:
                return Kind(value) == TokenKind.Hash;
            case BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus } sum:
                return (IsStep(sum.Right) && IsShallow(sum.Left) && IsCounter(sum.Left, exact) && IsCounter(sum.Right, exact))
                    || (IsStep(sum.Left) && IsShallow(sum.Right) && IsCounter(sum.Left, exact) && IsCounter(sum.Right, exact));
            case BinaryExpr { Operator: TokenKind.Percent } rest:
                return IsShallow(rest.Left) && IsShallow(rest.Right) && IsCounter(rest.Left, exact) && IsCounter(rest.Right, exact);
            case BinaryExpr { Operator: TokenKind.Star }:
                return !exact && DoubledCounter(value) is not null;
            case BinaryExpr { Operator: TokenKind.DoubleSlash, Right: NumberExpr { Value: >= 2 } divisor } half:
                return IsCounter(divisor) && IsCounterSum(half.Left, exact);
            default:
                return false;
        }
    }

    /// <summary>
    /// Twice a counter: an integer up to 2^53, which is looked at when it is computed, and a float beyond. Other factors are seldom
    /// those of positions, and then the look would cost more than it is worth.
    /// </summary>
    public static NameExpr? DoubledCounter(Expr value)
    {
        var name = value switch
        {
            BinaryExpr { Operator: TokenKind.Star, Left: NameExpr left, Right: NumberExpr { Value: 2 } } => left,
            BinaryExpr { Operator: TokenKind.Star, Left: NumberExpr { Value: 2 }, Right: NameExpr right } => right,
            _ => null,
        };
        return name is { Local: { } local } && local.Facts.HasFlag(ValueFacts.Counter) && !(name.IsUpvalue && local.IsReassigned) ? name : null;
    }

    /// <summary>What may be added again and again: no program adds often enough to overflow.</summary>
    private bool IsStep(Expr value) => LiteralMode.IsLiteral(value) || (value is UnaryExpr && Kind(value) == TokenKind.Hash);

    private bool IsCounterSum(Expr value, bool exact) => value switch
    {
        ParenExpr { Inner: BinaryExpr { Operator: TokenKind.Plus or TokenKind.Minus } sum } =>
            IsShallow(sum.Left) && IsShallow(sum.Right) && IsCounter(sum.Left, exact) && IsCounter(sum.Right, exact),
        _ => IsShallow(value) && IsCounter(value, exact),
    };

    private static bool IsShallow(Expr value) => value is not (BinaryExpr or ParenExpr { Inner: BinaryExpr or ParenExpr });

    /// <summary>Weakens facts until no flow contradicts them; gives up those that are still moving after a few passes.</summary>
    private void Settle(Func<ValueFlow, ValueFacts> weaken)
    {
        for (var pass = 0; pass < MaxPasses; pass++)
        {
            var changed = false;
            foreach (var flow in chunk.Flows)
            {
                var facts = weaken(flow);
                changed |= facts != flow.Target.Facts;
                flow.Target.Facts = facts;
            }

            if (!changed)
            {
                return;
            }
        }

        foreach (var flow in chunk.Flows)
        {
            flow.Target.Facts = ValueFacts.None;
        }
    }
}
