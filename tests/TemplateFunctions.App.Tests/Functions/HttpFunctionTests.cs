using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;
using TemplateFunctions.App.Functions;
using TemplateFunctions.App.Http;
using TemplateFunctions.EndToEnd.Tests.Fixtures;

namespace TemplateFunctions.App.Tests.Functions;

public sealed class HttpFunctionTests(SharedHost shared)
{
    private static readonly string[] OwnRoutes = ["GET /openapi.json"];
    private readonly Host _host = shared.Host;

    [Fact]
    public void Functions_AreTheRoutesOfTheContract_EachOnce()
    {
        var triggers = Host.Functions().Select(Host.Trigger).OfType<HttpTriggerAttribute>().ToList();
        var bound = triggers.Select(trigger => $"{Assert.Single(trigger.Methods!).ToUpperInvariant()} /{trigger.Route}").ToList();
        var contract = _host.App.Services.GetRequiredService<RouteAnswers>().Contract.Routes.Select(route => route.Key);

        Assert.Equal(contract.Concat(OwnRoutes).Order(), bound.Order());
    }

    [Fact]
    public void Functions_AllButHealth_AskForAKey()
    {
        var open = Host.Functions().Where(function => Host.Trigger(function) is { AuthLevel: not AuthorizationLevel.Function });

        Assert.Equal(["Health"], open.Select(NameOf));
    }

    [Fact]
    public void Functions_HaveNamesOfTheirOwn()
    {
        var names = Host.Functions().Select(NameOf).ToList();

        Assert.Equal(names.Distinct(StringComparer.OrdinalIgnoreCase), names);
        Assert.Contains("OnEvent", names);
        Assert.Contains("GuildVm", names);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRoute()
    {
        var paths = JsonNode.Parse((await _host.GetAsync("/api/openapi.json")).Body)!["paths"]!.AsObject();
        var described = paths.SelectMany(path => path.Value!.AsObject().Select(verb => $"{verb.Key.ToUpperInvariant()} {path.Key["/api".Length..]}"));

        Assert.Equal(_host.App.Services.GetRequiredService<RouteAnswers>().Contract.Routes.Select(route => route.Key).Order(), described.Order());
    }

    [Fact]
    public async Task Health_StorageTakesWrites_IsHealthy()
    {
        var answer = await _host.GetAsync("/api/health");

        Assert.Equal((HttpStatusCode.OK, "healthy"), (answer.Status, (string?)answer.Json["status"]));
    }

    [Fact]
    public async Task RollingReset_Started_AnswersTheInstance()
    {
        var answer = await _host.SendAsync(HttpMethod.Post, "/api/operations/rolling-reset");

        Assert.Equal((HttpStatusCode.Accepted, "instance-1"), (answer.Status, (string?)answer.Json["instance_id"]));
        Assert.Contains(_host.App.Engine.Orchestrations, started => started.Name == RollingResetFunctions.Orchestration);
    }

    private static string NameOf(MethodInfo function) => function.GetCustomAttribute<FunctionAttribute>()!.Name;
}
