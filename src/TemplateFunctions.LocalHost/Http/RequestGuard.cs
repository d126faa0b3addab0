using TemplateFunctions.Core.Diagnostics;

using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.LocalHost.Http;

/// <summary>What every request passes before its route: correlation, shutdown, origin, key.</summary>
internal sealed class RequestGuard(RequestDelegate next, KeyCheck key, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan RestartTime = TimeSpan.FromSeconds(5);

    public Task InvokeAsync(HttpContext context)
    {
        CorrelationId.Take(context);
        context.Response.Headers.XContentTypeOptions = "nosniff";
        if (Refusal(context.Request) is not { } problem)
        {
            return next(context);
        }

        return ProblemWriter.WriteAsync(context, problem, retryAfter: problem.Code == HostDiagnostics.ShuttingDown.Code ? RestartTime : null);
    }

    private Problem? Refusal(HttpRequest request)
    {
        // The page is the same for everybody and holds no data; health is for load balancers, which hold no key.
        if (!IsApi(request.Path) || IsHealth(request.Path))
        {
            return null;
        }

        return lifetime.ApplicationStopping.IsCancellationRequested
            ? Problem.Of(HostDiagnostics.ShuttingDown, "The host is shutting down and takes no new work.")
            : OriginCheck.Check(request, key.IsRequired) ?? key.Check(request);
    }

    private static bool IsApi(PathString path) => path.StartsWithSegments("/api") || path == "/openapi.json";

    private static bool IsHealth(PathString path) => path == "/api/health" || path == "/health";
}
