namespace TemplateFunctions.Core.Authoring;

/// <summary>Reads <c>key: string, scopes: {string}, ...: any</c>.</summary>
internal static class TypedList
{
    public static IReadOnlyList<(string Name, string Type)> Parse(string list)
    {
        var items = new List<(string, string)>();
        var (depth, start) = (0, 0);
        for (var i = 0; i <= list.Length; i++)
        {
            if (i == list.Length || (list[i] == ',' && depth == 0))
            {
                if (list[start..i].Trim() is { Length: > 0 } item)
                {
                    var colon = item.IndexOf(':', StringComparison.Ordinal);
                    items.Add((item[..colon], item[(colon + 1)..].Trim()));
                }

                start = i + 1;
            }
            else
            {
                depth += list[i] switch { '(' or '{' or '[' => 1, ')' or '}' or ']' => -1, _ => 0 };
            }
        }

        return items;
    }
}
