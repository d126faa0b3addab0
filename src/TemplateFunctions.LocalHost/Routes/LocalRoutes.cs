using TemplateFunctions.Hosting.OpenApi;
using TemplateFunctions.Hosting.Routes;
using TemplateFunctions.LocalHost.Hosting;

namespace TemplateFunctions.LocalHost.Routes;

/// <summary>Binds the contract to the web server, with the routes that only this host has.</summary>
internal static class LocalRoutes
{
    private const string Prefix = "/api";

    /// <summary>Maps every route, and the document that describes them at both of its addresses.</summary>
    public static void MapContract(this WebApplication app)
    {
        var runs = app.Services.GetRequiredService<RecentRuns>();
        var contract = new Contract(
            app.Services.GetRequiredService<IExecutor>(),
            app.Services.GetRequiredService<TimeProvider>(),
            new ContractRoute("GET", "/runs", "The last runs of this process, for the page; local host only.", context => Responses.WriteAsync(context, runs.ToJson())));
        foreach (var route in contract.Routes)
        {
            app.MapMethods(Prefix + route.Pattern, [route.Method], route.Handler);
        }

        var document = new Lazy<Task<byte[]>>(() => ContractDocument.WriteAsync(contract.Routes, Prefix));
        foreach (var address in (string[])["/openapi.json", $"{Prefix}/openapi.json"])
        {
            app.MapGet(address, async context => await Responses.WriteAsync(context, await document.Value));
        }
    }
}
