namespace TemplateFunctions.Luau.Syntax;

/// <summary>A place where a value flows into a local.</summary>
/// <param name="Target">The local.</param>
/// <param name="Value">The value; null for one that nothing is known of.</param>
/// <param name="Bound">What a condition around the place says that the variable in the value is not above; null for nothing.</param>
/// <param name="IsRange">The local runs up or down to the bound, which is the limit of a loop.</param>
internal readonly record struct ValueFlow(Local Target, Expr? Value, Expr? Bound, bool IsRange = false);
