[assembly: AssemblyFixture(typeof(TemplateFunctions.EndToEnd.Tests.Fixtures.SharedHost))]

namespace TemplateFunctions.EndToEnd.Tests.Fixtures;

/// <summary>One host with a fresh store for all tests that do not stop it; each test uses a guild of its own.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    private static int _guilds = 5000;
    private readonly TemporaryFolder _data = new();
    private Host? _host;

    internal Host Host => _host ?? throw new InvalidOperationException("The host has not started.");

    /// <summary>A guild that no other test uses.</summary>
    public static string NewGuild() => Interlocked.Increment(ref _guilds).ToString();

    public async ValueTask InitializeAsync() => _host = await Host.StartAsync(_data.Path, "--TemplateFunctions:Limits:RunCpu", "00:00:05");

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _data.Dispose();
    }
}
