namespace TemplateFunctions.Luau.Syntax;

/// <summary>Tokens from <paramref name="First"/> up to, not including, <paramref name="End"/>. Types are kept like this: they are checked and then left out.</summary>
internal readonly record struct TokenRange(int First, int End)
{
    public bool IsEmpty => First >= End;
}
