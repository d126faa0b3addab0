using System.Diagnostics;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.EndToEnd.Tests.Http;

/// <summary>What a newcomer does in the first minute.</summary>
public sealed class FirstRunTests(SharedHost shared)
{
    private readonly Host _host = shared.Host;

    [Fact]
    public async Task PrintedCall_PastedIntoAShell_GivesTheSamplesAnswer()
    {
        var call = (await _host.SaysAsync("curl -s .*")).Value;
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", call]) { RedirectStandardOutput = true })!;

        var output = await shell.StandardOutput.ReadToEndAsync();

        Assert.Contains("\"greeting\":\"Hello, ada!\"", output, StringComparison.Ordinal);
    }
}
