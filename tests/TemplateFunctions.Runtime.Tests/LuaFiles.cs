using System.Runtime.CompilerServices;
using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests;

/// <summary>
/// Behaviour that is told in Lua: each file under lua/cases, and each folder under lua/templates, is a template that raises where
/// something is wrong and returns true. Each runs with one endless slice and with slices so short that it is preempted all the time:
/// no program can tell the difference.
/// </summary>
public sealed class LuaFiles
{
    private static readonly string Root = Path.Combine(Folder(), "lua");

    public static TheoryData<string, int> Cases()
    {
        var data = new TheoryData<string, int>();
        var files = Directory.GetFiles(Path.Combine(Root, "cases"), "*.lua*", SearchOption.AllDirectories);
        foreach (var path in files.Concat(Directory.GetDirectories(Path.Combine(Root, "templates"))).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(Root, path).Replace('\\', '/');
            data.Add(name, 1_000_000);
            data.Add(name, 50);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task LuaFile_AnySlice_FindsNothingWrong(string name, int sliceMicroseconds)
    {
        var probe = new ProbeModule();
        var limits = new RuntimeLimits { Slice = TimeSpan.FromMicroseconds(sliceMicroseconds), RunCpu = TimeSpan.FromSeconds(30) };
        await using var runtime = new RuntimeHarness(limits, modules: [probe.AsPlain, probe.AsPlugin]);
        var data = """{"n":41,"list":[1,{"x":9},null,"s"],"s":"a\"b","nested":{"a":{"b":[]},"e":{}},"dup":1,"nothing":null,"f":1.5}""";
        var result = await runtime.Run(TestRequests.Make("", data, "case", ["probe:read", "kv:get"], FilesOf(name)));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{result.Kind} {result.Error?.Message}\n{result.Error?.Frame}\n{result.Error?.Traceback}");
        Assert.Equal("true", Encoding.UTF8.GetString(result.ResultJson.Span));
        Assert.Empty(runtime.Broken);
    }

    private static Dictionary<string, string> FilesOf(string name)
    {
        var path = Path.Combine(Root, name);
        return File.Exists(path)
            ? new Dictionary<string, string> { ["init" + Path.GetExtension(path)] = File.ReadAllText(path) }
            : Directory.GetFiles(path, "*", SearchOption.AllDirectories)
                .ToDictionary(file => Path.GetRelativePath(path, file).Replace('\\', '/'), File.ReadAllText);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
