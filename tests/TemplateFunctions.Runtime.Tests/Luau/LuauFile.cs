using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Luau;

/// <summary>Luau sources with the JSON of their results beside them. UPDATE_GOLDEN=1 writes the results anew, to be read before they are committed.</summary>
internal static class LuauFile
{
    public const int EndlessSlice = 1_000_000;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string Root = Path.Combine(Folder(), "..", "lua");

    /// <summary>Names without ending of the Luau files in a folder.</summary>
    public static TheoryData<string> Names(string folder) =>
        new(Directory.GetFiles(Path.Combine(Root, folder), "*.luau").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    public static async Task<string> Run(string folder, string file, int n, int sliceMicroseconds = EndlessSlice)
    {
        var limits = new RuntimeLimits { Slice = TimeSpan.FromMicroseconds(sliceMicroseconds), RunCpu = TimeSpan.FromSeconds(60) };
        await using var runtime = new RuntimeHarness(limits);
        var files = new Dictionary<string, string> { ["init" + Path.GetExtension(file)] = await File.ReadAllTextAsync(Path.Combine(Root, folder, file)) };
        var result = await runtime.Run(runtime.Request("", $$"""{"n":{{n}}}""", files: files));
        Assert.True(result.Kind == LuaVmResultKind.Ok, $"{file}: {result.Kind} {result.Error?.Message}\n{result.Error?.Frame}");
        return Sorted(JsonNode.Parse(result.ResultJson.Span)).ToJsonString(Readable);
    }

    /// <summary>Members in order: that of a Lua table differs from run to run.</summary>
    private static JsonNode Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => KeyValuePair.Create(m.Key, (JsonNode?)Sorted(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        null => JsonValue.Create("null")!,
        _ => node.DeepClone(),
    };

    /// <summary>The expected result, after writing it from the actual one when asked to.</summary>
    public static async Task<string> Expected(string folder, string name, string actual)
    {
        var path = Path.Combine(Root, folder, name + ".json");
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(path, actual + "\n");
        }

        return (await File.ReadAllTextAsync(path)).TrimEnd('\n');
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
