namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>
/// Ties the executor to the host. Its stop begins as soon as the host is asked to stop, beside the web server's own, which waits
/// for answers that the executor's stop brings about.
/// </summary>
internal sealed class ExecutorLifetime(Executor executor, IHostApplicationLifetime lifetime) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStopping.Register(() => _ = executor.StopAsync());
        await executor.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => executor.StopAsync().WaitAsync(cancellationToken);
}
