namespace TemplateFunctions.Luau.Syntax;

/// <summary>A declared variable: a local, a parameter or a loop variable.</summary>
internal sealed class Local(int name, int token, FunctionScope function, bool isConst)
{
    public int Name { get; } = name;

    /// <summary>Index of the declaring token.</summary>
    public int Token { get; } = token;

    public FunctionScope Function { get; } = function;

    public bool IsConst { get; } = isConst;

    /// <summary>Assigned after its declaration.</summary>
    public bool IsReassigned { get; set; }

    /// <summary>What is known of every value that it ever holds.</summary>
    public ValueFacts Facts { get; set; }
}
