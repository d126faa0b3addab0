using TemplateFunctions.Core.Plugins.Discord;

namespace TemplateFunctions.Core.Authoring;

/// <summary><c>ctx.Discord</c>, from the table of its methods.</summary>
internal static class DiscordApi
{
    public static ApiModule Module { get; } = new("@antiraid/discord", "DiscordPlugin", "Discord's REST methods: one table of arguments, and Discord's answer.",
    [
        .. DiscordMethods.All.Select(Method),
        .. new DiscordChecks((_, _) => throw new InvalidOperationException("A description calls nothing.")).All.Select(check => new ApiFunction(
            check.Key,
            $"options: {{ {string.Join(", ", check.Value.Ids.Select(id => $"{id}: string"))} }}",
            "answer: any",
            "Looks a member up and raises when it lacks permissions.",
            IsMethod: true)),
        new ApiFunction("antiraid_check_reason", "reason: string", "", "Raises when the audit log would not take a reason.", IsMethod: true),
    ]) { ContextName = "Discord" };

    private static ApiFunction Method(DiscordMethod method)
    {
        string[] fields =
        [
            .. method.Parameters.Where(name => name is not (DiscordMethods.GuildId or DiscordMethods.ApplicationId)).Select(name => $"{name}: string"),
            .. Body(method),
            .. method.Query.Select(name => $"{name}: (string | number | boolean)?"),
            .. method.HasReason ? (string[])["reason: string?"] : [],
        ];
        var parameters = fields.Length == 0 ? "" : $"arguments: {{ {string.Join(", ", fields)} }}";
        return new ApiFunction(method.Name, parameters, "answer: any", $"{method.Verb} {method.Route}", IsMethod: true);
    }

    private static IEnumerable<string> Body(DiscordMethod method) => method.Body switch
    {
        DiscordBody.Data => ["data: { [string]: any }"],
        DiscordBody.List => ["data: {any}"],
        DiscordBody.Fields => method.Fields.Select(field => $"{field.Argument}: any"),
        _ => [],
    };
}
