using System.Text.Json;
using TemplateFunctions.Core.Events;

namespace TemplateFunctions.Core.Authoring;

/// <summary>evt for every known event: its payload as the sample of the event registry has it.</summary>
internal static class EventTypes
{
    public static IReadOnlyList<ApiType> All { get; } =
    [
        new("AnyEvent", "What happened; the first argument of every template. It is read-only.", Members("string", "string", "any")),
        .. EventRegistry.All.OrderBy(known => known.Name, StringComparer.Ordinal).Select(Describe),
    ];

    /// <summary>MESSAGE_CREATE -> MessageCreateEvent, KeyExpiry -> KeyExpiryEvent.</summary>
    public static string NameOf(KnownEvent known) => (known.Name.Contains('_', StringComparison.Ordinal)
        ? string.Concat(known.Name.Split('_').Select(word => word[..1] + word[1..].ToLowerInvariant()))
        : known.Name) + "Event";

    private static ApiType Describe(KnownEvent known)
    {
        using var sample = JsonDocument.Parse(known.Sample());
        return new ApiType(NameOf(known), $"The event {known.Name} with the fields of its sample.", Members($"\"{known.Name}\"", $"\"{known.BaseName}\"", TypeOf(sample.RootElement)));
    }

    private static ApiMember[] Members(string name, string family, string data) =>
    [
        new ApiField("name", name, "The event's name."),
        new ApiField("base_name", family, "The family it belongs to."),
        new ApiField("id", "string", "Its id."),
        new ApiField("author", "string?", "The user who caused it."),
        new ApiField("attempt", "number", "1, more when it was delivered again."),
        new ApiField("data", data, "The payload."),
    ];

    /// <summary>What a sample tells: null stands for anything, a list for more of its first item.</summary>
    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Array when value.GetArrayLength() > 0 => $"{{{TypeOf(value[0])}}}",
        JsonValueKind.Array => "{any}",
        JsonValueKind.Object when value.EnumerateObject().All(member => IsName(member.Name)) =>
            value.GetPropertyCount() == 0 ? "{ [string]: any }" : $"{{ {string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}: {TypeOf(member.Value)}"))} }}",
        JsonValueKind.Object => "{ [string]: any }",
        _ => "any",
    };

    private static bool IsName(string text) => text.Length > 0 && !char.IsAsciiDigit(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
