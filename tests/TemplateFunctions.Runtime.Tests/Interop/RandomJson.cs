using System.Text.Json;
using System.Text.Json.Nodes;

namespace TemplateFunctions.Runtime.Tests.Interop;

/// <summary>Random JSON values, and when two are the same value.</summary>
internal static class RandomJson
{
    public static JsonNode Make(Random random) => Value(random, 5) ?? new JsonArray();

    /// <summary>What Lua tables keep: null members go; nulls at the end of a list go too, and those inside stay as holes are avoided.</summary>
    public static JsonNode? WithoutNulls(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                var kept = new JsonObject();
                foreach (var (name, value) in members)
                {
                    if (value is not null)
                    {
                        kept[name] = WithoutNulls(value);
                    }
                }

                return kept;
            case JsonArray items:
                return new JsonArray([.. items.Select(WithoutNulls)]);
            default:
                return node?.DeepClone();
        }
    }

    public static bool Same(JsonNode? a, JsonNode? b) => (a, b) switch
    {
        (null, null) => true,
        (JsonObject x, JsonObject y) => x.Count == y.Count && x.All(p => y.ContainsKey(p.Key) && Same(p.Value, y[p.Key])),
        (JsonArray x, JsonArray y) => x.Count == y.Count && x.Zip(y).All(p => Same(p.First, p.Second)),
        (JsonValue x, JsonValue y) when x.GetValueKind() == JsonValueKind.Number && y.GetValueKind() == JsonValueKind.Number =>
            x.ToJsonString() == y.ToJsonString() || double.Parse(x.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture).Equals(double.Parse(y.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture)),
        (JsonValue x, JsonValue y) => x.GetValueKind() == y.GetValueKind() && x.ToString() == y.ToString(),
        _ => false,
    };

    private static JsonNode? Value(Random random, int depth) => random.Next(depth == 0 ? 6 : 9) switch
    {
        0 => JsonValue.Create(random.Next(2) == 0),
        1 => JsonValue.Create(random.Next(-100, 100)),
        2 => JsonValue.Create(random.NextInt64(long.MinValue, long.MaxValue)),
        3 => JsonValue.Create(Math.Round((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-20, 20)), 15)),
        4 or 5 => JsonValue.Create(Text(random)),
        6 => List(random, depth),
        _ => Members(random, depth),
    };

    /// <summary>Holes in lists have rules of their own; here are none.</summary>
    private static JsonArray List(Random random, int depth) => new([.. Enumerable.Range(0, random.Next(6)).Select(_ => Value(random, depth - 1))]);

    private static JsonObject Members(Random random, int depth)
    {
        var members = new JsonObject();
        for (var i = random.Next(random.Next(10) == 0 ? 40 : 6); i > 0; i--)
        {
            members[Text(random)] = random.Next(8) == 0 ? null : Value(random, depth - 1);
        }

        return members;
    }

    private static string Text(Random random) => string.Concat(Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(12) switch
    {
        0 => "\"",
        1 => "\\",
        2 => "\n",
        3 => "\0",
        4 => "é",
        5 => "\U0001F600",
        6 => "/",
        _ => ((char)random.Next('a', 'f')).ToString(),
    }));
}
