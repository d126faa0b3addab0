using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.TypesExt;

/// <summary>Wrapping arithmetic of 64 bits. <c>/</c> and <c>//</c> are both whole division, rounded towards zero.</summary>
internal static class Int64Arithmetic
{
    public static ulong Unsigned(string operation, ulong left, ulong right) => unchecked(operation switch
    {
        "add" => left + right,
        "sub" => left - right,
        "mul" => left * right,
        "div" => left / NotZero(right),
        "mod" => left % NotZero(right),
        _ => Power(left, right),
    });

    public static long Signed(string operation, long left, long right) => unchecked(operation switch
    {
        "add" => left + right,
        "sub" => left - right,
        "mul" => left * right,
        "div" => right == -1 ? -left : left / (long)NotZero((ulong)right),
        "mod" => right == -1 ? 0 : left % (long)NotZero((ulong)right),
        _ when right < 0 => throw new ScriptException("TF4101", "the exponent must not be negative"),
        _ => (long)Power((ulong)left, (ulong)right),
    });

    private static ulong Power(ulong value, ulong exponent)
    {
        var result = 1ul;
        for (; exponent != 0; exponent >>= 1, value *= value)
        {
            result *= (exponent & 1) == 1 ? value : 1;
        }

        return result;
    }

    private static ulong NotZero(ulong divisor) => divisor != 0 ? divisor : throw new ScriptException("TF4101", "division by zero");
}
