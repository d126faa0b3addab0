using System.Text;
using System.Text.RegularExpressions;
using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;

namespace TemplateFunctions.Runtime.Compilation;

/// <summary>One thing that keeps a template's file from compiling.</summary>
/// <param name="Code">A TF1xxx code.</param>
/// <param name="File">The file's path.</param>
/// <param name="Line">1-based.</param>
/// <param name="Column">1-based; null where only the line is known.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Frame">The source lines around it.</param>
public sealed record SourceDiagnostic(string Code, string File, int Line, int? Column, string Message, string? Frame);

/// <summary>Checks a template's source without running anything: what is refused at upload would never run.</summary>
public static partial class TemplateCompiler
{
    private static readonly string[] SourceEndings = [".luau", ".lua"];

    /// <summary>All errors of all source files, in file order; empty when the template compiles.</summary>
    /// <param name="files">Path to text; files that are not source are passed over.</param>
    public static IReadOnlyList<SourceDiagnostic> Check(IReadOnlyDictionary<string, string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var found = new List<SourceDiagnostic>();
        var L = LuaNative.luaL_newstate();
        try
        {
            foreach (var (path, text) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            {
                if (SourceEndings.Any(e => path.EndsWith(e, StringComparison.Ordinal)))
                {
                    CheckFile(L, path, text, found);
                }
            }
        }
        finally
        {
            LuaNative.lua_close(L);
        }

        return found;
    }

    private static void CheckFile(nint L, string path, string text, List<SourceDiagnostic> found)
    {
        if (text.StartsWith('\u001b'))
        {
            found.Add(new SourceDiagnostic("TF1102", path, 1, 1, "Compiled code is refused; upload source text.", null));
            return;
        }

        var lowered = LuauCompiler.Lower(text, LuauCompiler.DetectDialect(path, text));
        foreach (var error in lowered.Diagnostics.Where(d => d.Severity == LuauSeverity.Error))
        {
            found.Add(new SourceDiagnostic(error.Code, path, error.Range.StartLine, error.Range.StartColumn, error.Message, CodeFrame.Of(text, error.Range.StartLine)));
        }

        if (lowered.Lua is not { } lua)
        {
            return;
        }

        if (LuaNative.Load(L, Encoding.UTF8.GetBytes(lua), Encoding.UTF8.GetBytes("=" + path + "\0")) != LuaNative.Ok)
        {
            found.Add(FromLua(path, text, LuaNative.StringText(L, -1)));
        }

        LuaNative.lua_settop(L, 0);
    }

    private static SourceDiagnostic FromLua(string path, string text, string message)
    {
        var position = Position().Match(message);
        var line = position.Success ? int.Parse(position.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : 1;
        return new SourceDiagnostic("TF1001", path, line, null, position.Success ? position.Groups[2].Value : message, CodeFrame.Of(text, line));
    }

    [GeneratedRegex(@"^[^\n]*?:(\d{1,7}): (.*)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Position();
}
