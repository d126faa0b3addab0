namespace TemplateFunctions.Luau.Tests.Running;

/// <summary>The Luau programs beside the tests.</summary>
internal static class Samples
{
    public static string[] Names { get; } = ["scheduler", "permissions", "calculator", "limiter", "classes"];

    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "lua", name + ".luau"));
}
