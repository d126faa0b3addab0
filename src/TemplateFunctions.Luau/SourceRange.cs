namespace TemplateFunctions.Luau;

/// <summary>A place in a source text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive.</summary>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndLine">Line of the character after the last.</param>
/// <param name="EndColumn">Column of the character after the last.</param>
public readonly record struct SourceRange(int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    /// <summary><c>line:column</c> of the start.</summary>
    public override string ToString() => $"{StartLine}:{StartColumn}";
}
