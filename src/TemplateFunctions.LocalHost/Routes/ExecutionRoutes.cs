using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Http;

namespace TemplateFunctions.LocalHost.Routes;

/// <summary>Running templates: by name, and by events that they subscribe to.</summary>
internal sealed class ExecutionRoutes(Executor executor, RecentRuns runs, TimeProvider time)
{
    public void Map(RouteTable routes)
    {
        routes.Post("/execute", ExecuteAsync, "Runs one template on one event and answers its outcome.");
        routes.Get("/executions/{id}", GetExecutionAsync, "The stored outcome of a run, kept for 24 hours; 202 while it goes on.");
        routes.Post("/guilds/{guild_id}/events", RaiseAsync, "Brings an event to every template of the guild that subscribes to it.");
        routes.Get("/runs", context => Responses.WriteAsync(context, runs.ToJson()), "The last runs of this process, for the page; local host only.");
    }

    private async Task ExecuteAsync(HttpContext context)
    {
        var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            await ProblemWriter.WriteAsync(context, unreadable);
            return;
        }

        if (!ExecuteRequest.TryParse(body.Bytes, EventIds.New(time), out var request, out var problem))
        {
            await ProblemWriter.WriteAsync(context, problem);
            return;
        }

        // Whoever gets here is on this machine or has shown the key, and may run source that is not stored.
        var answer = await executor.Guilds.ExecuteAsync(request, context.RequestAborted);
        if (answer.IsOk)
        {
            Note(request, answer.Value);
            await Responses.WriteAsync(context, answer.Value);
        }
        else
        {
            await Responses.RefuseAsync(context, answer);
        }
    }

    private async Task GetExecutionAsync(HttpContext context)
    {
        var answer = await executor.Guilds.GetExecutionAsync(new Parameters(context).Segment("id"), context.RequestAborted);
        await (answer.IsOk ? Responses.WriteAsync(context, answer.Value) : Responses.RefuseAsync(context, answer));
    }

    private async Task RaiseAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        var wait = parameters.Flag("wait");
        if (parameters.AreRefused(out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            await ProblemWriter.WriteAsync(context, unreadable);
            return;
        }

        var answer = await executor.Guilds.RaiseAsync(guild, body.Bytes, wait, context.RequestAborted);
        await (answer is { IsOk: true, Value: { } result }
            ? Responses.WriteAsync(context, result.ToJson(), result.IsAccepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK)
            : Responses.RefuseAsync(context, answer));
    }

    /// <summary>Stored outcomes are noted by the store.</summary>
    private void Note(ExecuteRequest request, in ExecuteResult result)
    {
        if (result.Outcome is { } outcome && request.IdempotencyKey is null)
        {
            runs.Add(new RecentRun(
                time.GetUtcNow(), request.Guild, request.Template, request.Event.Name, outcome.IsOk ? "ok" : "error", outcome.Result.Duration.TotalMilliseconds));
        }
    }
}
