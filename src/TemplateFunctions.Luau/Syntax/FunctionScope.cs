namespace TemplateFunctions.Luau.Syntax;

/// <summary>One function body while names are resolved: tells locals from upvalues.</summary>
internal sealed class FunctionScope(FunctionScope? parent, bool isVararg)
{
    public FunctionScope? Parent { get; } = parent;

    public bool IsVararg { get; set; } = isVararg;

    /// <summary>Variables of enclosing functions that this one reads.</summary>
    public HashSet<Local> Upvalues { get; } = [];
}
