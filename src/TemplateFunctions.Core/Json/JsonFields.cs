using System.Runtime.InteropServices;
using System.Text.Json;

namespace TemplateFunctions.Core.Json;

/// <summary>
/// The fields of one object of a body. Every reader returns null for a field that is absent or null, and also for one that it
/// refuses: the refusal is collected with its path and fails the whole body.
/// </summary>
public sealed class JsonFields
{
    private readonly JsonElement _object;
    private readonly JsonErrors _errors;

    internal JsonFields(JsonElement element, string path, JsonErrors errors)
    {
        _object = element;
        Path = path;
        _errors = errors;
    }

    /// <summary>The path of this object; empty for the body itself.</summary>
    public string Path { get; }

    /// <summary>Whether the field is there and not null.</summary>
    public bool Has(string name) => _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>Refuses a field for a reason of the caller's: a phrase such as "must start with x".</summary>
    public void Refuse(string name, string message) => _errors.Add(JsonPath.Field(Path, name), message);

    /// <summary>Refuses an entry of a map or list field.</summary>
    public void RefuseKey(string name, string key, string message) => _errors.Add(JsonPath.Key(JsonPath.Field(Path, name), key), message);

    /// <summary>A string.</summary>
    /// <param name="name">The field.</param>
    /// <param name="required">Whether absence is refused.</param>
    /// <param name="maxChars">Longest allowed, in UTF-16 units.</param>
    /// <param name="rule">Says what is wrong with a value, or null.</param>
    public string? Text(string name, bool required = false, int maxChars = int.MaxValue, Func<string, string?>? rule = null) =>
        Find(name, JsonValueKind.String, "a string", required) is { } value ? Checked(value, JsonPath.Field(Path, name), maxChars, rule) : null;

    /// <summary>A whole number in a range.</summary>
    public long? Integer(string name, long min, long max, bool required = false)
    {
        if (Find(name, JsonValueKind.Number, "a whole number", required) is not { } value)
        {
            return null;
        }

        if (value.TryGetInt64(out var number) && number >= min && number <= max)
        {
            return number;
        }

        Refuse(name, $"must be a whole number from {min} to {max}, is {Shown(value.GetRawText())}");
        return null;
    }

    /// <summary>A boolean.</summary>
    public bool? Boolean(string name, bool required = false)
    {
        if (!TryFind(name, required, out var value))
        {
            return null;
        }

        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Refuse(name, $"must be a boolean, is {JsonKind.Of(value)}");
        return null;
    }

    /// <summary>A point in time: an ISO 8601 string with an offset or Z.</summary>
    public DateTimeOffset? Timestamp(string name, bool required = false)
    {
        if (Find(name, JsonValueKind.String, "a string", required) is not { } value)
        {
            return null;
        }

        if (value.TryGetDateTimeOffset(out var time))
        {
            return time;
        }

        Refuse(name, "must be a time such as 2026-01-31T12:00:00Z");
        return null;
    }

    /// <summary>An object.</summary>
    public JsonFields? Object(string name, bool required = false) =>
        Find(name, JsonValueKind.Object, "an object", required) is { } value ? new JsonFields(value, JsonPath.Field(Path, name), _errors) : null;

    /// <summary>The UTF-8 JSON of any value, a copy; empty when the field is absent or null.</summary>
    public ReadOnlyMemory<byte> Raw(string name) => Has(name) ? JsonMarshal.GetRawUtf8Value(_object.GetProperty(name)).ToArray() : default;

    /// <summary>A string somewhere below, by its dotted path; null when there is none. Never refuses.</summary>
    public string? Lookup(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var value = _object;
        foreach (var name in path.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    /// <summary>A list of strings, each by the rule, in the order of the body.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxItems, Func<string, string?>? rule = null, bool required = false)
    {
        if (Find(name, JsonValueKind.Array, "an array of strings", required) is not { } array)
        {
            return null;
        }

        var path = JsonPath.Field(Path, name);
        if (array.GetArrayLength() > maxItems)
        {
            Refuse(name, $"has {array.GetArrayLength()} entries, at most {maxItems} are allowed");
            return null;
        }

        return [.. array.EnumerateArray().Select((item, index) => Checked(item, JsonPath.Item(path, index), int.MaxValue, rule)).OfType<string>()];
    }

    /// <summary>An object whose values are all strings; keys and values are for the caller to judge. A refused value reads as empty.</summary>
    public IReadOnlyDictionary<string, string>? TextMap(string name, int maxItems, bool required = false)
    {
        if (Find(name, JsonValueKind.Object, "an object", required) is not { } map)
        {
            return null;
        }

        if (map.GetPropertyCount() > maxItems)
        {
            Refuse(name, $"has {map.GetPropertyCount()} entries, at most {maxItems} are allowed");
            return null;
        }

        var path = JsonPath.Field(Path, name);
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.EnumerateObject())
        {
            texts.Add(entry.Name, Checked(entry.Value, JsonPath.Key(path, entry.Name), int.MaxValue, null) ?? "");
        }

        return texts;
    }

    private string? Checked(JsonElement value, string path, int maxChars, Func<string, string?>? rule)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            _errors.Add(path, $"must be a string, is {JsonKind.Of(value)}");
            return null;
        }

        var text = value.GetString()!;
        var fault = text.Length > maxChars ? $"has {text.Length} characters, at most {maxChars} are allowed" : rule?.Invoke(text);
        if (fault is null)
        {
            return text;
        }

        _errors.Add(path, fault);
        return null;
    }

    private JsonElement? Find(string name, JsonValueKind kind, string wanted, bool required)
    {
        if (!TryFind(name, required, out var value) || value.ValueKind == kind)
        {
            return value.ValueKind == kind ? value : null;
        }

        Refuse(name, $"must be {wanted}, is {JsonKind.Of(value)}");
        return null;
    }

    private bool TryFind(string name, bool required, out JsonElement value)
    {
        if (_object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null)
        {
            return true;
        }

        if (required)
        {
            Refuse(name, "is required");
        }

        return false;
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] + "..." : text;
}
