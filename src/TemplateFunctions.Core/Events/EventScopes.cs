using System.Text.Json;

namespace TemplateFunctions.Core.Events;

/// <summary>
/// The scopes of an event, by which a template can subscribe to a part of it: of the keys that expire or resume their own
/// scopes, of a setting its id.
/// </summary>
internal static class EventScopes
{
    public const string ScopedNames = $"{EventNames.KeyExpiry}, {EventNames.KeyResume} and {EventNames.ExecuteSetting}";

    public static bool HasScopes(string eventName) => eventName is EventNames.KeyExpiry or EventNames.KeyResume or EventNames.ExecuteSetting;

    /// <summary>Reads the scopes from the event's data; data of another shape has none.</summary>
    public static IReadOnlyList<string> Of(string eventName, ReadOnlyMemory<byte> dataJson)
    {
        if (!HasScopes(eventName) || dataJson.IsEmpty)
        {
            return [];
        }

        using var data = JsonDocument.Parse(dataJson);
        var field = eventName == EventNames.ExecuteSetting ? "id" : "scopes";
        if (data.RootElement.ValueKind != JsonValueKind.Object || !data.RootElement.TryGetProperty(field, out var scopes))
        {
            return [];
        }

        return scopes.ValueKind switch
        {
            JsonValueKind.String => [scopes.GetString()!],
            JsonValueKind.Array => [.. scopes.EnumerateArray().Where(scope => scope.ValueKind == JsonValueKind.String).Select(scope => scope.GetString()!)],
            _ => [],
        };
    }
}
