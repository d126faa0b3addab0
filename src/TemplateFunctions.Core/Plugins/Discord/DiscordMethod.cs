namespace TemplateFunctions.Core.Plugins.Discord;

/// <summary>What becomes of the arguments of a method in the body of its request.</summary>
internal enum DiscordBody
{
    /// <summary>No body.</summary>
    None,

    /// <summary>The field <c>data</c>, an object.</summary>
    Data,

    /// <summary>The field <c>data</c>, or the whole argument: a list.</summary>
    List,

    /// <summary>An object of the fields that <see cref="DiscordMethod.Fields"/> names.</summary>
    Fields,
}

/// <summary>One REST method of Discord as templates call it: a name, a route, and where its arguments go.</summary>
/// <param name="Name">The function's name, and the last part of its capability.</param>
/// <param name="Verb">HTTP method.</param>
/// <param name="Route">Path with parameters in braces. <c>{guild_id}</c> is always the calling guild, whatever the template says.</param>
/// <param name="Body">The request's body.</param>
internal sealed record DiscordMethod(string Name, string Verb, string Route, DiscordBody Body = DiscordBody.None)
{
    /// <summary>Optional arguments that go into the query.</summary>
    public string[] Query { get; init; } = [];

    /// <summary>Arguments that go into the body, with the names Discord has for them.</summary>
    public (string Argument, string Field)[] Fields { get; init; } = [];

    /// <summary>Whether <c>reason</c> goes into the audit log.</summary>
    public bool HasReason { get; init; }

    /// <summary>Whether Discord's 404 is an ordinary answer: nil.</summary>
    public bool NotFoundIsNil { get; init; }

    /// <summary>The parameters in the route, in order.</summary>
    public IReadOnlyList<string> Parameters { get; } =
        [.. Route.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}'))];

    /// <summary>Names of the arguments when they are not given as one table.</summary>
    public IEnumerable<string> Positions =>
    [
        .. Parameters.Where(name => name is not (DiscordMethods.GuildId or DiscordMethods.ApplicationId)),
        .. Fields.Select(pair => pair.Argument),
        .. HasReason ? (string[])["reason"] : [],
    ];
}
