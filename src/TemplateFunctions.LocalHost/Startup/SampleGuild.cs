using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.LocalHost.Startup;

/// <summary>The guild that a fresh store begins with: the templates under samples/templates.</summary>
internal static class SampleGuild
{
    /// <summary>Its id, as a decimal string.</summary>
    public const string Id = "1000";

    /// <summary>The body of the call that the banner prints.</summary>
    public const string FirstCall = $$$$"""{"template":"hello","event":{"name":"MESSAGE_CREATE","data":{"content":"hi there","author":{"id":"42","username":"ada"}}},"context":{"guild_id":"{{{{Id}}}}"}}""";

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "samples", "templates");

    /// <summary>Stores the samples when no guild has a template.</summary>
    /// <exception cref="StartupException">A sample is not a valid template.</exception>
    public static async Task LoadIfEmptyAsync(Executor executor)
    {
        await foreach (var _ in executor.TemplateStore.GuildsAsync())
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(Folder).Order(StringComparer.Ordinal))
        {
            await StoreAsync(executor, folder);
        }
    }

    private static async Task StoreAsync(Executor executor, string folder)
    {
        GuildId.TryParse(Id, out var guild);
        var answer = await executor.Templates.PutAsync(guild, Path.GetFileName(folder), Body(folder));
        if (answer.Problem is { } problem)
        {
            throw new StartupException($"The sample template in {folder} is refused: {problem.Detail}");
        }
    }

    /// <summary>What a person would put: <c>template.json</c> with the sources beside it as <c>files</c>.</summary>
    private static byte[] Body(string folder)
    {
        const string Manifest = "template.json";
        var body = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, Manifest)))!.AsObject();
        var files = new JsonObject();
        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != Manifest))
        {
            files[Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/')] = File.ReadAllText(path);
        }

        body["files"] = files;
        return Encoding.UTF8.GetBytes(body.ToJsonString(JsonSerializerOptions.Default));
    }
}
