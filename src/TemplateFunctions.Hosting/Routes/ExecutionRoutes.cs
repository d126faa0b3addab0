using Microsoft.AspNetCore.Http;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>Running templates: by name, and by events that they subscribe to.</summary>
internal sealed class ExecutionRoutes(IExecutor executor, TimeProvider time)
{
    public IEnumerable<ContractRoute> All() =>
    [
        new("POST", "/execute", "Runs one template on one event and answers its outcome.", ExecuteAsync),
        new("GET", "/executions/{id}", "The stored outcome of a run, kept for 24 hours; 202 while it goes on.", GetExecutionAsync),
        new("POST", "/guilds/{guild_id}/events", "Brings an event to every template of the guild that subscribes to it.", RaiseAsync),
    ];

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
        var answer = await executor.ExecuteAsync(request, context.RequestAborted);
        if (answer.IsOk)
        {
            await Responses.WriteAsync(context, answer.Value);
        }
        else
        {
            await Responses.RefuseAsync(context, answer);
        }
    }

    private async Task GetExecutionAsync(HttpContext context)
    {
        var answer = await executor.GetExecutionAsync(new Parameters(context).Segment("id"), context.RequestAborted);
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

        var answer = await executor.RaiseAsync(guild, body.Bytes, wait, context.RequestAborted);
        await (answer is { IsOk: true, Value: { } result }
            ? Responses.WriteAsync(context, result.ToJson(), result.IsAccepted ? StatusCodes.Status202Accepted : StatusCodes.Status200OK)
            : Responses.RefuseAsync(context, answer));
    }
}
