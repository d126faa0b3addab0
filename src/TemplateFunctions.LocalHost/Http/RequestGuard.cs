using TemplateFunctions.Core.Diagnostics;

using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Http;

/// <summary>What every request passes before its route: correlation, shutdown, rate, origin, key. Routes are known by then, for the rate of a guild.</summary>
internal sealed class RequestGuard(RequestDelegate next, KeyCheck key, EdgeLimiter edge, IHostApplicationLifetime lifetime)
{
    public Task InvokeAsync(HttpContext context)
    {
        CorrelationId.Take(context);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // The page is the same for everybody and holds no data; health is for load balancers, which hold no key.
        if (!IsApi(context.Request.Path) || IsHealth(context.Request.Path))
        {
            return next(context);
        }

        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ProblemWriter.WriteAsync(context, Problem.Of(HostDiagnostics.ShuttingDown, "The host is shutting down and takes no new work."));
        }

        if (edge.CheckClient(context) is { } tooSoon)
        {
            return ProblemWriter.WriteAsync(context, tooSoon.Problem, retryAfter: tooSoon.RetryAfter);
        }

        if ((OriginCheck.Check(context.Request, key.IsRequired) ?? key.Check(context.Request)) is { } problem)
        {
            return ProblemWriter.WriteAsync(context, problem);
        }

        return edge.CheckGuild(context) is { } busy ? ProblemWriter.WriteAsync(context, busy.Problem, retryAfter: busy.RetryAfter) : next(context);
    }

    private static bool IsApi(PathString path) => path.StartsWithSegments("/api") || path == "/openapi.json";

    private static bool IsHealth(PathString path) => path == "/api/health";
}
