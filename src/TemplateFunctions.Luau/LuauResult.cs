namespace TemplateFunctions.Luau;

/// <summary>What became of a source.</summary>
/// <param name="Lua">
/// Lua 5.4 text, null when there are errors. For <see cref="LuauDialect.Luau"/> it is a loader: run it with the support table
/// (<see cref="LuauSupport"/>) as its only argument and it returns the author's chunk as a vararg function. For <see cref="LuauDialect.Lua54"/> it is the source itself.
/// </param>
/// <param name="Diagnostics">In source order.</param>
/// <param name="Lines">From lines of <paramref name="Lua"/> to lines of the source.</param>
public sealed record LuauResult(string? Lua, IReadOnlyList<LuauDiagnostic> Diagnostics, LineMap Lines);
