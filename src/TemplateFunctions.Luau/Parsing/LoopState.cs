namespace TemplateFunctions.Luau.Parsing;

/// <summary>The loop whose body is being read, as far as <c>continue</c> needs it.</summary>
internal sealed class LoopState(LoopState? outer)
{
    public LoopState? Outer { get; } = outer;

    /// <summary>The first <c>continue</c> of this loop, -1 when there is none yet.</summary>
    public int ContinueToken { get; set; } = -1;

    /// <summary>Index of the body's statement that holds it.</summary>
    public int FirstContinue { get; private set; } = -1;

    /// <summary>How many variables were declared when that statement ended.</summary>
    public int DeclaredThen { get; private set; }

    /// <summary>To be called after each statement of the body.</summary>
    public void Note(int statement, int declared)
    {
        if (FirstContinue < 0 && ContinueToken >= 0)
        {
            FirstContinue = statement;
            DeclaredThen = declared;
        }
    }
}
