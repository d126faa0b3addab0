using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Sandbox;

/// <summary>
/// What a script can reach is a list in a file. An addition fails here until somebody has looked at it and put it into the list:
/// run with UPDATE_GOLDEN=1 to write it anew.
/// </summary>
public sealed class ReachableTests
{
    [Theory]
    [InlineData("init.lua", "reachable.golden.txt")]
    [InlineData("init.luau", "reachable-luau.golden.txt")]
    public async Task Everything_ReachableFromAScript_IsOnTheList(string path, string list)
    {
        await using var runtime = new RuntimeHarness();
        var source = await File.ReadAllTextAsync(Path.Combine(Folder(), "..", "lua", "reachable.lua"));
        var data = JsonSerializer.Serialize(new { a = new[] { 1 }, names = LazyGlobals() });
        var result = await runtime.Run(runtime.Request("", data, files: new() { [path] = source }));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Error}");
        var actual = JsonSerializer.Deserialize<string>(result.ResultJson.Span)! + "\n";
        var golden = Path.Combine(Folder(), list);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), actual);
    }

    /// <summary>The names that the prelude exposes lazily, read from its own table.</summary>
    private static string[] LazyGlobals()
    {
        var prelude = File.ReadAllText(Path.Combine(Folder(), "..", "..", "..", "src", "TemplateFunctions.Runtime", "Sandbox", "Lua", "prelude.lua"));
        var table = Regex.Match(prelude, @"local exposed = \{(.*?)\n\}", RegexOptions.Singleline).Groups[1].Value;
        var names = Regex.Matches(table, @"(\w+) = '").Select(m => m.Groups[1].Value).ToArray();
        Assert.Contains("buffer", names);
        return names;
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
