using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using TemplateFunctions.App.Http;

namespace TemplateFunctions.App.Functions;

/// <summary>The VMs of guilds: one guild's wherever it is, or all of this instance.</summary>
public sealed class VmFunctions(RouteAnswers routes)
{
    private const string Vm = "guilds/{guild_id}/vm";

    [Function("GetVm")]
    public IResult GetVm([HttpTrigger(AuthorizationLevel.Function, "get", Route = Vm)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer($"GET /{Vm}", client);

    [Function("DestroyVm")]
    public IResult DestroyVm([HttpTrigger(AuthorizationLevel.Function, "delete", Route = Vm)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer($"DELETE /{Vm}", client);

    [Function("ActOnVm")]
    public IResult ActOnVm([HttpTrigger(AuthorizationLevel.Function, "post", Route = $"{Vm}/actions")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer($"POST /{Vm}/actions", client);

    [Function("ResetGuild")]
    public IResult ResetGuild(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "guilds/{guild_id}/reset")] HttpRequest request, [DurableClient] DurableTaskClient client) =>
        routes.Answer("POST /guilds/{guild_id}/reset", client);

    [Function("ListVms")]
    public IResult ListVms([HttpTrigger(AuthorizationLevel.Function, "get", Route = "vms")] HttpRequest request) => routes.Answer("GET /vms");

    [Function("ListThreads")]
    public IResult ListThreads([HttpTrigger(AuthorizationLevel.Function, "get", Route = "threads")] HttpRequest request) => routes.Answer("GET /threads");
}
