using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.LocalHost.Queues;

namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>Brings the messages of one queue to the executor.</summary>
internal sealed class IntakeConsumer(EventIntake intake, string queue) : IQueueConsumer
{
    public Task ConsumeAsync(QueueMessage message, CancellationToken cancellation) => intake.ConsumeAsync(message, queue, cancellation);

    public Task RecordPoisonAsync(QueueMessage message, string reason, CancellationToken cancellation) =>
        intake.RecordPoisonAsync(message, queue, reason);
}
