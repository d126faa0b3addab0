using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// What the HTTP routes ask for, apart from templates. Bad input is answered as a <see cref="Problem"/>; exceptions are
/// storage failures (<see cref="StorageException"/>, 503) and host bugs.
/// </summary>
public sealed partial class GuildService
{
    private readonly GuildRegistry _guilds;
    private readonly GuildServices _services;
    private readonly IGuildAccess _access;

    internal GuildService(GuildRegistry guilds, GuildServices services, IGuildAccess access)
    {
        _guilds = guilds;
        _services = services;
        _access = access;
    }

    /// <summary>POST /execute.</summary>
    /// <param name="body">UTF-8 JSON.</param>
    /// <param name="cancellation">The caller went away; the run goes on to its end.</param>
    public ValueTask<Answer<ExecuteResult>> ExecuteAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation = default) =>
        ExecuteRequest.TryParse(body, EventIds.New(_services.Time), out var request, out var problem)
            ? ExecuteAsync(request, cancellation)
            : new ValueTask<Answer<ExecuteResult>>(problem);

    /// <summary>POST /execute with a request that was read already.</summary>
    public ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _access.ExecuteAsync(request, cancellation);
    }

    /// <summary>GET /executions/{id}: the stored outcome, or that the run goes on.</summary>
    public async ValueTask<Answer<ExecuteResult>> GetExecutionAsync(string id, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(id);
        var record = Json.TextRules.Id(id) is null ? await _services.Ports.Results.GetAsync(id, cancellation) : null;
        return record switch
        {
            null => Refusals.NoExecution(id),
            { Status: ExecutionStatus.Done } => ExecuteResult.Stored(id, record.Outcome),
            _ => ExecuteResult.Running(id),
        };
    }

    /// <summary>POST /guilds/{guild_id}/events: accepts the event durably, and waits for its outcomes when asked to.</summary>
    /// <param name="guild">The guild.</param>
    /// <param name="body">The event, UTF-8 JSON.</param>
    /// <param name="wait">Whether to wait for the outcomes, at most the return wait.</param>
    /// <param name="cancellation">The caller went away; the runs go on.</param>
    public async ValueTask<Answer<EventResult>> RaiseAsync(GuildId guild, ReadOnlyMemory<byte> body, bool wait, CancellationToken cancellation = default)
    {
        if (!EventRequest.TryParse(body, EventIds.New(_services.Time), out var request, out var problem))
        {
            return problem;
        }

        if (_services.IsStopping)
        {
            return Refusals.Stopping();
        }

        var message = new EventMessage { Guild = guild, Event = request };
        var tickets = await _access.RaiseAsync(message, "http", wait);
        return await AnswerAsync(request.Id, tickets, wait, cancellation);
    }

    private async ValueTask<Answer<EventResult>> AnswerAsync(string eventId, IReadOnlyList<RunTicket> tickets, bool wait, CancellationToken cancellation)
    {
        try
        {
            if (wait)
            {
                var settled = Task.WhenAll(tickets.Select(t => t.Settled));
                var outcomes = await settled.WaitAsync(_services.Options.ReturnWait, _services.Time, cancellation);
                return EventResult.Ended(eventId, [.. tickets.Zip(outcomes, (t, o) => (t.Template, o))]);
            }

            await Task.WhenAll(tickets.Select(t => t.Accepted)).WaitAsync(cancellation);
        }
        catch (TimeoutException)
        {
            // Past the grace every run is journaled: the event is accepted all the same.
            await Task.WhenAll(tickets.Select(t => t.Accepted)).WaitAsync(cancellation);
        }
        catch (DeliveryInterruptedException)
        {
            return Refusals.Stopping();
        }

        return EventResult.Accepted(eventId, tickets.ToDictionary(t => t.Template, t => t.ExecutionId, StringComparer.Ordinal));
    }
}
