using TemplateFunctions.App.Storage;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.App.Http;

/// <summary>Answers the routes for the whole app: what is not in this process travels to the guild's entity.</summary>
internal sealed class AppExecutor(DurableGuildHost host, AppStorage storage) : ProcessExecutor(host.Guilds, host.Templates)
{
    public override async ValueTask<HealthView> GetHealthAsync(CancellationToken cancellation) =>
        Guilds.GetHealth(await storage.Probe.CheckAsync(cancellation));
}
