using TemplateFunctions.Core.Guilds;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Http;

namespace TemplateFunctions.LocalHost.Routes;

/// <summary>What operators and template authors look at when something went wrong.</summary>
internal sealed class OperationsRoutes(Executor executor)
{
    public void Map(RouteTable routes)
    {
        routes.Get("/guilds/{guild_id}/errors", GetErrorsAsync, "The guild's recent failures, newest first.");
        routes.Get("/dead-letters", GetDeadLettersAsync, "Messages that could not be processed, with the reason, newest first.");
        routes.Post("/dead-letters/{id}/replay", ReplayAsync, "Dispatches a dead letter anew.");
        routes.Get("/health", GetHealthAsync, "Readiness; 503 while the host cannot take work. Needs no key.");
    }

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

        var errors = await executor.Guilds.GetErrorsAsync(guild, after, limit, context.RequestAborted);
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

        var page = await executor.Guilds.GetDeadLettersAsync(guild, parameters.Query("before"), limit, context.RequestAborted);
        await Responses.WriteAsync(context, page, Responses.Views.DeadLetterPageView);
    }

    private async Task ReplayAsync(HttpContext context)
    {
        var answer = await executor.Guilds.ReplayAsync(new Parameters(context).Segment("id"), context.RequestAborted);
        await (answer is { IsOk: true, Value: { } result }
            ? Responses.WriteAsync(context, result.ToJson(), StatusCodes.Status202Accepted)
            : Responses.RefuseAsync(context, answer));
    }

    private Task GetHealthAsync(HttpContext context)
    {
        var health = executor.Guilds.GetHealth(executor.Storage);
        if (executor.Pump.Trouble is not null && health.Status == "healthy")
        {
            health = health with { Status = "degraded" };
        }

        return Responses.WriteAsync(
            context, health, Responses.Views.HealthView, health.Status == "unhealthy" ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK);
    }
}
