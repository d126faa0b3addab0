using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using TemplateFunctions.ProcessPool.Tests.Support;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>Nobody of the same user can read a child process's memory, nor make it write a core file: the system shows that by whose its files in <c>/proc</c> are.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class DumpableTests
{
    private const int Nobody = 65534;

    [Fact]
    public async Task Process_OfAnOrdinaryUser_BelongsToRootInProc()
    {
        // Root's own files tell nothing: the host runs as somebody else then.
        var data = Directory.CreateTempSubdirectory("dumpable").FullName;
        File.SetUnixFileMode(data, (UnixFileMode)0b111_111_111);
        string[] asNobody = Environment.UserName == "root" ? ["setpriv", $"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups"] : [];
        var dotnet = Environment.ProcessPath!;
        string[] command =
        [
            .. asNobody, dotnet.EndsWith("dotnet", StringComparison.Ordinal) ? dotnet : "dotnet",
            "exec", Path.Combine(AppContext.BaseDirectory, "TemplateFunctions.LocalHost.dll"), "--urls", "http://127.0.0.1:0",
            "--TemplateFunctions:Strategy", "process-pool", "--TemplateFunctions:Pool:Processes", "1", "--TemplateFunctions:DataDirectory", data,
        ];
        using var host = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = Task.WhenAll(host.StandardOutput.ReadToEndAsync(), host.StandardError.ReadToEndAsync());
        try
        {
            var children = Array.Empty<int>();
            await Pool.UntilAsync(() => (children = IsolationTests.Children(host.Id)).Count(IsolationTests.IsHardened) == 1 || host.HasExited, "the host has a process");
            Assert.False(host.HasExited, host.HasExited ? string.Join('\n', await said) : "");

            // What a process of that user is like that has not given it up.
            Assert.NotEqual("0", OwnerOf(host.Id));
            Assert.Equal("0", OwnerOf(children[0]));
        }
        finally
        {
            Signals.Send(host.Id, Signals.Kill);
        }

        await host.WaitForExitAsync();
        Directory.Delete(data, recursive: true);
    }

    private static string OwnerOf(int process)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%u", $"/proc/{process.ToString(CultureInfo.InvariantCulture)}/environ"]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd().Trim();
    }
}
