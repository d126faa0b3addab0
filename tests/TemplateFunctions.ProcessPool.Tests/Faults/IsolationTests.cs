using System.Diagnostics;
using System.Text;
using TemplateFunctions.ProcessPool.Tests.Support;
using TemplateFunctions.Runtime.Processes;

namespace TemplateFunctions.ProcessPool.Tests.Faults;

/// <summary>What a process of the pool can reach of its host: three pipes. What is left when the host goes: nothing.</summary>
public sealed class IsolationTests
{
    private static readonly string[] Known =
        ["DOTNET_GCHeapHardLimit", "DOTNET_gcServer", "DOTNET_EnableDiagnostics", "DOTNET_DbgEnableMiniDump", "DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "DOTNET_ROOT"];

    private const string Secret = "STORAGE_CONNECTION_STRING";

    [Fact]
    public async Task Environment_OfAProcess_HoldsWhatItNeedsAndNoSecret()
    {
        // A name that no program of ours reads: hosts that other tests start meanwhile inherit it.
        Environment.SetEnvironmentVariable(Secret, "a secret of the host");
        try
        {
            await using var pool = new Pool(new ProcessPoolOptions { Processes = 1, HeapBytes = 96L << 20 });
            var process = await pool.ProcessAsync();
            var variables = Encoding.UTF8.GetString(await File.ReadAllBytesAsync($"/proc/{process}/environ")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(variables, variable => Assert.Contains(variable.Split('=')[0], Known));
            Assert.Contains("DOTNET_GCHeapHardLimit=0x6000000", variables);
            Assert.DoesNotContain("secret", File.ReadAllText($"/proc/{process}/cmdline"), StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(Secret, null);
        }
    }

    [Fact]
    public async Task Descriptors_OfAProcess_AreItsThreePipes()
    {
        var secret = Path.GetTempFileName();
        var descriptor = Signals.OpenInheritable(secret);
        try
        {
            await using var pool = new Pool();
            await pool.Runtime.Run("return 1");
            var (first, second) = (await pool.ProcessAsync(0), await pool.ProcessAsync(1));
            var ours = Descriptors(Environment.ProcessId);
            Assert.Contains(ours, link => link == secret);
            foreach (var (process, other) in new[] { (first, second), (second, first) })
            {
                var links = Descriptors(process);
                Assert.DoesNotContain(links, link => link == secret);
                Assert.DoesNotContain(links, link => link.StartsWith("socket:", StringComparison.Ordinal));
                var pipesOfOthers = Descriptors(other).Where(link => link.StartsWith("pipe:", StringComparison.Ordinal)).ToHashSet();
                Assert.DoesNotContain(links, pipesOfOthers.Contains);
                Assert.Equal(3, links.Distinct().Count(link => link.StartsWith("pipe:", StringComparison.Ordinal) && ours.Contains(link)));
            }
        }
        finally
        {
            _ = Signals.Close(descriptor);
            File.Delete(secret);
        }
    }

    [Fact]
    public async Task Process_WritesNoCoreDump()
    {
        await using var pool = new Pool(new ProcessPoolOptions { Processes = 1 });
        var process = await pool.ProcessAsync();
        var core = File.ReadLines($"/proc/{process}/limits").Single(line => line.StartsWith("Max core file size", StringComparison.Ordinal));
        Assert.Equal(["0", "0", "bytes"], core["Max core file size".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(File.ReadLines($"/proc/{process}/status"), line => line == "NoNewPrivs:\t1");
    }

    [Theory]
    [InlineData(Signals.Kill, false)]
    [InlineData(Signals.Kill, true)]
    public async Task Processes_WhoseHostIsKilled_GoWithIt(int signal, bool stuck)
    {
        var data = Directory.CreateTempSubdirectory("orphans").FullName;
        var dotnet = Environment.ProcessPath!;
        var start = new ProcessStartInfo(dotnet.EndsWith("dotnet", StringComparison.Ordinal) ? dotnet : "dotnet",
        [
            "exec", Path.Combine(AppContext.BaseDirectory, "TemplateFunctions.LocalHost.dll"), "--urls", "http://127.0.0.1:0",
            "--TemplateFunctions:Strategy", "process-pool", "--TemplateFunctions:Pool:Processes", "3", "--TemplateFunctions:DataDirectory", data,
        ]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var host = Process.Start(start)!;
        _ = host.StandardOutput.ReadToEndAsync();
        _ = host.StandardError.ReadToEndAsync();
        var children = Array.Empty<int>();
        try
        {
            await Pool.UntilAsync(() => (children = Children(host.Id)).Count(IsHardened) == 3, "the host has three processes");
            if (stuck)
            {
                Array.ForEach(children, child => Signals.Send(child, Signals.Stop));
            }
        }
        finally
        {
            Signals.Send(host.Id, signal);
        }

        await Pool.UntilAsync(() => !children.Any(Signals.IsAlive), "its processes have gone");
        Directory.Delete(data, recursive: true);
    }

    private static string[] Descriptors(int process) =>
        [.. Directory.EnumerateFileSystemEntries($"/proc/{process}/fd").Select(entry => new FileInfo(entry).LinkTarget).OfType<string>()];

    internal static int[] Children(int parent) =>
        [.. Process.GetProcesses().Where(process => ParentOf(process.Id) == parent && CommandOf(process.Id).Contains("VmWorker", StringComparison.Ordinal)).Select(process => process.Id)];

    /// <summary>It has done the last thing that it does before it listens.</summary>
    internal static bool IsHardened(int process) => Read($"/proc/{process}/status").Contains("NoNewPrivs:\t1", StringComparison.Ordinal);

    private static int ParentOf(int process) =>
        Read($"/proc/{process}/stat") is { Length: > 0 } stat ? int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], null) : 0;

    private static string CommandOf(int process) => Read($"/proc/{process}/cmdline");

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // The process has gone.
            return "";
        }
    }
}
