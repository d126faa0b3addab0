using TemplateFunctions.Luau.Diagnostics;
using TemplateFunctions.Luau.Lowering;
using TemplateFunctions.Luau.Parsing;

namespace TemplateFunctions.Luau;

/// <summary>Turns Luau into Lua 5.4 that keeps the author's lines.</summary>
public static class LuauCompiler
{
    /// <summary>
    /// The language of a source. A first line <c>--!lua54</c> says Lua 5.4; else <c>.lua</c> is Lua 5.4, and everything else, inline sources included, is Luau.
    /// </summary>
    /// <param name="path">Its file name, or any other name.</param>
    /// <param name="source">Its text.</param>
    public static LuauDialect DetectDialect(string path, string source)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(source);
        return path.EndsWith(".lua", StringComparison.OrdinalIgnoreCase) || IsMarkedLua(source) ? LuauDialect.Lua54 : LuauDialect.Luau;
    }

    /// <summary>
    /// Checks a source and writes it as Lua 5.4. A Lua 5.4 source comes back as it is; Lua's own compiler checks it.
    /// Time and memory grow linearly with the source. Never throws for what a source holds.
    /// </summary>
    public static LuauResult Lower(string source, LuauDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(source);
        var lines = new LineMap(source.AsSpan().Count('\n') + 1);
        if (dialect == LuauDialect.Lua54)
        {
            return new LuauResult(source, [], lines);
        }

        var diagnostics = new DiagnosticBag(source);
        var chunk = Parser.Parse(source, diagnostics);
        var lua = diagnostics.HasErrors ? null : Lowerer.Lower(chunk, diagnostics);
        return new LuauResult(lua, diagnostics.ToList(), lines);
    }

    private static bool IsMarkedLua(string source)
    {
        var text = source.AsSpan().TrimStart('\uFEFF');
        if (text.StartsWith("#!"))
        {
            var end = text.IndexOf('\n');
            text = end < 0 ? default : text[(end + 1)..];
        }

        var lineEnd = text.IndexOfAny('\r', '\n');
        return (lineEnd < 0 ? text : text[..lineEnd]).TrimEnd().SequenceEqual("--!lua54");
    }
}
