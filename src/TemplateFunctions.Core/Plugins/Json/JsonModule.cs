using System.Text.Json;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Json;

/// <summary><c>@antiraid/json</c>: <c>encode(value)</c> and <c>decode(text)</c>, by the JSON rules that hold for results and KV values.</summary>
internal static class JsonModule
{
    private const int LargestText = 1 << 20;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = JsonBody.MaxDepth, AllowDuplicateProperties = false };

    public static HostModule Create() => new()
    {
        Name = "@antiraid/json",
        Functions = [new("encode", Encode), new("decode", Decode)],
    };

    /// <summary>encode(value) -> text</summary>
    private static HostReturn Encode(HostCall call) => HostReturn.Of(LuaValue.FromBytes(call.Json(1, "value", LargestText)));

    /// <summary>decode(text) -> value</summary>
    private static HostReturn Decode(HostCall call)
    {
        var text = call.Bytes(1, "text");
        if (text.Length > LargestText)
        {
            throw new ScriptException("TF3005", $"the text has {text.Length} bytes, at most {LargestText} can be decoded");
        }

        var json = text.ToArray();
        try
        {
            JsonDocument.Parse(json, Options).Dispose();
        }
        catch (JsonException error)
        {
            throw new ScriptException("TF4101", $"the text is not valid JSON at line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}");
        }

        return HostReturn.Of(LuaValue.FromJson(json));
    }
}
