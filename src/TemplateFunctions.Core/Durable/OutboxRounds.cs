using System.Text;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// Sends again what no entity has reported done. A message may only be late: sending it twice does nothing twice. One that is not
/// done after 18 hours becomes a dead letter, while its repetitions are still known.
/// </summary>
internal sealed partial class OutboxRounds(IOutboxStore outbox, IGuildEntityClient engine, GuildServices services)
{
    private const int Portion = 200;

    /// <summary>The last of them comes 6 hours after the first sending, the dead letter after 18; outcomes are kept for 24.</summary>
    private const int MostTries = 7;

    public async Task RunAsync(CancellationToken cancellation)
    {
        foreach (var row in await outbox.DueAsync(services.Now, Portion, cancellation))
        {
            if (row.Tries >= MostTries)
            {
                await GiveUpAsync(row, cancellation);
                continue;
            }

            // Put off first: of a row that cannot be sent this once, the next round is not the last.
            var again = row with { Tries = row.Tries + 1, Due = services.Now + (OutboxedEntities.FirstAgain * Math.Pow(3, row.Tries + 1)) };
            await outbox.DeferAsync(again, cancellation);
            LogAgain(services.Ports.Logger, row.Guild.ToString(), row.Operation, again.Tries);
            await engine.SignalAsync(row.Guild, new GuildSignal(row.Operation, Encoding.UTF8.GetString(row.Argument.Span)), cancellation);
        }
    }

    private async Task GiveUpAsync(OutboxRow row, CancellationToken cancellation)
    {
        LogGivenUp(services.Ports.Logger, row.Guild.ToString(), row.Operation, row.Tries);
        var signal = new GuildSignal(row.Operation, Encoding.UTF8.GetString(row.Argument.Span));
        if (EntityRequest.TryRead(row.Guild, signal, out var request) && request.LetterBody() is { } body)
        {
            await services.Ports.DeadLetters.AddAsync(
                new DeadLetter
                {
                    Source = request.LetterSource(),
                    ReasonCode = HostDiagnostics.AttemptsExhausted.Code,
                    ReasonText = $"Sent to the guild's entity {row.Tries + 1} times and never done; the limit is {MostTries + 1}.",
                    Guild = row.Guild,
                    Body = body,
                    Attempts = row.Tries + 1,
                    At = services.Now,
                },
                cancellation);
        }

        await outbox.RemoveAsync(row.Id, cancellation);
    }

    [LoggerMessage(3405, LogLevel.Warning, "Guild {Guild}: {Operation} was not reported done and is sent again, for the {Tries}. time")]
    private static partial void LogAgain(ILogger logger, string guild, string operation, int tries);

    [LoggerMessage(3406, LogLevel.Error, "Guild {Guild}: {Operation} was sent again {Tries} times and never done; it is given up")]
    private static partial void LogGivenUp(ILogger logger, string guild, string operation, int tries);
}
