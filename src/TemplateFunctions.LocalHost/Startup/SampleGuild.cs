namespace TemplateFunctions.LocalHost.Startup;

/// <summary>The guild that a fresh store begins with: the templates under samples/templates.</summary>
internal static class SampleGuild
{
    /// <summary>Its id, as a decimal string.</summary>
    public const string Id = "1000";

    /// <summary>The body of the call that the banner prints.</summary>
    public const string FirstCall = $$$$"""{"template":"hello","event":{"name":"MESSAGE_CREATE","data":{"content":"hi there","author":{"id":"42","username":"ada"}}},"context":{"guild_id":"{{{{Id}}}}"}}""";
}
