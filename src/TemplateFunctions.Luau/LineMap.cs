namespace TemplateFunctions.Luau;

/// <summary>Maps a line of the lowered text to the author's line. Lowering keeps every statement on its line, so the map is the identity within the source.</summary>
/// <param name="SourceLines">Lines of the author's source; lines after it map to its last line.</param>
public sealed record LineMap(int SourceLines)
{
    /// <summary>The author's line, from 1, for a line of the lowered text.</summary>
    public int ToSource(int luaLine) => Math.Clamp(luaLine, 1, Math.Max(1, SourceLines));
}
