using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// <c>POST /execute</c> where guilds live in many processes. A guild whose entity was here a moment ago is run straight away;
/// any other gets a message with an execution id, and its outcome is waited for in the result store.
/// </summary>
/// <remarks>
/// A request with an idempotency key always takes the way of a delivered run, whose claim and journal row tell repetitions: only
/// the guild's holder knows whether a run that was begun is still under way.
/// </remarks>
internal sealed class DurableExecutor(GuildsHere here, GuildServices services, TemplateExecutor direct)
{
    /// <summary>Longest wait for a run elsewhere: what is left of the 60 s after its message was sent.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(55);

    private readonly OutcomePoll _poll = new(services.Ports.Results, services.Time);

    public async ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        if (services.IsStopping)
        {
            return Refusals.Stopping();
        }

        if (request.IdempotencyKey is null && here.Find(request.Guild) is not null)
        {
            try
            {
                return await direct.ExecuteAsync(request, cancellation);
            }
            catch (DeliveryInterruptedException)
            {
                // It left between the look and the run: nothing was started.
            }
        }

        return await RefusalAsync(request, cancellation) is { } problem ? problem : await SendAsync(request, cancellation);
    }

    private async ValueTask<Problem?> RefusalAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        if (request.Content is null)
        {
            var template = await services.Catalog.FindAsync(request.Guild, request.Template, cancellation);
            if (template is null or { Paused: true })
            {
                return template is null
                    ? Problem.Of(RequestDiagnostics.UnknownTemplate, $"Guild {request.Guild} has no template '{request.Template}'.")
                    : Problem.Of(RequestDiagnostics.TemplatePaused, $"The template '{request.Template}' is paused.");
            }
        }

        var state = await services.Entities!.GetAsync(request.Guild, cancellation);
        return state is null ? null : GuildHold.Of(state, "").Refusal(services.Now);
    }

    private async ValueTask<Answer<ExecuteResult>> SendAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        var order = OrderOf(request);
        var fingerprint = "";
        if (request.IdempotencyKey is { } key)
        {
            fingerprint = IdempotentRuns.Fingerprint(request, order);

            // The id follows from the key, so that requests which are sent at the same time are told the same one.
            order = IdempotentRuns.Keyed(order with { ExecutionId = EventIds.Of($"{request.Guild}|{key}", fingerprint) }, key, fingerprint);
            if (await services.Ports.Results.GetAsync(order.Key, cancellation) is { } known)
            {
                if (IdempotentRuns.Conflict(known, key, fingerprint) is { } conflict)
                {
                    return conflict;
                }

                order = order with { ExecutionId = known.ExecutionId };
            }
        }

        await services.Entities!.SignalAsync(request.Guild, EntityRequest.Execute(order), cancellation);
        var wait = request.Wait is { } asked && asked < LongestWait ? asked : LongestWait;
        if (await _poll.WaitAsync(order.Key, wait, cancellation) is not { } done)
        {
            return ExecuteResult.Running(order.ExecutionId);
        }

        // Another request with the same key may have come first, unseen.
        return request.IdempotencyKey is { } mine && IdempotentRuns.Conflict(done, mine, fingerprint) is { } late
            ? late
            : ExecuteResult.Stored(done.ExecutionId, done.Outcome);
    }

    private RunOrder OrderOf(ExecuteRequest request)
    {
        var id = EventIds.New(services.Time);
        return new RunOrder
        {
            Key = new RunKey(request.Guild, $"http:{id}", request.Template),
            ExecutionId = id,
            Template = request.Template,
            Event = request.Event,
            Source = "http",
            Content = request.Content,
            AllowedCaps = request.AllowedCaps,
        };
    }
}
