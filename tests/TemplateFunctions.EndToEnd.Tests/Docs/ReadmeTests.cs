using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.EndToEnd.Tests.Docs;

/// <summary>The README says what works: its commands are run as they stand there.</summary>
public sealed class ReadmeTests(SharedHost shared)
{
    private static readonly string Text = File.ReadAllText(Repository.PathOf("README.md"));

    [Fact]
    public void Commands_ThatRunAndTest_NameWhatIsThere()
    {
        var commands = Blocks("bash").Where(block => block.StartsWith("dotnet ", StringComparison.Ordinal)).ToArray();

        Assert.Equal(["dotnet run --project src/TemplateFunctions.LocalHost", "dotnet test TemplateFunctions.Core.slnf"], commands);
        Assert.True(File.Exists(Repository.PathOf("src", "TemplateFunctions.LocalHost", "TemplateFunctions.LocalHost.csproj")));
        Assert.True(File.Exists(Repository.PathOf("TemplateFunctions.Core.slnf")));
        Assert.Contains(commands[1], File.ReadAllText(Repository.PathOf(".ci", "run")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_PastedOneAfterTheOther_AnswerAsShown()
    {
        var answers = new List<JsonNode>();
        foreach (var call in Blocks("bash").Where(block => block.StartsWith("curl ", StringComparison.Ordinal)))
        {
            answers.Add(JsonNode.Parse(await RunAsync(call))!);
        }

        var shown = JsonNode.Parse(Assert.Single(Blocks("json")))!.AsObject();
        Assert.Equal(3, answers.Count);
        Assert.Equal("shout", (string?)answers[0]["name"]);
        Assert.Equal(shown.Select(field => field.Key), answers[1].AsObject().Select(field => field.Key));
        Assert.Equal(shown["result"]!.ToJsonString(), answers[1]["result"]!.ToJsonString());
        Assert.Equal(shown["result"]!.ToJsonString(), Raised(answers[2])["result"]!.ToJsonString());
    }

    private static JsonNode Raised(JsonNode outcomes) => outcomes["shout"] ?? throw new InvalidOperationException($"No outcome of 'shout' in {outcomes.ToJsonString()}.");

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Text, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Select(block => block.Groups[1].Value);

    private async Task<string> RunAsync(string call)
    {
        var address = shared.Host.Address.ToString().TrimEnd('/');
        var command = call.Replace("http://127.0.0.1:7071", address, StringComparison.Ordinal);
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true })!;
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        Assert.Equal(0, shell.ExitCode);
        return output;
    }
}
