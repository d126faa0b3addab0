using Microsoft.Extensions.Hosting;
using TemplateFunctions.App.Telemetry;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Startup;

/// <summary>
/// Ties the guilds to the worker process. Their stop begins as soon as the process is asked to stop, beside that of the worker,
/// which waits for functions that the stop brings to their end.
/// </summary>
internal sealed class AppLifetime(DurableGuildHost host, AppVms vms, RuntimeMeter meter, TimeProvider time, IHostApplicationLifetime lifetime) : IHostedService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private Task? _stopping;

    /// <summary>Completes when the suspects' entities have been told, or the process stops before.</summary>
    public Task SuspectsTold { get; private set; } = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = StopOnce());
        host.Start();
        SuspectsTold = TellSuspectsAsync();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => StopOnce().WaitAsync(cancellationToken);

    /// <summary>Not awaited by the start: the way to the entities opens with the first invocation. Untold suspects are named again at the next start.</summary>
    private async Task TellSuspectsAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await host.TellSuspectsAsync(_stop.Token);
                vms.Running?.Forget();
                return;
            }
            catch (StorageException)
            {
                // What the engine cannot take now it takes later.
                await Task.Delay(Pause, time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private Task StopOnce() => _stopping ??= EndAsync();

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await host.StopAsync();
        await SuspectsTold;
        await vms.EndAsync();
        await host.DisposeAsync();
        meter.Dispose();
    }
}
