using System.Security.Cryptography;
using System.Text;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Tests.Support;

/// <summary>Requests for runs of a piece of source.</summary>
internal static class TestRequests
{
    private static int _runs;

    public static RunRequest Make(string source, string data = "null", string name = "t", string[]? caps = null, Dictionary<string, string>? files = null)
    {
        files ??= new Dictionary<string, string> { ["init.lua"] = source };
        var version = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join("\0", files.Select(f => f.Key + f.Value)))));
        return new RunRequest
        {
            RunId = "run" + Interlocked.Increment(ref _runs),
            Template = new TemplateSource(name, version, files),
            Event = EventDocument.Parse(new EventHeader("TEST", "Custom", "e1", "77"), Encoding.UTF8.GetBytes(data)),
            Capabilities = caps ?? [],
        };
    }

    /// <summary>The same for another run.</summary>
    public static RunRequest Again(this RunRequest request) => new()
    {
        RunId = "run" + Interlocked.Increment(ref _runs),
        Template = request.Template,
        Event = request.Event,
        Capabilities = request.Capabilities,
    };
}

/// <summary>For tests that look at results alone.</summary>
internal sealed class SilentObserver : IRuntimeObserver
{
    public void OnBroken(GuildId guild, BrokenReason reason)
    {
    }

    public void OnTaskError(GuildId guild, string template, string runId, RunError error)
    {
    }
}
