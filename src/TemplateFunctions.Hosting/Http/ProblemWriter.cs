using Microsoft.AspNetCore.Http;
using System.Globalization;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Hosting.Http;

/// <summary>Writes refusals as <c>application/problem+json</c>.</summary>
internal static class ProblemWriter
{
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(5);

    /// <summary>Answers with the problem and the status of its code.</summary>
    /// <param name="context">The request; its answer must not have begun.</param>
    /// <param name="problem">What was wrong.</param>
    /// <param name="status">Another status than the code's own.</param>
    /// <param name="retryAfter">When to try again, rounded up to whole seconds; 429 and 503 say it in any case.</param>
    public static async Task WriteAsync(HttpContext context, Problem problem, int? status = null, TimeSpan? retryAfter = null)
    {
        var body = problem.ToJson();
        var response = context.Response;
        CorrelationId.Show(context);
        response.StatusCode = status ?? problem.Status;
        response.ContentType = "application/problem+json";
        response.ContentLength = body.Length;
        retryAfter ??= response.StatusCode is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? UsualWait : null;
        if (retryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(body, context.RequestAborted);
        }
    }
}
