using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Entities;
using TemplateFunctions.Hosting.Http;
using TemplateFunctions.Hosting.OpenApi;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.App.Http;

/// <summary>
/// Answers HTTP functions with the routes of the contract, so that a function says only which route it is. Whatever a route throws
/// becomes a problem, as on every other host.
/// </summary>
public sealed class RouteAnswers
{
    private const string Prefix = "/api";
    private readonly Contract _contract;
    private readonly EntityClients _clients;
    private readonly EdgeLimiter _edge;
    private readonly ILogger<ErrorBoundary> _logger;
    private readonly Lazy<Task<byte[]>> _document;

    internal RouteAnswers(Contract contract, EntityClients clients, EdgeLimiter edge, ILogger<ErrorBoundary> logger)
    {
        _contract = contract;
        _clients = clients;
        _edge = edge;
        _logger = logger;
        _document = new Lazy<Task<byte[]>>(() => ContractDocument.WriteAsync(contract.Routes, Prefix));
    }

    internal Contract Contract => _contract;

    /// <summary>The answer of a route, to be carried out by the web server.</summary>
    /// <param name="route">Verb and pattern, such as <c>POST /execute</c>.</param>
    /// <param name="client">The invocation's way to the entities; null for routes that need none.</param>
    public IResult Answer(string route, DurableTaskClient? client = null)
    {
        if (client is not null)
        {
            _clients.Use(client);
        }

        var handler = _contract[route].Handler;
        return new Result(new ErrorBoundary(route == HealthRoute ? handler : context => LimitedAsync(context, handler), _logger));
    }

    /// <summary>The OpenAPI document.</summary>
    public IResult Document() => new Result(new ErrorBoundary(async context => await Responses.WriteAsync(context, await _document.Value), _logger));

    /// <summary>Load balancers ask for health, and are not counted.</summary>
    private const string HealthRoute = "GET /health";

    private Task LimitedAsync(HttpContext context, RequestDelegate handler) => (_edge.CheckClient(context) ?? _edge.CheckGuild(context)) is { } tooSoon
        ? ProblemWriter.WriteAsync(context, tooSoon.Problem, retryAfter: tooSoon.RetryAfter)
        : handler(context);

    private sealed class Result(ErrorBoundary boundary) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            CorrelationId.Take(httpContext);
            httpContext.Response.Headers.XContentTypeOptions = "nosniff";
            return boundary.InvokeAsync(httpContext);
        }
    }
}
