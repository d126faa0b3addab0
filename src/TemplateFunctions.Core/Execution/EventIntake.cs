using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Execution;

/// <summary>The way of a queue message: read it, dispatch it, and say when it may be deleted.</summary>
public sealed class EventIntake
{
    private readonly EventDispatcher _dispatcher;
    private readonly GuildServices _services;

    internal EventIntake(EventDispatcher dispatcher, GuildServices services)
    {
        _dispatcher = dispatcher;
        _services = services;
    }

    /// <summary>
    /// Completes when the message may be deleted: its runs have settled or are journaled, or it is malformed and recorded as a
    /// dead letter. Replies are sent when the runs settle, which may be later.
    /// </summary>
    /// <param name="message">The message as received.</param>
    /// <param name="queueName">The queue it came from.</param>
    /// <param name="cancellation">Ends the waiting; the message must then come back.</param>
    /// <exception cref="StorageException">The store failed: the message must come back.</exception>
    /// <exception cref="DeliveryInterruptedException">The process stops: the message must come back.</exception>
    public async Task ConsumeAsync(QueueMessage message, string queueName, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (!Intake.TryRead(message, out var parsed, out var problem))
        {
            await Intake.BuryAsync(_services, message, queueName, problem.Code, Intake.Explain(problem));
            return;
        }

        var attempt = Math.Max(parsed.Attempt, message.DequeueCount);
        var tickets = await _dispatcher.DispatchAsync(parsed, queueName, attempt, journalFirst: false);
        await Task.WhenAll(tickets.Select(t => t.Accepted)).WaitAsync(cancellation);
    }

    /// <summary>Records a message that failed for good.</summary>
    public Task RecordPoisonAsync(QueueMessage message, string queueName, string reason) =>
        Intake.BuryAsync(_services, message, queueName, HostDiagnostics.AttemptsExhausted.Code, reason);
}
