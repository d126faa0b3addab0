namespace TemplateFunctions.Core.Storage;

/// <summary>
/// A durable queue with the semantics of a storage queue: at least once, unordered, a received message is hidden until it is
/// deleted or its visibility ends.
/// </summary>
/// <remarks>Every method throws <see cref="StorageException"/> when the storage fails, and nothing else but cancellation.</remarks>
public interface IEventQueue : IMessageSink
{
    /// <summary>
    /// Takes at most <paramref name="max"/> visible messages (1-32) and hides them for <paramref name="visibility"/>. Their dequeue
    /// count is durable when this returns. Empty when none is visible: then await <see cref="WaitAsync"/>.
    /// </summary>
    ValueTask<IReadOnlyList<QueueMessage>> ReceiveAsync(int max, TimeSpan visibility, CancellationToken cancellation = default);

    /// <summary>
    /// Hides the message for <paramref name="visibility"/> from now on; zero puts it back at once. Returns it with its new receipt, or
    /// null when it is gone or someone else has received it.
    /// </summary>
    ValueTask<QueueMessage?> RenewAsync(QueueMessage message, TimeSpan visibility, CancellationToken cancellation = default);

    /// <summary>Settles the message. False when it is gone or someone else has received it.</summary>
    ValueTask<bool> DeleteAsync(QueueMessage message, CancellationToken cancellation = default);

    /// <summary>Moves the message to the queue <c>{Name}-poison</c>, body unchanged. False as for <see cref="DeleteAsync"/>.</summary>
    ValueTask<bool> PoisonAsync(QueueMessage message, CancellationToken cancellation = default);

    /// <summary>Completes when a message is or may be visible.</summary>
    ValueTask WaitAsync(CancellationToken cancellation = default);

    /// <summary>Messages in the queue, hidden ones included.</summary>
    ValueTask<int> CountAsync(CancellationToken cancellation = default);
}

/// <summary>The queues of a store, made when first used.</summary>
public interface IEventQueues : IMessageSinks
{
    /// <summary>The queue of that name: 3-63 lower-case letters, digits and single hyphens, as storage queues demand.</summary>
    new IEventQueue Get(string name);

    /// <inheritdoc/>
    IMessageSink IMessageSinks.Get(string name) => Get(name);
}
