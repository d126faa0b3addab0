namespace TemplateFunctions.Luau.Lowering;

/// <summary>Counts what Lua 5.4 limits in one function, so that what it would refuse is a diagnostic with a place. Estimates are on the high side.</summary>
internal sealed class FunctionLimits(FunctionLimits? outer)
{
    /// <summary>Locals in scope, hidden ones of loops included.</summary>
    public const int MaxLocals = 200;

    /// <summary>Locals and intermediate values; Lua has 255 registers.</summary>
    public const int MaxRegisters = 250;

    /// <summary>Variables of enclosing functions; Lua has 255 places, of which helpers and the environment need some.</summary>
    public const int MaxUpvalues = 236;

    /// <summary>Locals over the whole function; Lua numbers them with 15 bits.</summary>
    public const int MaxDeclarations = 32_000;

    /// <summary>Instructions in the body of one <c>for</c>; Lua jumps over 17 bits of them.</summary>
    public const int MaxLoopSize = 130_000;

    public FunctionLimits? Outer { get; } = outer;

    public int Locals { get; set; }

    /// <summary>Intermediate values that are alive while an expression is computed.</summary>
    public int Temporaries { get; set; }

    public int Declarations { get; set; }

    /// <summary>Instructions so far.</summary>
    public int Size { get; set; }

    /// <summary>Loops around the statement, for the names of their labels.</summary>
    public int Loops { get; set; }

    public bool IsVararg { get; init; }
}
