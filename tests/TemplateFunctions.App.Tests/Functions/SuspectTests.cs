using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.App.Startup;
using TemplateFunctions.App.Tests.Fixtures;
using TemplateFunctions.EndToEnd.Tests.Fixtures;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.App.Tests.Functions;

/// <summary>The app on an instance where a worker process has died, and its child processes.</summary>
public sealed class SuspectTests : IDisposable
{
    private const string Key = "77";
    private static readonly GuildId Guild = new(77);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);
    private readonly string _running = Directory.CreateTempSubdirectory("running").FullName;

    [Fact]
    public async Task Suspect_RunsAloneAndEndsWell_IsOneNoLonger()
    {
        LeaveAsADeadProcess();
        await using var app = await StartAsync();
        await app.Services.GetServices<IHostedService>().OfType<AppLifetime>().Single().SuspectsTold;
        Assert.Single(Directory.EnumerateFiles(_running, "*.running"));
        await Until.TrueAsync(() => (bool?)StateOf(app)?["suspect"] == true, Limit);
        await PutAsync(app, "return evt.attempt");

        var answer = await app.Host.Guilds.RaiseAsync(Guild, """{"name":"A","id":"e1"}"""u8.ToArray(), wait: true);

        Assert.True(answer.IsOk, answer.Problem?.Detail);
        await Until.TrueAsync(() => StateOf(app)?["suspect"] is null, Limit);
        Assert.Empty(app.Services.GetRequiredService<AppVms>().Shared.Vms());
    }

    [Fact]
    public async Task Suspect_ThatDiesAlone_IsInQuarantineAndItsEventsAreDeadLetters()
    {
        LeaveAsADeadProcess();
        await using var app = await StartAsync();
        await PutAsync(app, "while true do end");
        await app.Host.Guilds.RaiseAsync(Guild, """{"name":"A","id":"e1"}"""u8.ToArray(), wait: false);
        var child = 0;
        await Until.TrueAsync(() => (child = Child()) != 0 && RunsInAChild(), Limit);

        Process.GetProcessById(child).Kill();

        await Until.TrueAsync(() => StateOf(app)?["quarantined_until"] is not null, Limit);
        Assert.Equal("a run of it, running alone, took its process down", (string?)StateOf(app)!["quarantine_reason"]);
        await Until.TrueAsync(async () => (await app.Host.Guilds.GetDeadLettersAsync(Guild)).Total == 1, Limit);
        await app.Host.Guilds.RaiseAsync(Guild, """{"name":"A","id":"e2"}"""u8.ToArray(), wait: false);
        await Until.TrueAsync(async () => (await app.Host.Guilds.GetDeadLettersAsync(Guild)).Total == 2, Limit);
        Assert.All((await app.Host.Guilds.GetDeadLettersAsync(Guild)).DeadLetters, letter => Assert.Equal("TF4010", letter.ReasonCode));
        Assert.All((await app.Host.Guilds.GetDeadLettersAsync(Guild)).DeadLetters, letter => Assert.Contains("in quarantine until ", letter.ReasonText, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ProcessPool_RunsTemplatesInChildren()
    {
        await using var app = await StartAsync(("TemplateFunctions:Strategy", "process-pool"), ("TemplateFunctions:Pool:Processes", "1"));
        await PutAsync(app, "return evt.data.n + 1");

        var answer = await app.Host.Guilds.RaiseAsync(Guild, """{"name":"A","id":"e1","data":{"n":41}}"""u8.ToArray(), wait: true);

        Assert.True(answer.IsOk, answer.Problem?.Detail);
        var outcome = await app.Host.Guilds.GetErrorsAsync(Guild);
        Assert.True(outcome.Count == 0, string.Join('\n', outcome));
        Assert.NotEqual(0, Child());

        // A child that is slow to tell is shown as it was.
        await Until.TrueAsync(() => app.Services.GetRequiredService<AppVms>().Shared.Vms() is [var vm] && vm.Guild == Guild, Limit);
    }

    [Fact]
    public async Task Stop_LeavesNobodySuspected()
    {
        await using (await StartAsync())
        {
            Assert.Single(Directory.EnumerateFiles(_running, "*.running"));
        }

        Assert.Empty(Directory.EnumerateFiles(_running));
    }

    [Fact]
    public void Output_OfTheApp_HoldsTheWorker()
    {
        var app = Path.GetDirectoryName(typeof(AppVms).Assembly.Location)!;
        Assert.All(
            ["TemplateFunctions.VmWorker.dll", "TemplateFunctions.VmWorker.runtimeconfig.json", "TemplateFunctions.VmWorker.deps.json"],
            file => Assert.True(File.Exists(Path.Combine(app, file)), file));
    }

    public void Dispose() => Directory.Delete(_running, recursive: true);

    private Task<AppUnderTest> StartAsync(params (string Key, string Value)[] settings) =>
        AppUnderTest.StartAsync(null, [.. settings, ("TemplateFunctions:RunningDirectory", _running), ("TemplateFunctions:Limits:RunCpu", "00:05:00")]);

    private static async Task PutAsync(AppUnderTest app, string source)
    {
        var body = new JsonObject { ["content"] = $"local evt = ... {source}", ["events"] = new JsonArray("A") };
        Assert.True((await app.Host.Templates.PutAsync(Guild, "t", Encoding.UTF8.GetBytes(body.ToJsonString()))).IsOk);
    }

    private static JsonNode? StateOf(AppUnderTest app) => app.Engine.Guilds.StateOf(Key) is { } json ? JsonNode.Parse(json) : null;

    /// <summary>What a process leaves that ended while the guild ran: its file, without a lock.</summary>
    private void LeaveAsADeadProcess()
    {
        using var dead = RunningGuilds.TryOpen(_running, NullLogger.Instance)!;
        dead.Take()!.Set(Guild);
        using var copy = Process.Start("cp", [Directory.EnumerateFiles(_running).Single(), Path.Combine(_running, "left.running")]);
        copy.WaitForExit();
    }

    /// <summary>A child process of this one that runs templates; 0 when there is none. No other test of this project has any.</summary>
    private static int Child() => Process.GetProcesses()
        .Where(process => Read($"/proc/{process.Id}/stat") is { Length: > 0 } stat && stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == $"{Environment.ProcessId}")
        .FirstOrDefault(process => Read($"/proc/{process.Id}/cmdline").Contains("VmWorker", StringComparison.Ordinal))?.Id ?? 0;

    /// <summary>Whether a child has noted that the guild's code runs in it, which is not so before its run begins.</summary>
    private bool RunsInAChild()
    {
        try
        {
            return Directory.EnumerateFiles(_running, "*.worker").Any(file => Array.IndexOf(MemoryMarshal.Cast<byte, ulong>(File.ReadAllBytes(file)).ToArray(), Guild.Value) >= 0);
        }
        catch (IOException)
        {
            // The file has gone with its process.
            return false;
        }
    }

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
