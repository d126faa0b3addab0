using System.Diagnostics;
using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Compilation;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Authoring;

/// <summary>What the tools of editors say with the stubs: of right templates nothing, of wrong ones the lines that are marked.</summary>
public sealed partial class EditorToolTests
{
    private const string LuauLsp = "TEMPLATEFUNCTIONS_TEST_LUAU_LSP";
    private const string LuaLs = "TEMPLATEFUNCTIONS_TEST_LUALS";

    private static readonly string Folder = Repository.PathOf("tests", "TemplateFunctions.Core.Tests", "Authoring", "Typed");

    [Theory]
    [InlineData("right.luau")]
    [InlineData("wrong.luau")]
    [InlineData("right.lua")]
    [InlineData("wrong.lua")]
    public void TypedTemplate_InThisHost_Compiles(string file) =>
        Assert.Empty(TemplateCompiler.Check(new Dictionary<string, string> { ["init" + Path.GetExtension(file)] = Text(file) }));

    [Theory]
    [InlineData("right.luau", false)]
    [InlineData("right.luau", true)]
    [InlineData("wrong.luau", false)]
    [InlineData("wrong.luau", true)]
    public async Task LuauLsp_OnATypedTemplate_SeesTheMarkedLines(string file, bool newSolver)
    {
        var program = Environment.GetEnvironmentVariable(LuauLsp);
        Assert.SkipWhen(string.IsNullOrEmpty(program), $"Not run: {LuauLsp} is not set; it is the path of luau-lsp.");
        var definitions = Repository.PathOf("types", "luau", "templatefunctions.d.luau");
        var said = await Run(program!, "analyze", "--platform=standard", $"--flag:LuauSolverV2={newSolver}", $"--definitions=@templatefunctions={definitions}", file);
        Assert.DoesNotContain("Failed to read", said, StringComparison.Ordinal);
        Assert.Equal(Marked(file), LuauPlace().Matches(said).Select(match => int.Parse(match.Groups[1].Value)).Distinct().Order());
    }

    [Theory]
    [InlineData("right.lua")]
    [InlineData("wrong.lua")]
    public async Task LuaLs_OnATypedTemplate_SeesTheMarkedLines(string file)
    {
        var program = Environment.GetEnvironmentVariable(LuaLs);
        Assert.SkipWhen(string.IsNullOrEmpty(program), $"Not run: {LuaLs} is not set; it is the path of lua-language-server.");
        using var place = new TemporaryFolder();
        File.WriteAllText(place.PathOf(file), Text(file));
        var library = Repository.PathOf("types", "luals").Replace("\\", "/", StringComparison.Ordinal);
        File.WriteAllText(place.PathOf(".luarc.json"), $$"""{ "runtime.version": "Lua 5.4", "workspace.library": ["{{library}}"] }""");
        var said = await Run(program!, $"--check={place.Path}", "--checklevel=Warning", "--check_format=pretty", $"--logpath={place.PathOf("log")}");
        Assert.Contains(file == "right.lua" ? "no problems found" : "Diagnosis complete", said, StringComparison.Ordinal);
        Assert.Equal(Marked(file), LuaPlace().Matches(Colour().Replace(said, "")).Select(match => int.Parse(match.Groups[1].Value)).Distinct().Order());
    }

    private static string Text(string file) => File.ReadAllText(Path.Combine(Folder, file));

    private static IEnumerable<int> Marked(string file) =>
        Text(file).Split('\n').Select((line, i) => (line, i)).Where(at => at.line.EndsWith(" -- wrong", StringComparison.Ordinal)).Select(at => at.i + 1);

    private static async Task<string> Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return said + await errors;
    }

    [GeneratedRegex(@"^[^\n(]*\.luau\((\d+),\d+\): ", RegexOptions.Multiline)]
    private static partial Regex LuauPlace();

    [GeneratedRegex(@"\.lua:(\d+):\d+ \[")]
    private static partial Regex LuaPlace();

    [GeneratedRegex(@"\x1b\[[0-9;]*m")]
    private static partial Regex Colour();

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("typed").FullName;

        public string PathOf(string name) => System.IO.Path.Combine(Path, name);

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
