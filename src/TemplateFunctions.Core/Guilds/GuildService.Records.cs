using System.Text;
using System.Text.Unicode;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Errors, dead letters and health.</summary>
public sealed partial class GuildService
{
    /// <summary>GET /guilds/{guild_id}/errors: entries with a sequence above <paramref name="after"/>, newest first.</summary>
    public async ValueTask<IReadOnlyList<ErrorView>> GetErrorsAsync(
        GuildId guild, long after = 0, int limit = StorageLimits.ErrorsPerGuild, CancellationToken cancellation = default)
    {
        await _services.Errors.DrainAsync();
        var entries = await _services.Ports.Errors.ListAsync(guild, after, Math.Clamp(limit, 1, StorageLimits.ErrorsPerGuild), cancellation);
        return
        [
            .. entries.Select(e => new ErrorView(
                e.Sequence, e.Template, e.Code, e.Message, e.File, e.Line, e.Frame, e.Traceback, e.EventId, e.EventName, e.Count, e.FirstAt, e.LastAt)),
        ];
    }

    /// <summary>GET /dead-letters, newest first.</summary>
    public async ValueTask<DeadLetterPageView> GetDeadLettersAsync(
        GuildId? guild = null, string? before = null, int limit = 100, CancellationToken cancellation = default)
    {
        limit = Math.Clamp(limit, 1, 1_000);
        var page = await _services.Ports.DeadLetters.ListAsync(guild, before, limit, cancellation);
        var next = page.Letters.Count == limit ? page.Letters[^1].Id : null;
        return new DeadLetterPageView([.. page.Letters.Select(View)], page.Total, page.Displaced, next);
    }

    /// <summary>
    /// POST /dead-letters/{id}/replay: dispatches the message anew, durably, then forgets the letter. A message that is still
    /// refused stays and answers why.
    /// </summary>
    public async ValueTask<Answer<EventResult>> ReplayAsync(string id, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (await _services.Ports.DeadLetters.GetAsync(id, cancellation) is not { } letter)
        {
            return Refusals.NoDeadLetter(id);
        }

        if (!EventMessage.TryParse(letter.Body, EventIds.New(_services.Time), out var message, out var problem))
        {
            return problem with { Code = RequestDiagnostics.BodyRefused.Code, Detail = $"The message is still not valid ({problem.Code}): {problem.Detail}" };
        }

        if (_services.IsStopping)
        {
            return Refusals.Stopping();
        }

        if (await _access.StateAsync(message.Guild) is { } state && GuildHold.Of(state, "").Refusal(_services.Now) is { } quarantined)
        {
            return quarantined;
        }

        var tickets = await _access.RaiseAsync(message with { Attempt = 1 }, "replay", wait: false, replay: true);
        var answer = await AnswerAsync(message.Event.Id, tickets, wait: false, cancellation);
        if (answer.IsOk)
        {
            await _services.Ports.DeadLetters.DeleteAsync(id, cancellation);
        }

        return answer;
    }

    /// <summary>GET /health.</summary>
    /// <param name="storage">The state of the storage.</param>
    public HealthView GetHealth(StorageHealth storage)
    {
        ArgumentNullException.ThrowIfNull(storage);
        var threads = _services.Ports.Vms.Threads();
        var sick = threads.Count(t => t.State != "healthy");
        var status = !storage.Writable || _services.IsStopping ? "unhealthy" : sick > 0 ? "degraded" : "healthy";
        return new HealthView(
            status,
            _services.IsStopping,
            _services.Ports.Vms.Name,
            threads.Count,
            threads.Sum(t => t.Vms),
            storage.Writable ? null : $"{storage.Code}: {storage.Detail}",
            _services.Incarnation,
            threads.Any(t => t.State == "lost"));
    }

    private static DeadLetterView View(DeadLetter letter)
    {
        var isText = Utf8.IsValid(letter.Body.Span);
        return new DeadLetterView(
            letter.Id,
            letter.Source,
            letter.Guild?.ToString(),
            letter.ReasonCode,
            letter.ReasonText,
            letter.Attempts,
            letter.At,
            isText ? Encoding.UTF8.GetString(letter.Body.Span) : null,
            isText ? null : Convert.ToBase64String(letter.Body.Span));
    }
}
