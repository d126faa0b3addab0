using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Tests.Support;

namespace TemplateFunctions.Runtime.Tests.Errors;

/// <summary>A bug of ours in what Lua calls must not unwind through Lua's frames.</summary>
public sealed class PrimitiveBugTests
{
    [Fact]
    public async Task Primitive_Throws_TheScriptGetsAnErrorTheOperatorTheException()
    {
        await using var runtime = new RuntimeHarness();
        var files = new BrokenFiles(new Dictionary<string, string>
        {
            ["init.lua"] = "local ok, e = pcall(require, './broken') return ok, e, (pcall(require, './broken'))",
            ["broken.lua"] = "return 1",
        });
        var good = runtime.Request("return 1", name: "good");
        var broken = new RunRequest { RunId = "b", Template = new TemplateSource("t", "v", files), Event = good.Event };
        var result = await runtime.Run(broken);
        Assert.Equal("""[false,"internal error [TF5001]",false]""", Encoding.UTF8.GetString(result.ResultJson.Span));
        Assert.Contains(runtime.Log.Lines, line => line.Contains("the secret of the host", StringComparison.Ordinal));

        // The VM lives, and its allocator refuses again what is too large.
        Assert.Equal(LuaVmResultKind.Ok, (await runtime.Run(good)).Kind);
        Assert.Equal("TF3004", (await runtime.Fail("local t = {} for i = 1, 3e5 do t[i] = i end")).Code);
        Assert.Empty(runtime.Broken);
    }

    /// <summary>Files of which one cannot be read.</summary>
    private sealed class BrokenFiles(Dictionary<string, string> files) : IReadOnlyDictionary<string, string>
    {
        public IEnumerable<string> Keys => files.Keys;

        public IEnumerable<string> Values => files.Values;

        public int Count => files.Count;

        public string this[string key] => key == "broken.lua" ? throw new InvalidOperationException("the secret of the host") : files[key];

        public bool ContainsKey(string key) => files.ContainsKey(key);

        public bool TryGetValue(string key, [MaybeNullWhen(false)] out string value) => files.TryGetValue(key, out value);

        public IEnumerator<KeyValuePair<string, string>> GetEnumerator() => files.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
