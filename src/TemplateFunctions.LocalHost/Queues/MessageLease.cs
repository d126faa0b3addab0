using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.LocalHost.Queues;

/// <summary>
/// Holds one message: renews its visibility at half time until it is released, and knows the receipt that is valid now.
/// </summary>
internal sealed class MessageLease : IAsyncDisposable
{
    private readonly IEventQueue _queue;
    private readonly TimeSpan _visibility;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;
    private QueueMessage? _message;

    public MessageLease(IEventQueue queue, QueueMessage message, TimeSpan visibility, TimeProvider time)
    {
        (_queue, _message, _visibility, _time) = (queue, message, visibility, time);
        _renewing = RenewAsync();
    }

    /// <summary>Stops renewing and answers the message with its last receipt, or null when it was lost to another consumer.</summary>
    public async Task<QueueMessage?> ReleaseAsync()
    {
        await _stop.CancelAsync();
        await _renewing;
        return _message;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync();
        _stop.Dispose();
    }

    private async Task RenewAsync()
    {
        using var timer = new PeriodicTimer(_visibility / 2, _time);
        while (_message is not null && await TicksAsync(timer))
        {
            try
            {
                // Not cancelled half-way: an answer that is not read would cost the receipt.
                _message = await _queue.RenewAsync(_message, _visibility, CancellationToken.None);
            }
            catch (StorageException)
            {
                // The receipt stays as it was and the next tick tries again; should all fail, the message is delivered once more.
            }
        }
    }

    private async ValueTask<bool> TicksAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
