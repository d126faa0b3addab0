using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Parsing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>Binary operators.</summary>
internal sealed partial class Lowerer
{
    /// <summary>Doubles hold every whole number up to twice this.</summary>
    private const string HalfOfExact = "< 4503599627370496 and";

    /// <summary>Operations that wait for their left side; those in operands lie on top.</summary>
    private readonly Stack<(BinaryExpr Node, bool Integers, bool Free)> _spine = new();

    private void WriteBinary(BinaryExpr root, bool integers, bool free)
    {
        if (root.Operator == TokenKind.Concat)
        {
            WriteConcat(root);
            return;
        }

        if (IsRestOfNumber(root))
        {
            WriteRestOfNumber(root);
            return;
        }

        if (integers && FactFinder.DoubledCounter(root) is { } counter)
        {
            WriteDoubledCounter(counter);
            return;
        }

        var bottom = _spine.Count;
        Expr first = root;
        while (first is BinaryExpr binary && binary.Operator != TokenKind.Concat && !IsRestOfNumber(binary) && !(integers && FactFinder.DoubledCounter(binary) is not null))
        {
            free |= binary.Operator is not (TokenKind.And or TokenKind.Or);
            _spine.Push((binary, integers, free));
            integers = LiteralMode.Of(binary, integers).Left;
            first = binary.Left;
        }

        if (_spine.Count > bottom && _facts.IsFloatOnTheLeft(_spine.Peek().Node))
        {
            WriteAsFloat(first);
        }
        else
        {
            WriteOperand(first, integers, free);
        }

        while (_spine.Count > bottom)
        {
            var step = _spine.Pop();
            _out.Put(OperatorText(step.Node.Operator), LineOf(step.Node.Token));
            Hold(1, step.Node.Token);
            var maybe = step.Node.Operator is TokenKind.And or TokenKind.Or ? 1 : 0;
            _maybe += maybe;
            WriteRight(step.Node, step.Integers, step.Free);
            _maybe -= maybe;
            Release(1);
        }
    }

    /// <summary>
    /// Whether it is the rest of a division of what is a float for all we know: by a constant, or of a float by a variable.
    /// </summary>
    private bool IsRestOfNumber(BinaryExpr node) =>
        node.Operator == TokenKind.Percent && !LiteralMode.IsLiteral(node.Left)
        && (node.Right is NumberExpr { Value: > 0 } ? IsRestByConstant(node.Left) : IsRestOfFloats(node));

    /// <summary>Where literals alone make an integer of it, Lua's own rest is one too.</summary>
    private bool IsRestByConstant(Expr left) =>
        !_facts.IsWhole(left, exact: true) && _facts.IsSimpleNumber(left) && !_facts.Of(left, integers: true).HasFlag(ValueFacts.NotFloat);

    private bool IsRestOfFloats(BinaryExpr node) =>
        node is { Left: NameExpr { Local: { } left }, Right: NameExpr { Local: { } right } } && IsSteady(node.Left) && IsSteady(node.Right)
        && (left.Facts & right.Facts).HasFlag(ValueFacts.Number) && (left.Facts | right.Facts).HasFlag(ValueFacts.NotInteger);

    /// <summary>x - x // k * k: what Luau computes, and many times quicker than Lua's way for floats, which is exact.</summary>
    private void WriteRestOfNumber(BinaryExpr node)
    {
        _limits.Size += 2 * NodeSize;
        EnterLevels(1, node.Token);
        Hold(2, node.Token);
        Put("(", StartOf(node.Left));
        WriteExpr(node.Left, free: true);
        PutHere("- (");
        WriteExpr(node.Left, free: true);
        PutHere(") //");
        WriteExpr(node.Right, free: true);
        PutHere("*");
        WriteExpr(node.Right, free: true);
        PutHere(")");
        Release(2);
        LeaveLevels(1);
    }

    /// <summary>
    /// Twice a position is a position in most programs, and Lua is quick with integers as keys. Where it could leave what doubles hold
    /// exactly, that is looked at, and it is computed as a float beyond.
    /// </summary>
    private void WriteDoubledCounter(NameExpr counter)
    {
        if (counter.Local!.Facts.HasFlag(ValueFacts.Exact))
        {
            WriteName(counter);
            PutHere("* 2");
            return;
        }

        _limits.Size += 3 * NodeSize;
        EnterLevels(1, counter.Token);
        Hold(2, counter.Token);
        Put("(", counter.Token);
        WriteName(counter);
        PutHere("> -1 and");
        WriteName(counter);
        PutHere(HalfOfExact);
        WriteName(counter);
        PutHere("* 2 or");
        WriteName(counter);
        PutHere("* 2.0)");
        Release(2);
        LeaveLevels(1);
    }

    private void WriteOperand(Expr value, bool integers, bool free)
    {
        if (_spine.TryPeek(out var next) && IsReadLate(value, next.Node.Token))
        {
            WriteParenthesised(value, integers, free);
        }
        else
        {
            WriteExpr(value, integers, free);
        }
    }

    private static string OperatorText(TokenKind kind) => kind switch
    {
        TokenKind.Plus => "+",
        TokenKind.Minus => "-",
        TokenKind.Star => "*",
        TokenKind.Slash => "/",
        TokenKind.DoubleSlash => "//",
        TokenKind.Percent => "%",
        TokenKind.Caret => "^",
        TokenKind.NotEqual => "~=",
        TokenKind.Equal => "==",
        TokenKind.Less => "<",
        TokenKind.LessEqual => "<=",
        TokenKind.Greater => ">",
        TokenKind.GreaterEqual => ">=",
        TokenKind.And => "and",
        _ => "or",
    };

    private void WriteRight(BinaryExpr node, bool integers, bool free)
    {
        var mode = LiteralMode.Of(node, integers);
        if (_facts.IsFloatOnTheRight(node))
        {
            WriteAsFloat(node.Right);
        }
        else if (node.Operator is not (TokenKind.Percent or TokenKind.DoubleSlash) || CannotRaise(node, mode))
        {
            WriteOperand(node.Right, mode.Right, free);
        }
        else if (node.Right is NameExpr { Local: not null } name)
        {
            _limits.Size += 2 * NodeSize;
            Put("(", name.Token);
            WriteName(name);
            Put("== 0 and", name.Token);
            WriteName(name);
            Put("* 1.0 or", name.Token);
            WriteName(name);
            Put(")", name.Token);
        }
        else
        {
            WriteHelperCall(Helper.Divisor, node.Right, mode.Right, free: true);
        }
    }

    /// <summary>Lua raises for a zero divisor only when both sides are integers.</summary>
    private bool CannotRaise(BinaryExpr node, (bool Left, bool Right) mode) =>
        node.Right is NumberExpr { Value: not 0 }
        || _facts.Of(node.Right, mode.Right, free: true).HasFlag(ValueFacts.NotInteger)
        || _facts.Of(node.Left, mode.Left, free: true).HasFlag(ValueFacts.NotInteger);

    private void WriteHelperCall(Helper helper, Expr argument, bool integers, bool free = false)
    {
        _limits.Size += NodeSize;
        Put(Use(helper), StartOf(argument));
        Hold(1, argument.Token);
        WriteParenthesised(argument, integers, free);
        Release(1);
    }
}
