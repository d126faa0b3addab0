using Azure.Storage.Queues;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Storage.Azure;

namespace TemplateFunctions.App.Storage.Queues;

/// <summary>Makes the queue that feeds the app, and its poison queue: the host's trigger waits for them, but does not make them.</summary>
internal sealed partial class EventQueues(QueueServiceClient service, EventsQueue queue, ILogger<EventQueues> logger)
{
    /// <summary>Makes what is missing. What cannot be made is told and left to the operator: senders make the queue too.</summary>
    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var name in (string[])[queue.Name, queue.Poison])
        {
            try
            {
                await service.GetQueueClient(name).CreateIfNotExistsAsync(cancellationToken: cancellation);
            }
            catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
            {
                LogMissing(name, failure);
            }
        }
    }

    [LoggerMessage(5301, LogLevel.Error, "The queue {Queue} could not be made; its messages are read once it exists")]
    private partial void LogMissing(string queue, Exception failure);
}
