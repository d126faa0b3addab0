using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Hosting.Http;

/// <summary>
/// Turns whatever a route leaves behind into a problem answer: bare statuses of routing (404, 405), requests that Kestrel refuses
/// half-way, storage failures, and host bugs. No answer ever holds a stack trace.
/// </summary>
internal sealed partial class ErrorBoundary(RequestDelegate next, ILogger<ErrorBoundary> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && context.Response.StatusCode is 404 or 405 && context.Response.ContentType is null)
            {
                await ProblemWriter.WriteAsync(context, Unrouted(context));
            }
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The caller is gone: nobody to answer.
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, failure);
        }
    }

    private static Problem Unrouted(HttpContext context) => context.Response.StatusCode == 405
        ? Problem.Of(RequestDiagnostics.MethodNotAllowed, $"{context.Request.Method} is not allowed here; allowed: {context.Response.Headers.Allow}.")
        : Problem.Of(RequestDiagnostics.NotFound, $"There is no route {context.Request.Path}.");

    private Task AnswerAsync(HttpContext context, Exception failure)
    {
        switch (failure)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ProblemWriter.WriteAsync(context, Problem.Of(LimitDiagnostics.BodyTooLarge, $"The body is larger than {RequestBody.MaxBytes} bytes."));
            case BadHttpRequestException bad:
                return ProblemWriter.WriteAsync(context, Problem.Of(RequestDiagnostics.NotJson, bad.Message), bad.StatusCode);
            case StorageException storage:
                LogStorage(storage, context.TraceIdentifier);
                return ProblemWriter.WriteAsync(context, Problem.Of(HostDiagnostics.StorageUnavailable, storage.Message));
            default:
                LogBug(failure, context.TraceIdentifier);
                return ProblemWriter.WriteAsync(context, Problem.Of(HostDiagnostics.Internal, $"The log of the host has the details under the correlation id {context.TraceIdentifier}."));
        }
    }

    [LoggerMessage(5001, LogLevel.Error, "Request {CorrelationId} met a storage failure.")]
    private partial void LogStorage(Exception failure, string correlationId);

    [LoggerMessage(5002, LogLevel.Critical, "Request {CorrelationId} met a bug of the host.")]
    private partial void LogBug(Exception failure, string correlationId);
}
