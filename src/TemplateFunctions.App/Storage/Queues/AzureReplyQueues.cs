using System.Collections.Concurrent;
using System.Net;
using Azure.Storage.Queues;
using TemplateFunctions.App.Storage.Azure;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.Storage.Queues;

/// <summary>The reply queues of the storage account, made when first used.</summary>
internal sealed class AzureReplyQueues(QueueServiceClient service, RetryPolicy policy, StorageMeter meter, TimeProvider time) : IMessageSinks
{
    private readonly ConcurrentDictionary<string, IMessageSink> _queues = new(StringComparer.Ordinal);

    public IMessageSink Get(string name) => _queues.GetOrAdd(name, made => new Sink(service.GetQueueClient(made), made, policy, meter, time));

    private sealed class Sink(QueueClient client, string name, RetryPolicy policy, StorageMeter meter, TimeProvider time) : IMessageSink
    {
        public string Name => name;

        public async ValueTask<string> EnqueueAsync(ReadOnlyMemory<byte> body, TimeSpan delay = default, CancellationToken cancellation = default)
        {
            for (var attempt = 1; ; attempt++)
            {
                try
                {
                    var receipt = await client.SendMessageAsync(new BinaryData(body), delay, cancellationToken: cancellation);
                    return receipt.Value.MessageId;
                }
                catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
                {
                    await RecoverAsync(AzureFailure.Of(failure), attempt, cancellation);
                }
            }
        }

        private async Task RecoverAsync(StorageServiceException failure, int attempt, CancellationToken cancellation)
        {
            if (attempt < policy.Attempts && failure.Code == "QueueNotFound")
            {
                await CreateAsync(cancellation);
            }
            else if (attempt < policy.Attempts && (failure.Status == 0 || RetryPolicy.IsTransient((HttpStatusCode)failure.Status)))
            {
                meter.Retried(name, failure.Code);
                await Task.Delay(policy.DelayAfter(attempt, Random.Shared.NextDouble()), time, cancellation);
            }
            else
            {
                meter.Failed(name, failure.Code);
                throw new StorageException(StorageCodes.Unavailable, $"The queue {name} is not available ({failure.Code}): {failure.Message}", failure);
            }
        }

        private async Task CreateAsync(CancellationToken cancellation)
        {
            try
            {
                await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
            }
            catch (Exception failure) when (AzureFailure.IsOfService(failure, cancellation))
            {
                // Sending again tells what is wrong.
                meter.Retried(name, AzureFailure.Of(failure).Code);
            }
        }
    }
}
