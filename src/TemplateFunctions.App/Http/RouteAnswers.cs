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
    private readonly ILogger<ErrorBoundary> _logger;
    private readonly Lazy<Task<byte[]>> _document;

    internal RouteAnswers(Contract contract, EntityClients clients, ILogger<ErrorBoundary> logger)
    {
        _contract = contract;
        _clients = clients;
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

        return new Result(new ErrorBoundary(_contract[route].Handler, _logger));
    }

    /// <summary>The OpenAPI document.</summary>
    public IResult Document() => new Result(new ErrorBoundary(async context => await Responses.WriteAsync(context, await _document.Value), _logger));

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
