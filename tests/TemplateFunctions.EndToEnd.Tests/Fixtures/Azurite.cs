using TemplateFunctions.LocalHost.Queues.Azure;
using TemplateFunctions.Tests.Shared;

[assembly: AssemblyFixture(typeof(TemplateFunctions.EndToEnd.Tests.Fixtures.Azurite))]

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>
/// The queue service of the storage emulator, on a free port. Installed from npm into a folder that is kept between test runs;
/// without npm the tests that use it fail and say so.
/// </summary>
public sealed class Azurite : IAsyncLifetime
{
    private const string Version = "3.37.0";
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(5);
    private readonly TemporaryFolder _data = new();
    private readonly HttpClient _http = new();
    private Child? _process;

    public string ConnectionString { get; private set; } = "";

    internal AzureQueueClient Client => StorageConnection.TryParse(ConnectionString, out var connection)
        ? new AzureQueueClient(_http, connection, TimeProvider.System)
        : throw new InvalidOperationException("The emulator has not started.");

    public async ValueTask InitializeAsync()
    {
        var program = await InstallAsync();
        _process = Child.Start("node", [program, "--queueHost", "127.0.0.1", "--queuePort", "0", "--location", _data.Path, "--silent", "--disableTelemetry"], _data.Path);
        var line = await _process.WaitForAsync(@"successfully listens on (http://\S+)", TimeSpan.FromSeconds(60));
        ConnectionString = $"AccountName={Account};AccountKey={Key};QueueEndpoint={line.Groups[1].Value}/{Account}";
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        _http.Dispose();
        _data.Dispose();
    }

    private static async Task<string> InstallAsync()
    {
        var folder = Repository.PathOf("artifacts", $"azurite-{Version}");
        var program = Path.Combine(folder, "node_modules", "azurite", "dist", "src", "queue", "main.js");
        var complete = Path.Combine(folder, "complete");
        if (File.Exists(complete))
        {
            return program;
        }

        Directory.CreateDirectory(folder);
        await using var npm = StartNpm(folder);
        if (await npm.ExitAsync(InstallLimit) != 0)
        {
            throw new InvalidOperationException($"npm could not install azurite@{Version}:\n{npm.Output}");
        }

        await File.WriteAllTextAsync(complete, Version);
        return program;
    }

    private static Child StartNpm(string folder)
    {
        try
        {
            return Child.Start("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, $"azurite@{Version}"], folder);
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            throw new InvalidOperationException("These tests need the storage emulator Azurite, which npm installs; npm is not on the PATH. Install Node.js 20 or newer.", missing);
        }
    }
}
