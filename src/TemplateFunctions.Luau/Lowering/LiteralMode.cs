using TemplateFunctions.Luau.Lexing;
using TemplateFunctions.Luau.Syntax;

namespace TemplateFunctions.Luau.Lowering;

/// <summary>
/// Decides whether number literals are written as Lua integers or as floats. Luau has floats only, so floats are the rule;
/// an integer is written where the result cannot tell and Lua is faster with it.
/// </summary>
internal static class LiteralMode
{
    public static bool IsLiteral(Expr value) => value is NumberExpr or UnaryExpr { Operand: NumberExpr };

    /// <summary>For both operands, whether literals in them are written as integers, when the operation itself stands where <paramref name="integers"/> says so.</summary>
    public static (bool Left, bool Right) Of(BinaryExpr binary, bool integers)
    {
        var (left, right) = (IsLiteral(binary.Left), IsLiteral(binary.Right));
        return binary.Operator switch
        {
            // Lua computes x - 0 as x + 0, which turns -0 into 0 unless the literal is a float.
            TokenKind.Minus when binary.Right is NumberExpr { Value: 0 } => (integers, false),

            // x + 1 has the kind of x either way.
            TokenKind.Plus or TokenKind.Minus => (integers || (left && !right), integers || (right && !left)),

            // Repeated products leave 64 bits quickly; a float factor keeps them floats.
            TokenKind.Star => (false, false),

            // Always a float, or never a number at all.
            TokenKind.Slash or TokenKind.Caret => (true, true),
            TokenKind.Percent or TokenKind.DoubleSlash when left => (false, false),
            TokenKind.Percent or TokenKind.DoubleSlash => (integers, binary.Right is not NumberExpr { Value: 0 }),
            >= TokenKind.NotEqual and <= TokenKind.GreaterEqual => (true, true),
            _ => (integers, integers),
        };
    }
}
