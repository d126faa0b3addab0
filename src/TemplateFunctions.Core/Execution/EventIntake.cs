using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
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
        if (!EventMessage.TryParse(message.Body, IdOf(message), out var parsed, out var problem))
        {
            await BuryAsync(message, queueName, problem.Code, Explain(problem));
            return;
        }

        var attempt = Math.Max(parsed.Attempt, message.DequeueCount);
        var tickets = await _dispatcher.DispatchAsync(parsed, queueName, attempt, journalFirst: false);
        await Task.WhenAll(tickets.Select(t => t.Accepted)).WaitAsync(cancellation);
    }

    /// <summary>Records a message that failed for good.</summary>
    public Task RecordPoisonAsync(QueueMessage message, string queueName, string reason) =>
        BuryAsync(message, queueName, HostDiagnostics.AttemptsExhausted.Code, reason);

    private async Task BuryAsync(QueueMessage message, string queueName, string code, string reason)
    {
        ArgumentNullException.ThrowIfNull(message);
        await _services.Ports.DeadLetters.AddAsync(new DeadLetter
        {
            Source = queueName,
            ReasonCode = code,
            ReasonText = reason,
            Guild = EventMessage.FindGuild(message.Body),
            Body = message.Body,
            Attempts = message.DequeueCount,
            At = _services.Now,
        });
    }

    /// <summary>The message's own id, when it fits the rule for event ids: the same whenever the message comes back.</summary>
    private static string IdOf(QueueMessage message) =>
        Json.TextRules.Id(message.Id) is null ? message.Id : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(message.Id)).AsSpan(0, 16));

    private static string Explain(Problem problem) => problem.Errors.Count == 0
        ? problem.Detail
        : string.Create(CultureInfo.InvariantCulture, $"{problem.Detail} {string.Join("; ", problem.Errors.Take(10).Select(e => $"{e.Path} {e.Message}"))}");
}
