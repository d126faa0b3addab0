using System.Text.RegularExpressions;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>The built local host as its own process, on a free port.</summary>
internal sealed class Host : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    private readonly Child _process;

    private Host(Child process, Uri address)
    {
        _process = process;
        Address = address;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(90) };
    }

    public Uri Address { get; }

    public HttpClient Client { get; }

    public string Output => _process.Output;

    public int ProcessId => _process.Id;

    /// <summary>Starts and waits until it says that it is ready.</summary>
    public static Task<Host> StartAsync(string dataFolder, params string[] settings) => StartProgramAsync(BuiltPath("src", "TemplateFunctions.LocalHost"), dataFolder, settings);

    /// <summary>Starts the host that has functions which take its process down.</summary>
    public static Task<Host> StartFaultyAsync(string dataFolder, params string[] settings) => StartProgramAsync(BuiltPath("tests", "TemplateFunctions.FaultyHost"), dataFolder, settings);

    /// <summary>Starts a host's assembly, wherever it lies.</summary>
    public static async Task<Host> StartProgramAsync(string assembly, string dataFolder, params string[] settings)
    {
        var process = Child.Start(
            "dotnet", [assembly, "--urls", "http://127.0.0.1:0", "--TemplateFunctions:DataDirectory", dataFolder, .. settings], Path.GetDirectoryName(assembly)!);
        try
        {
            var line = await process.WaitForAsync(@"page\s+(http://\S+)", StartLimit);
            return new Host(process, new Uri(line.Groups[1].Value));
        }
        catch
        {
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program from its own output folder.</summary>
    public static Child Launch(params string[] arguments)
    {
        var assembly = BuiltPath("src", "TemplateFunctions.LocalHost");
        return Child.Start("dotnet", [assembly, .. arguments], Path.GetDirectoryName(assembly)!);
    }

    public Task KillAsync() => _process.KillAsync();

    /// <summary>Waits until the process has ended by itself; answers its exit code.</summary>
    public Task<int> ExitAsync() => _process.ExitAsync(StartLimit);

    public Task<int> StopAsync() => _process.StopAsync(StartLimit);

    /// <summary>Waits for a line of its output: what it logs is written behind what it does.</summary>
    public Task<Match> SaysAsync(string pattern) => _process.WaitForAsync(pattern, StartLimit);

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }

    /// <summary>The test's own output folder ends in configuration and framework, and so does the program's.</summary>
    private static string BuiltPath(string root, string project)
    {
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        return Repository.PathOf(root, project, "bin", mine.Parent!.Name, mine.Name, project + ".dll");
    }
}
