using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Http;

namespace TemplateFunctions.App.Functions;

/// <summary>What operators and template authors look at when something went wrong, and what tools read.</summary>
public sealed class OperationsFunctions(RouteAnswers routes)
{
    [Function("ListErrors")]
    public IResult ListErrors([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guilds/{guild_id}/errors")] HttpRequest request) =>
        routes.Answer("GET /guilds/{guild_id}/errors");

    [Function("ListDeadLetters")]
    public IResult ListDeadLetters([HttpTrigger(AuthorizationLevel.Function, "get", Route = "dead-letters")] HttpRequest request) =>
        routes.Answer("GET /dead-letters");

    [Function("ReplayDeadLetter")]
    public IResult ReplayDeadLetter(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "dead-letters/{id}/replay")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer("POST /dead-letters/{id}/replay", client);

    [Function("StartRollingReset")]
    public IResult StartRollingReset(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "operations/rolling-reset")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer("POST /operations/rolling-reset", client);

    [Function("Health")]
    public IResult Health([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "health")] HttpRequest request) => routes.Answer("GET /health");

    [Function("OpenApi")]
    public IResult OpenApi([HttpTrigger(AuthorizationLevel.Function, "get", Route = "openapi.json")] HttpRequest request) => routes.Document();
}
