using System.Diagnostics;
using System.Text.RegularExpressions;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

/// <summary>What a newcomer does in the first minute.</summary>
public sealed partial class FirstRunTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;

    [Fact]
    public async Task PrintedCall_PastedIntoAShell_GivesTheSamplesAnswer()
    {
        var call = PrintedCall().Match(_host.Output).Value;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", call]) { RedirectStandardOutput = true })!;

        var output = await shell.StandardOutput.ReadToEndAsync();

        Assert.Contains("\"greeting\":\"Hello, ada!\"", output, StringComparison.Ordinal);
    }

    [GeneratedRegex("curl -s .*")]
    private static partial Regex PrintedCall();
}
