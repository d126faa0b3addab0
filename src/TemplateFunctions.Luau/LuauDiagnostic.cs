namespace TemplateFunctions.Luau;

/// <summary>Something an author should know about a source.</summary>
/// <param name="Code">One of <see cref="LuauDiagnosticCodes"/>, <c>TF10xx</c>.</param>
/// <param name="Message">One sentence for the author.</param>
/// <param name="Range">Where.</param>
/// <param name="Severity">Error or warning.</param>
public sealed record LuauDiagnostic(string Code, string Message, SourceRange Range, LuauSeverity Severity);
