using System.Runtime.CompilerServices;
using System.Text.Json;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Sandbox;

/// <summary>
/// What a script can reach is a list in a file. An addition fails here until somebody has looked at it and put it into the list:
/// run with UPDATE_GOLDEN=1 to write it anew.
/// </summary>
public sealed class ReachableTests
{
    [Fact]
    public async Task Everything_ReachableFromAScript_IsOnTheList()
    {
        await using var runtime = new RuntimeHarness();
        var source = await File.ReadAllTextAsync(Path.Combine(Folder(), "..", "lua", "reachable.lua"));
        var actual = JsonSerializer.Deserialize<string>(await runtime.Eval(source, """{"a":[1]}"""))! + "\n";
        var golden = Path.Combine(Folder(), "reachable.golden.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, actual);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden), actual);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
