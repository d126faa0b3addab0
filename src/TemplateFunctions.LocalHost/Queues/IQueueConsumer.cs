using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.LocalHost.Queues;

/// <summary>What the pump does with messages: the way from the queue into the executor.</summary>
internal interface IQueueConsumer
{
    /// <summary>
    /// Completes when the message may be deleted: its runs have settled or are journaled, or it is malformed and recorded as a dead letter.
    /// Raises only for trouble of the host's own (its store), after which the message comes back.
    /// </summary>
    /// <param name="message">The message; its body is not yet checked or decoded.</param>
    /// <param name="cancellation">The host is past its grace period.</param>
    Task ConsumeAsync(QueueMessage message, CancellationToken cancellation);

    /// <summary>Records a message that failed for good.</summary>
    Task RecordPoisonAsync(QueueMessage message, string reason, CancellationToken cancellation);
}
