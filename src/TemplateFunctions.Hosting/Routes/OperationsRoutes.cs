using Microsoft.AspNetCore.Http;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>What operators and template authors look at when something went wrong.</summary>
internal sealed class OperationsRoutes(IExecutor executor)
{
    public IEnumerable<ContractRoute> All() =>
    [
        new("GET", "/guilds/{guild_id}/errors", "The guild's recent failures, newest first.", GetErrorsAsync),
        new("GET", "/dead-letters", "Messages that could not be processed, with the reason, newest first.", GetDeadLettersAsync),
        new("POST", "/dead-letters/{id}/replay", "Dispatches a dead letter anew.", ReplayAsync),
        new("GET", "/health", "Readiness; 503 while the host cannot take work. Needs no key.", GetHealthAsync),
    ];

    private async Task GetErrorsAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        var after = parameters.Whole("after", 0, 0, long.MaxValue);
        var limit = (int)parameters.Whole("limit", 200, 1, 200);
        if (parameters.AreRefused(out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var errors = await executor.GetErrorsAsync(guild, after, limit, context.RequestAborted);
        await Responses.WriteAsync(context, errors, Responses.Views.IReadOnlyListErrorView);
    }

    private async Task GetDeadLettersAsync(HttpContext context)
    {
        var parameters = new Parameters(context);
        var guild = parameters.OptionalGuild();
        var limit = (int)parameters.Whole("limit", 100, 1, 1000);
        if (parameters.AreRefused(out var refused))
        {
            await ProblemWriter.WriteAsync(context, refused);
            return;
        }

        var page = await executor.GetDeadLettersAsync(guild, parameters.Query("before"), limit, context.RequestAborted);
        await Responses.WriteAsync(context, page, Responses.Views.DeadLetterPageView);
    }

    private async Task ReplayAsync(HttpContext context)
    {
        var answer = await executor.ReplayAsync(new Parameters(context).Segment("id"), context.RequestAborted);
        await (answer is { IsOk: true, Value: { } result }
            ? Responses.WriteAsync(context, result.ToJson(), StatusCodes.Status202Accepted)
            : Responses.RefuseAsync(context, answer));
    }

    private async Task GetHealthAsync(HttpContext context)
    {
        var health = await executor.GetHealthAsync(context.RequestAborted);
        await Responses.WriteAsync(
            context, health, Responses.Views.HealthView, health.Status == "unhealthy" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
