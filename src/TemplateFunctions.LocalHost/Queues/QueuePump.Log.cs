namespace TemplateFunctions.LocalHost.Queues;

internal sealed partial class QueuePump
{
    [LoggerMessage(5101, LogLevel.Information, "Reading queue {Queue}.")]
    private partial void LogReading(string queue);

    [LoggerMessage(5102, LogLevel.Warning, "Queue {Queue} is in trouble: {Reason}")]
    private partial void LogTrouble(string queue, string reason);

    [LoggerMessage(5103, LogLevel.Warning, "Message {MessageId} failed on delivery {DequeueCount}.")]
    private partial void LogFailed(Exception failure, string messageId, int dequeueCount);

    [LoggerMessage(5104, LogLevel.Warning, "Message {MessageId} was lost while it was processed and will be delivered again.")]
    private partial void LogLost(string messageId);

    [LoggerMessage(5105, LogLevel.Error, "Message {MessageId} went to the poison queue: {Reason}")]
    private partial void LogPoison(string messageId, string reason);

    [LoggerMessage(5106, LogLevel.Warning, "Message {MessageId} could not be settled and will be delivered again.")]
    private partial void LogUnsettled(Exception trouble, string messageId);
}
