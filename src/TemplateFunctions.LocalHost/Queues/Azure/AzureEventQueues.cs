using System.Collections.Concurrent;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>The queues of a storage account, made when first used.</summary>
internal sealed class AzureEventQueues(AzureQueueClient client, TimeProvider time, AzurePolling? polling = null) : IEventQueues
{
    private readonly ConcurrentDictionary<string, AzureEventQueue> _queues = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public IEventQueue Get(string name) =>
        _queues.GetOrAdd(name, static (key, self) => new AzureEventQueue(self.Client, key, self.Time, self.Polling), (Client: client, Time: time, Polling: polling ?? AzurePolling.Default));
}
