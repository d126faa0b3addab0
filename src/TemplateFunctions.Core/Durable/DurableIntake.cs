using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>The way of a queue message to the entity of its guild.</summary>
public sealed class DurableIntake
{
    private readonly GuildServices _services;
    private readonly DurableAccess _access;

    internal DurableIntake(GuildServices services, DurableAccess access)
    {
        _services = services;
        _access = access;
    }

    /// <summary>
    /// Completes when the message may be deleted: its guild's entity has it, nobody wants it, or it is malformed and recorded as a
    /// dead letter. The journal counts attempts from there on, so the queue's own count is not passed on.
    /// </summary>
    /// <param name="message">The message as received.</param>
    /// <param name="queueName">The queue it came from.</param>
    /// <param name="cancellation">Ends the waiting; the message must then come back.</param>
    /// <exception cref="StorageException">Store or engine failed: the message must come back.</exception>
    public async Task ConsumeAsync(QueueMessage message, string queueName, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Intake.TryRead(message, out var parsed, out var problem))
        {
            await _access.PostAsync(parsed, queueName).WaitAsync(cancellation);
        }
        else
        {
            await Intake.BuryAsync(_services, message, queueName, problem.Code, Intake.Explain(problem));
        }
    }

    /// <summary>Records a message that failed for good.</summary>
    public Task RecordPoisonAsync(QueueMessage message, string queueName, string reason) =>
        Intake.BuryAsync(_services, message, queueName, Diagnostics.HostDiagnostics.AttemptsExhausted.Code, reason);
}
