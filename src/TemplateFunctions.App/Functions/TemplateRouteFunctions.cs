using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Http;

namespace TemplateFunctions.App.Functions;

/// <summary>A guild's templates. Changes are told to the guild's entity.</summary>
public sealed class TemplateRouteFunctions(RouteAnswers routes)
{
    private const string One = "guilds/{guild_id}/templates/{name}";

    [Function("ListTemplates")]
    public IResult ListTemplates([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guilds/{guild_id}/templates")] HttpRequest request) =>
        routes.Answer("GET /guilds/{guild_id}/templates");

    [Function("GetTemplate")]
    public IResult GetTemplate([HttpTrigger(AuthorizationLevel.Function, "get", Route = One)] HttpRequest request) => routes.Answer($"GET /{One}");

    [Function("PutTemplate")]
    public IResult PutTemplate([HttpTrigger(AuthorizationLevel.Function, "put", Route = One)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer($"PUT /{One}", client);

    [Function("DeleteTemplate")]
    public IResult DeleteTemplate([HttpTrigger(AuthorizationLevel.Function, "delete", Route = One)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer($"DELETE /{One}", client);
}
