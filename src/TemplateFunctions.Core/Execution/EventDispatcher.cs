using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Execution;

/// <summary>
/// Brings an event to the templates of its guild that want it. When none does, no VM is woken and nothing is written.
/// </summary>
internal sealed class EventDispatcher(GuildRegistry guilds, GuildServices services)
{
    /// <summary>Starts the event's runs, or joins them.</summary>
    /// <param name="message">The event.</param>
    /// <param name="source">Where it came from.</param>
    /// <param name="attempt">What the deliverer counted.</param>
    /// <param name="journalFirst">The deliverer keeps no copy.</param>
    /// <param name="anew">Runs again even though outcomes are stored.</param>
    /// <param name="requestId">Decides the execution ids; null for new ones.</param>
    /// <exception cref="StorageException">The store failed: deliver again.</exception>
    public async Task<IReadOnlyList<RunTicket>> DispatchAsync(
        EventMessage message, string source, int attempt, bool journalFirst, bool anew = false, string? requestId = null)
    {
        if (services.IsStopping)
        {
            throw new DeliveryInterruptedException("The host is shutting down and takes no new work.");
        }

        if (services.Options.BotUserId is { } bot && message.Event.Author == bot)
        {
            return [];
        }

        var (wanted, unknown) = await services.Catalog
            .ForEventAsync(message.Guild, message.Event.Topic(), message.Templates, CancellationToken.None);
        foreach (var name in unknown)
        {
            var detail = string.Create(CultureInfo.InvariantCulture, $"Event {message.Event.Id} names the template '{name}', which the guild does not have.");
            services.Errors.Record(message.Guild, name, RequestDiagnostics.UnknownTemplate.Code, detail);
        }

        if (wanted.Count == 0)
        {
            return [];
        }

        var guild = guilds.Get(message.Guild);
        return await Task.WhenAll(wanted.Select(template => guild.DeliverAsync(OrderOf(message, template, source, requestId), attempt, journalFirst, anew)));
    }

    private RunOrder OrderOf(EventMessage message, CatalogTemplate template, string source, string? requestId) => new()
    {
        Key = new RunKey(message.Guild, message.Event.Id, template.Name),
        ExecutionId = requestId is null ? EventIds.New(services.Time) : EventIds.Of(requestId, template.Name),
        Template = template.Name,
        Event = message.Event,
        Source = source,
        ReplyTo = message.ReplyTo,
        Found = template,
    };
}
