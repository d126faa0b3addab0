using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Operations;
using TemplateFunctions.Core.Durable;

namespace TemplateFunctions.App.Functions;

/// <summary>What is done from time to time, once in the whole app: the host sees to that with a lease.</summary>
public sealed class TimerFunctions(DurableGuildHost host, EntityClients clients, CleanUp cleanUp)
{
    /// <summary>Runs of processes that are gone are found here when no event comes to find them.</summary>
    [Function("RecoverParkedRuns")]
    public Task RecoverParkedRuns([TimerTrigger("*/30 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        return host.RecoverAsync(cancellation);
    }

    [Function("RaiseDueKeys")]
    public Task RaiseDueKeys([TimerTrigger("*/2 * * * * *")] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellation)
    {
        clients.Use(client);
        return host.RaiseDueKeysAsync(cancellation);
    }

    /// <summary>Outcomes are kept for a day.</summary>
    [Function("RemoveExpiredOutcomes")]
    public Task RemoveExpiredOutcomes([TimerTrigger("0 17 * * * *")] TimerInfo timer, CancellationToken cancellation) => cleanUp.RunAsync(cancellation);
}
