using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// <c>KeyExpiry</c> for the guilds of all processes, looked at from one timer. A record goes when the runs of its event have
/// ended, so that a handler can still renew it; what has been sent already is told by the event's results and journal rows.
/// </summary>
internal sealed class DurableKeyExpiry(GuildServices services, DurableAccess access)
{
    private const int Batch = 256;

    /// <summary>Looks at what is due; answers how many records still are.</summary>
    public async Task<int> RaiseDueAsync(CancellationToken cancellation)
    {
        var due = await services.Ports.Kv.DueAsync(services.Now, Batch, cancellation);
        var left = 0;
        foreach (var record in due)
        {
            left += await IsOverAsync(record, cancellation) ? 0 : 1;
        }

        return left;
    }

    private async Task<bool> IsOverAsync(KvRecord record, CancellationToken cancellation)
    {
        var message = new EventMessage { Guild = record.Guild, Event = KeyEvents.Expiry(record) };
        var (wanted, _) = await services.Catalog.ForEventAsync(record.Guild, message.Event.Topic(), null, cancellation);
        var known = wanted.Count == 0 ? [] : await services.Ports.Results.ListAsync(record.Guild, message.Event.Id, cancellation);
        if (wanted.Any(t => !known.Any(r => r.Key.Template == t.Name)))
        {
            // Sent until every template has begun: further deliveries join the runs of the first.
            await access.PostAsync(message, "kv");
            return false;
        }

        if (known.Any(r => r.Status != ExecutionStatus.Done))
        {
            return false;
        }

        await services.Ports.Kv.SettleExpiryAsync(record.Guild, record.Id, record.ExpiresAt!.Value, cancellation);
        return true;
    }
}
