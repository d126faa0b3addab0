using Microsoft.Extensions.Hosting;
using TemplateFunctions.App.Storage.Queues;

namespace TemplateFunctions.App.Startup;

/// <summary>Has the app's queues made while the process starts, without holding its start up.</summary>
internal sealed class QueueSetup(EventQueues queues) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => queues.CreateAsync(stoppingToken);
}
