using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Http;

namespace TemplateFunctions.App.Functions;

/// <summary>Running templates: by name, and by events that they subscribe to.</summary>
public sealed class ExecutionFunctions(RouteAnswers routes)
{
    [Function("Execute")]
    public IResult Execute(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "execute")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer("POST /execute", client);

    [Function("GetExecution")]
    public IResult GetExecution([HttpTrigger(AuthorizationLevel.Function, "get", Route = "executions/{id}")] HttpRequest request) =>
        routes.Answer("GET /executions/{id}");

    [Function("RaiseEvent")]
    public IResult RaiseEvent(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "guilds/{guild_id}/events")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer("POST /guilds/{guild_id}/events", client);
}
