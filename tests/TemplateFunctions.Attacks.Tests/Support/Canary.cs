using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Attacks.Tests.Support;

/// <summary>The template that looks at everything it can reach; see canary.lua.</summary>
internal static class Canary
{
    public const string Data = """{"a":[1],"b":{"c":"d"}}""";

    public static string Source { get; } = File.ReadAllText(Repository.PathOf("tests", "TemplateFunctions.Attacks.Tests", "canary.lua"));
}
