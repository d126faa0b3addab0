using System.Text.Json;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Core.Json;

/// <summary>
/// Walks a body that the parser refused, or that may hold escapes which are no Unicode text, and names every duplicate key and
/// every such string by its path. Slower than parsing, and only used where something is likely to be wrong.
/// </summary>
internal ref struct JsonFaults
{
    private readonly JsonErrors _errors;
    private readonly Stack<Level> _levels;
    private string _path;

    private JsonFaults(JsonErrors errors)
    {
        _errors = errors;
        _levels = new Stack<Level>();
        _path = "";
    }

    /// <summary>Whether the text holds an escaped surrogate, which may lack its other half.</summary>
    public static bool MayHoldLoneSurrogates(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\ud"u8) >= 0 || utf8.IndexOf("\\uD"u8) >= 0;

    /// <summary>Adds what it finds; a problem when the text is not JSON.</summary>
    public static Problem? Collect(ReadOnlySpan<byte> utf8, JsonErrors errors)
    {
        var reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = JsonBody.MaxDepth });
        var faults = new JsonFaults(errors);
        try
        {
            while (reader.Read())
            {
                faults.Visit(ref reader);
            }

            return null;
        }
        catch (JsonException error)
        {
            var where = $"line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1}";
            return Problem.Of(RequestDiagnostics.NotJson, utf8.IsEmpty ? "The body is empty." : $"The JSON is not valid at {where}.");
        }
    }

    private void Visit(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                EnterProperty(ref reader);
                break;
            case JsonTokenType.StartObject or JsonTokenType.StartArray:
                NextItem();
                _levels.Push(new Level(_path, reader.TokenType == JsonTokenType.StartObject ? [] : null));
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                _path = _levels.Pop().Path;
                break;
            case JsonTokenType.String:
                NextItem();
                _ = Text(ref reader, _path);
                break;
            default:
                NextItem();
                break;
        }
    }

    private void EnterProperty(ref Utf8JsonReader reader)
    {
        var level = _levels.Peek();
        var name = Text(ref reader, level.Path);
        _path = JsonPath.Key(level.Path, name ?? "?");
        if (name is not null && !level.Names!.Add(name))
        {
            _errors.Add(_path, "occurs twice");
        }
    }

    private void NextItem()
    {
        if (_levels.TryPeek(out var level) && level.Names is null)
        {
            _path = JsonPath.Item(level.Path, level.Items++);
        }
    }

    private readonly string? Text(ref Utf8JsonReader reader, string path)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            _errors.Add(path, "holds an escape that is half of a surrogate pair, which is no character");
            return null;
        }
    }

    /// <summary>One open object (with the names it has so far) or array.</summary>
    private sealed class Level(string path, HashSet<string>? names)
    {
        public string Path { get; } = path;

        public HashSet<string>? Names { get; } = names;

        public int Items { get; set; }
    }
}
