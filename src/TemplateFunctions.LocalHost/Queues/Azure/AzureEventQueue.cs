using System.Text;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.LocalHost.Queues.Azure;

/// <summary>A queue of a storage account behind the port that the embedded store implements too, so that one pump serves both.</summary>
internal sealed class AzureEventQueue(AzureQueueClient client, string name, TimeProvider time, AzurePolling polling) : IEventQueue
{
    private TimeSpan _wait = polling.Shortest;
    private bool _created;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public ValueTask<string> EnqueueAsync(ReadOnlyMemory<byte> body, TimeSpan delay = default, CancellationToken cancellation = default) =>
        AskAsync(() => client.PutAsync(name, Encoding.UTF8.GetString(body.Span), delay, cancellation), cancellation);

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellation = default)
    {
        var messages = await AskAsync(() => client.GetAsync(name, max, visibility, cancellation), cancellation);
        _wait = messages.Count > 0 ? polling.Shortest : Min(_wait * 2, polling.Longest);
        var visibleAt = time.GetUtcNow() + visibility;
        return [.. messages.Select(message => new QueueMessage(
            message.Id, message.PopReceipt!, Encoding.UTF8.GetBytes(message.Text), message.DequeueCount, message.InsertedAt, visibleAt))];
    }

    /// <inheritdoc/>
    public async ValueTask<QueueMessage?> RenewAsync(QueueMessage message, TimeSpan visibility, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var receipt = await AskAsync(() => client.RenewAsync(name, message.Id, message.Receipt, visibility, cancellation), cancellation);
        return receipt is null ? null : message with { Receipt = receipt, VisibleAt = time.GetUtcNow() + visibility };
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        return AskAsync(() => client.DeleteAsync(name, message.Id, message.Receipt, cancellation), cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> PoisonAsync(QueueMessage message, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);

        // In this order a crash in between doubles the message, and never loses it.
        var poison = QueueName.PoisonOf(name);
        await AskAsync(() => client.CreateAsync(poison, cancellation), cancellation);
        await AskAsync(() => client.PutAsync(poison, Encoding.UTF8.GetString(message.Body.Span), TimeSpan.Zero, cancellation), cancellation);
        return await DeleteAsync(message, cancellation);
    }

    /// <summary>The service cannot tell when a message comes: waits a while, longer the longer the queue is empty.</summary>
    public async ValueTask WaitAsync(CancellationToken cancellation = default) => await Task.Delay(_wait, time, cancellation);

    /// <inheritdoc/>
    public ValueTask<int> CountAsync(CancellationToken cancellation = default) =>
        AskAsync(() => client.CountAsync(name, cancellation), cancellation);

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async ValueTask<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellation)
    {
        try
        {
            if (!_created)
            {
                await client.CreateAsync(name, cancellation);
                _created = true;
            }

            return await ask();
        }
        catch (QueueServiceException failure)
        {
            // A queue that somebody deleted under us is made again by the next call.
            _created = false;
            throw new StorageException(StorageCodes.Unavailable, failure.Message, failure);
        }
    }
}

/// <summary>How often an empty queue of the service is asked.</summary>
/// <param name="Shortest">Wait after the first empty answer; doubles with each further one.</param>
/// <param name="Longest">Cap of the doubling.</param>
internal sealed record AzurePolling(TimeSpan Shortest, TimeSpan Longest)
{
    /// <summary>100 ms to 1 s.</summary>
    public static AzurePolling Default { get; } = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
}
