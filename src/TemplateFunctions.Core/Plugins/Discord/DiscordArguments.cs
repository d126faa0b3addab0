using System.Text.Json;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>The arguments of one call, by name: given as one table, or one after the other as older templates do.</summary>
internal sealed class DiscordArguments : IDisposable
{
    private const int LargestArgument = 1 << 20;

    private readonly List<JsonDocument> _documents = [];
    private readonly Dictionary<string, JsonElement> _byName = new(StringComparer.Ordinal);

    private DiscordArguments()
    {
    }

    /// <summary>The whole argument when it is a list.</summary>
    public JsonElement? List { get; private set; }

    /// <exception cref="ScriptException">TF4101 or the code of the JSON rules.</exception>
    public static DiscordArguments Read(HostCall call, DiscordMethod method)
    {
        var arguments = new DiscordArguments();
        if (call.Count == 0)
        {
            return arguments;
        }

        var first = arguments.Parse(call.Json(1, "options", LargestArgument));
        switch (first.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var field in first.EnumerateObject())
                {
                    arguments._byName[field.Name] = field.Value;
                }

                break;
            case JsonValueKind.Array:
                arguments.List = first;
                break;
            default:
                arguments.ReadPositions(call, method, first);
                break;
        }

        return arguments;
    }

    /// <summary>An argument that is there and not null.</summary>
    public bool TryGet(string name, out JsonElement value) => _byName.TryGetValue(name, out value) && value.ValueKind != JsonValueKind.Null;

    public void Dispose() => _documents.ForEach(document => document.Dispose());

    private void ReadPositions(HostCall call, DiscordMethod method, JsonElement first)
    {
        var position = 1;
        foreach (var name in method.Positions.Take(call.Count))
        {
            _byName[name] = position == 1 ? first : Parse(call.Json(position, name, LargestArgument));
            position++;
        }
    }

    private JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        var document = JsonDocument.Parse(json);
        _documents.Add(document);
        return document.RootElement;
    }
}
