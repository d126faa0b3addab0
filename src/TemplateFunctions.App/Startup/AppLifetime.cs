using Microsoft.Extensions.Hosting;
using TemplateFunctions.App.Telemetry;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Runtime.Distribution;

namespace TemplateFunctions.App.Startup;

/// <summary>
/// Ties the guilds to the worker process. Their stop begins as soon as the process is asked to stop, beside that of the worker,
/// which waits for functions that the stop brings to their end.
/// </summary>
internal sealed class AppLifetime(DurableGuildHost host, IVmDistributionStrategy vms, RuntimeMeter meter, IHostApplicationLifetime lifetime) : IHostedService
{
    private Task? _stopping;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = StopOnce());
        return host.StartAsync(cancellation: cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => StopOnce().WaitAsync(cancellationToken);

    private Task StopOnce() => _stopping ??= EndAsync();

    private async Task EndAsync()
    {
        await host.StopAsync();
        await vms.DisposeAsync();
        await host.DisposeAsync();
        meter.Dispose();
    }
}
