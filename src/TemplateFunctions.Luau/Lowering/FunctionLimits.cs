namespace TemplateFunctions.Luau.Lowering;

/// <summary>Counts what Lua 5.4 limits in one function: 200 locals, hidden ones of loops included.</summary>
internal sealed class FunctionLimits(FunctionLimits? outer)
{
    public const int MaxLocals = 200;

    public FunctionLimits? Outer { get; } = outer;

    /// <summary>Locals in scope.</summary>
    public int Locals { get; set; }

    /// <summary>Loops around the statement, for the names of their labels.</summary>
    public int Loops { get; set; }

    public bool IsVararg { get; init; }
}
