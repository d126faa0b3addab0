using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>A guild is where its entity runs: requests go there as messages, unless that is here.</summary>
internal sealed partial class DurableAccess(GuildsHere here, GuildServices services, DurableExecutor executor, EventDispatcher dispatcher) : IGuildAccess
{
    private readonly OutcomePoll _poll = new(services.Ports.Results, services.Time);

    public ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation) =>
        executor.ExecuteAsync(request, cancellation);

    public async Task<IReadOnlyList<RunTicket>> RaiseAsync(EventMessage message, string source, bool wait, bool replay = false)
    {
        if (await WantedAsync(message) is not { } wanted)
        {
            return [];
        }

        var known = replay ? [] : await services.Ports.Results.ListAsync(message.Guild, message.Event.Id);
        var request = EventIds.New(services.Time);
        if (replay || !await TryDeliverHereAsync(message, source, request))
        {
            await services.Entities!.SignalAsync(message.Guild, EntityRequest.Dispatch(message, source, request, replay));
        }

        return [.. wanted.Select(template => TicketOf(message, template.Name, IdOf(known, request, template.Name), wait))];
    }

    /// <summary>Sends an event to its guild for a sender who asks for no more than that it is not lost.</summary>
    public async Task PostAsync(EventMessage message, string source)
    {
        var request = EventIds.New(services.Time);
        if (await WantedAsync(message) is not null && !await TryDeliverHereAsync(message, source, request))
        {
            await services.Entities!.SignalAsync(message.Guild, EntityRequest.Dispatch(message, source, request));
        }
    }

    public async ValueTask<LifecycleError?> OperateAsync(GuildId guild, GuildOperation operation)
    {
        if (Check(operation) is { } refused)
        {
            return refused;
        }

        var now = services.Now;
        operation = operation is GuildOperation.Reset ? new GuildOperation.Reset(now) : operation;
        var request = EventIds.New(services.Time);
        await services.Entities!.SignalAsync(guild, SignalOf(operation, request, now));
        if (here.Peek(guild) is { } shell && shell.IsNew(request) && !IsShorter(operation, shell.State, now))
        {
            await shell.OperateAsync(operation);
        }

        return null;
    }

    public async ValueTask<GuildVmState?> StateAsync(GuildId guild) =>
        here.Peek(guild) is { } shell ? shell.State : await services.Entities!.GetAsync(guild);

    public async ValueTask ReloadAsync(GuildId guild, CancellationToken cancellation) => await services.Entities!.SignalAsync(
        guild, EntityRequest.Reload(await services.Catalog.RevisionAsync(guild, cancellation)), cancellation);

    /// <summary>
    /// Brings an event to a guild that is here, and waits until its runs are in the journal. Whatever goes wrong, a bug included, is left to
    /// the entity, to which the event goes then: what was begun here is told from it by its claim and its row.
    /// </summary>
    private async Task<bool> TryDeliverHereAsync(EventMessage message, string source, string request)
    {
        // Rows that are not known yet may be of runs of this event: an operation of the entity reads them first.
        if (here.Find(message.Guild) is not { HasDoubtfulRows: false })
        {
            return false;
        }

        try
        {
            foreach (var ticket in await dispatcher.DispatchAsync(message, source, message.Attempt, journalFirst: true, requestId: request))
            {
                await ticket.Accepted;
            }

            return true;
        }
        catch (Exception failure)
        {
            var level = failure is DeliveryInterruptedException or StorageException ? LogLevel.Information : LogLevel.Critical;
            LogLeftToEntity(services.Ports.Logger, level, message.Guild.ToString(), message.Event.Id, failure);
            return false;
        }
    }

    /// <summary>The templates that get the event; null when it need not be sent.</summary>
    private async ValueTask<IReadOnlyList<CatalogTemplate>?> WantedAsync(EventMessage message)
    {
        if (services.Options.BotUserId is { } bot && message.Event.Author == bot)
        {
            return null;
        }

        var (wanted, unknown) = await services.Catalog.ForEventAsync(message.Guild, message.Event.Topic(), message.Templates, CancellationToken.None);
        return wanted.Count + unknown.Count > 0 ? wanted : null;
    }

    /// <summary>Of several quarantines the longest holds, because their messages come in any order; a reset ends all.</summary>
    private static bool IsShorter(GuildOperation operation, GuildVmState state, DateTimeOffset now) =>
        operation is GuildOperation.Quarantine quarantine && state.QuarantinedUntil >= now + quarantine.For;

    private RunTicket TicketOf(EventMessage message, string template, string executionId, bool wait)
    {
        var key = new RunKey(message.Guild, message.Event.Id, template);
        return new RunTicket(template, executionId, Task.CompletedTask, wait ? OutcomeAsync(key) : Task.FromResult(ReadOnlyMemory<byte>.Empty));
    }

    private async Task<ReadOnlyMemory<byte>> OutcomeAsync(RunKey key) =>
        (await _poll.WaitAsync(key, DurableExecutor.LongestWait, CancellationToken.None))?.Outcome ?? throw new TimeoutException();

    private static string IdOf(IReadOnlyList<ExecutionRecord> known, string request, string template) =>
        known.FirstOrDefault(r => r.Key.Template == template)?.ExecutionId ?? EventIds.Of(request, template);

    /// <summary>What is out of range is refused to its sender, before it becomes a message.</summary>
    private LifecycleError? Check(GuildOperation operation)
    {
        var context = new LifecycleContext { Now = services.Now, Incarnation = "", Limits = services.Options.Lifecycle };
        return GuildLifecycle.Apply(GuildVmState.Initial, operation, context).Effects.OfType<GuildEffect.Refuse>().FirstOrDefault()?.Error;
    }

    private static GuildSignal SignalOf(GuildOperation operation, string request, DateTimeOffset now) => operation switch
    {
        GuildOperation.Destroy => EntityRequest.Destroy(request),
        GuildOperation.Reset => EntityRequest.Reset(now),
        GuildOperation.Quarantine q => EntityRequest.Quarantine(now + q.For, q.Reason, now),
        GuildOperation.SetMemoryLimit limit => EntityRequest.SetMemoryLimit(limit.Bytes),
        GuildOperation.Reload reload => EntityRequest.Reload(reload.TemplateVersion),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "Not an operation that a request asks for."),
    };

    [LoggerMessage(EventId = 3409, Message = "Guild {Guild}: event {EventId} could not be delivered here and travels through the entity")]
    private static partial void LogLeftToEntity(ILogger logger, LogLevel level, string guild, string eventId, Exception failure);
}
