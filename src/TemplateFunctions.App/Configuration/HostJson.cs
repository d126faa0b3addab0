using System.Text.Json;

namespace TemplateFunctions.App.Configuration;

/// <summary>What was found in <c>host.json</c>, by path.</summary>
/// <param name="Faults">Values the app cannot work with, or that the host would refuse.</param>
/// <param name="Ignored">Keys that nothing reads.</param>
internal sealed record HostJsonFindings(IReadOnlyList<string> Faults, IReadOnlyList<string> Ignored);

/// <summary>
/// Checks the file that configures the Functions host. The host takes misspelt keys without a word and clamps some values; here
/// they are said by name.
/// </summary>
internal static class HostJson
{
    /// <summary>Reads and checks the file.</summary>
    public static HostJsonFindings Check(string path)
    {
        if (!File.Exists(path))
        {
            return new HostJsonFindings([$"host.json is missing; it was looked for in {Path.GetDirectoryName(path)}."], []);
        }

        return CheckText(File.ReadAllText(path));
    }

    /// <summary>Checks the text of the file.</summary>
    public static HostJsonFindings CheckText(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var check = new Walk();
            check.Object(document.RootElement, "");
            foreach (var rule in HostJsonRules.All.Where(rule => rule.IsRequired && !check.Seen.Contains(rule.Path)))
            {
                check.Faults.Add($"host.json lacks {rule.Path}, which must be {rule.Allowed}.");
            }

            return new HostJsonFindings(check.Faults, check.Ignored);
        }
        catch (JsonException malformed)
        {
            return new HostJsonFindings([$"host.json is not JSON: {malformed.Message}"], []);
        }
    }

    private sealed class Walk
    {
        public List<string> Faults { get; } = [];

        public List<string> Ignored { get; } = [];

        public HashSet<string> Seen { get; } = new(StringComparer.OrdinalIgnoreCase);

        public void Object(JsonElement element, string path)
        {
            foreach (var property in element.EnumerateObject())
            {
                var inner = path.Length == 0 ? property.Name : $"{path}:{property.Name}";
                if (HostJsonRules.Find(inner) is { } rule)
                {
                    Seen.Add(inner);
                    Value(property.Value, rule);
                }
                else if (HostJsonRules.IsGroup(inner) && property.Value.ValueKind == JsonValueKind.Object)
                {
                    Object(property.Value, inner);
                }
                else if (!HostJsonRules.IsOpen(inner))
                {
                    Ignored.Add(inner);
                }
            }
        }

        private void Value(JsonElement value, HostJsonRule rule)
        {
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            var refers = value.ValueKind == JsonValueKind.String && text.Length > 2 && text[0] == '%' && text[^1] == '%';
            if (!refers && !rule.Takes(value))
            {
                Faults.Add($"host.json: {rule.Path} is {text}, but must be {rule.Allowed}.");
            }
        }
    }
}
