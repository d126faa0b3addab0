using System.Buffers;
using System.Text.Json;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;

namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>Turns arguments into the parts of an address. Nothing a template writes can leave its place in the path.</summary>
internal static class DiscordRoute
{
    private const string BadArgument = "TF4101";
    private static readonly SearchValues<char> TokenChars =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>The path parameters by name.</summary>
    public static IReadOnlyDictionary<string, string> Parameters(DiscordMethod method, DiscordArguments arguments, GuildId guild, string applicationId) =>
        method.Parameters.ToDictionary(name => name, name => name switch
        {
            DiscordMethods.GuildId => guild.ToString(),
            DiscordMethods.ApplicationId => applicationId,
            "reaction" => Reaction(method, Required(method, name, arguments)),
            _ => Text(method, name, Required(method, name, arguments)),
        });

    /// <summary>Path and query, escaped.</summary>
    public static string Path(DiscordMethod method, IReadOnlyDictionary<string, string> parameters, DiscordArguments arguments)
    {
        var path = string.Join('/', method.Route.Split('/').Select(part => part.StartsWith('{') ? Uri.EscapeDataString(parameters[part.Trim('{', '}')]) : part));
        var query = method.Query.Where(name => arguments.TryGet(name, out _)).Select(name => $"{name}={Uri.EscapeDataString(QueryText(method, name, arguments))}");
        return query.Any() ? $"{path}?{string.Join('&', query)}" : path;
    }

    /// <summary>The audit log's reason, or null.</summary>
    public static string? Reason(DiscordMethod method, DiscordArguments arguments)
    {
        if (!method.HasReason || !arguments.TryGet("reason", out var value))
        {
            return null;
        }

        var reason = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        return reason.Length is > 0 and <= 512 && !reason.Any(char.IsControl)
            ? reason
            : throw new ScriptException(BadArgument, $"{method.Name}: reason must be a string of 1 to 512 characters without control characters");
    }

    /// <summary>A required id, or a set of permissions, which looks the same: digits in a string.</summary>
    public static string Id(string method, string name, JsonElement options) =>
        options.ValueKind == JsonValueKind.Object && Field(options, name) is { } text && GuildId.TryParse(text, out _)
            ? text
            : throw new ScriptException(BadArgument, $"{method}: {name} must be 1 to 20 digits in a string");

    private static JsonElement Required(DiscordMethod method, string name, DiscordArguments arguments) =>
        arguments.TryGet(name, out var value) ? value : throw new ScriptException(BadArgument, $"{method.Name}: {name} is required");

    private static string Text(DiscordMethod method, string name, JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        var isId = name.EndsWith("_id", StringComparison.Ordinal);
        if (isId ? GuildId.TryParse(text, out _) : IsToken(text))
        {
            return text;
        }

        throw new ScriptException(BadArgument, $"{method.Name}: {name} must be {(isId ? "a Discord id: 1 to 20 digits in a string" : "a string of A-Z a-z 0-9 . _ -")}");
    }

    /// <summary>An emoji: its character, <c>name:id</c>, or a table <c>{type = "Unicode", data}</c> or <c>{type = "Custom", name, id}</c>.</summary>
    private static string Reaction(DiscordMethod method, JsonElement value)
    {
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Object when Field(value, "id") is { } id => GuildId.TryParse(id, out _) ? $"{Field(value, "name") ?? "_"}:{id}" : null,
            JsonValueKind.Object => Field(value, "data") ?? Field(value, "name"),
            _ => null,
        };
        return text is { Length: > 0 and <= 64 } && text is not ("." or "..")
            ? text
            : throw new ScriptException(BadArgument, $"{method.Name}: reaction must be an emoji, name:id, or a table with data or with name and id");
    }

    private static string? Field(JsonElement value, string name) =>
        value.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;

    private static string QueryText(DiscordMethod method, string name, DiscordArguments arguments)
    {
        arguments.TryGet(name, out var value);
        return value.ValueKind switch
        {
            JsonValueKind.String when value.GetString() is { Length: <= 256 } text => text,
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new ScriptException(BadArgument, $"{method.Name}: {name} must be a string of at most 256 characters, a number or a boolean"),
        };
    }

    private static bool IsToken(string text) =>
        text.Length is > 0 and <= 512 && !text.AsSpan().ContainsAnyExcept(TokenChars) && text is not ("." or "..");
}
