using System.Text.Json;

namespace TemplateFunctions.Runtime.Events;

/// <summary>
/// JSON texts in which an object has one name twice. The last one counts, as most JSON readers have it; an image must hold it alone, or
/// iterating and indexing would tell different stories.
/// </summary>
internal static class DuplicateNames
{
    private const int FewMembers = 16;

    /// <summary>Whether an object may have a name twice; a rare false alarm costs time, nothing else.</summary>
    public static bool MayBeIn(ReadOnlySpan<Node> nodes, int container, int end, ReadOnlySpan<byte> text)
    {
        if (nodes[container].A > FewMembers)
        {
            return MayBeInMany(nodes, container, end, text);
        }

        for (var i = container + 1; i < end; i = nodes[i + 1].Next)
        {
            for (var j = container + 1; j < i; j = nodes[j + 1].Next)
            {
                if (nodes[i].B == nodes[j].B && NameOf(nodes[i], text).SequenceEqual(NameOf(nodes[j], text)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>The same text with the last of each name only.</summary>
    public static byte[] Removed(ReadOnlySpan<byte> json, int maxDepth)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = maxDepth });
        using var document = JsonDocument.ParseValue(ref reader);
        using var bytes = new MemoryStream(json.Length);
        using var writer = new Utf8JsonWriter(bytes);
        try
        {
            Write(document.RootElement, writer);
        }
        catch (InvalidOperationException half)
        {
            // Half of a surrogate pair in a name.
            throw new JsonException("A name is not valid text.", half);
        }

        writer.Flush();
        return bytes.ToArray();
    }

    private static bool MayBeInMany(ReadOnlySpan<Node> nodes, int container, int end, ReadOnlySpan<byte> text)
    {
        var seen = new HashSet<int>(nodes[container].A);
        for (var i = container + 1; i < end; i = nodes[i + 1].Next)
        {
            var hash = new HashCode();
            hash.AddBytes(NameOf(nodes[i], text));
            if (!seen.Add(hash.ToHashCode()))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> NameOf(in Node node, ReadOnlySpan<byte> text) => text.Slice(node.A, node.B);

    /// <summary>Recursive: the text's depth is bounded by its reader.</summary>
    private static void Write(JsonElement element, Utf8JsonWriter writer)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in element.EnumerateObject())
                {
                    members[member.Name] = member.Value;
                }

                writer.WriteStartObject();
                foreach (var (name, value) in members)
                {
                    writer.WritePropertyName(name);
                    Write(value, writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(item, writer);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteRawValue(element.GetRawText(), skipInputValidation: true);
                break;
        }
    }
}
