using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>The built local host as its own process, on a free port.</summary>
internal sealed class Host : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
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

    /// <summary>Starts and waits until it says that it is ready.</summary>
    public static async Task<Host> StartAsync(string dataFolder, params string[] settings)
    {
        var process = Launch(["--urls", "http://127.0.0.1:0", "--TemplateFunctions:DataDirectory", dataFolder, .. settings]);
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
        // The test's own output folder ends in <configuration>/<framework>, and so does the host's.
        var mine = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Repository.PathOf("src", "TemplateFunctions.LocalHost", "bin", mine.Parent!.Name, mine.Name);
        return Child.Start("dotnet", [Path.Combine(folder, "TemplateFunctions.LocalHost.dll"), .. arguments], folder);
    }

    public Task KillAsync() => _process.KillAsync();

    public Task<int> StopAsync() => _process.StopAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _process.DisposeAsync();
    }
}
