using System.Collections.Concurrent;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.LocalHost.Queues;

/// <summary>
/// Empties the queue into the executor as a queue trigger does: batches, renewed visibility, delete when settled, a limited number
/// of deliveries, then the poison queue.
/// </summary>
internal sealed partial class QueuePump(
    IEventQueue queue,
    IQueueConsumer consumer,
    QueuePumpOptions options,
    TimeProvider time,
    ILogger<QueuePump> logger) : BackgroundService
{
    private readonly ConcurrentDictionary<long, Task> _inFlight = new();
    private readonly SemaphoreSlim _freed = new(0);
    private readonly CancellationTokenSource _abandon = new();
    private long _sequence;
    private volatile bool _isStopping;

    /// <summary>Why the queue cannot be read now; null when it can.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Takes no more messages, and gives those it holds until <paramref name="cancellationToken"/> to settle.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _isStopping = true;
        await base.StopAsync(cancellationToken);
        await using (cancellationToken.Register(_abandon.Cancel))
        {
            await Task.WhenAll(_inFlight.Values);
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _freed.Dispose();
        _abandon.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        LogReading(queue.Name);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var taken = await TakeBatchAsync(stoppingToken);
                Trouble = null;
                if (taken == 0)
                {
                    await queue.WaitAsync(stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (StorageException trouble)
            {
                Trouble = trouble.Message;
                LogTrouble(queue.Name, trouble.Message);
                await Task.Delay(options.TroublePause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> TakeBatchAsync(CancellationToken stopping)
    {
        while (_inFlight.Count > options.MaxInFlight - options.BatchSize)
        {
            await _freed.WaitAsync(stopping);
        }

        var batch = await queue.ReceiveAsync(options.BatchSize, options.Visibility, stopping);
        foreach (var message in batch)
        {
            var number = ++_sequence;
            var listed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _inFlight[number] = HandleListedAsync(number, message, listed.Task);
            listed.SetResult();
        }

        return batch.Count;
    }

    private async Task HandleListedAsync(long number, QueueMessage message, Task listed)
    {
        // The entry of this very task must be in the table before it can be taken out.
        await listed;
        try
        {
            await HandleAsync(message);
        }
        catch (Exception trouble)
        {
            // The message shows again by itself when its visibility ends; what was done for it is known by its event id.
            LogUnsettled(trouble, message.Id);
        }
        finally
        {
            _inFlight.TryRemove(number, out _);
            _freed.Release();
        }
    }

    private async Task HandleAsync(QueueMessage message)
    {
        await using var lease = new MessageLease(queue, message, options.Visibility, time);
        var failure = message.DequeueCount > options.MaxDequeueCount
            ? "the host died or lost the message while it was being processed"
            : await ConsumeAsync(message);
        var held = await lease.ReleaseAsync();
        if (held is null)
        {
            LogLost(message.Id);
        }
        else if (failure is null)
        {
            await queue.DeleteAsync(held);
        }
        else if (_isStopping)
        {
            // Not the message's fault: the next life of the host, or another one, takes it at once.
            await queue.RenewAsync(held, TimeSpan.Zero);
        }
        else if (message.DequeueCount >= options.MaxDequeueCount)
        {
            await BuryAsync(held, $"Given up after {options.MaxDequeueCount} deliveries; the last one failed: {failure}");
        }
        else
        {
            await queue.RenewAsync(held, options.RetryDelay);
        }
    }

    private async Task<string?> ConsumeAsync(QueueMessage message)
    {
        try
        {
            await consumer.ConsumeAsync(message, _abandon.Token);
            return null;
        }
        catch (Exception failure)
        {
            LogFailed(failure, message.Id, message.DequeueCount);
            return failure.Message;
        }
    }

    private async Task BuryAsync(QueueMessage message, string reason)
    {
        // In this order a crash in between repeats a step, and skips none.
        await consumer.RecordPoisonAsync(message, reason, CancellationToken.None);
        await queue.PoisonAsync(message);
        LogPoison(message.Id, reason);
    }
}
