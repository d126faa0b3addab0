using TemplateFunctions.Core.Guilds;
using TemplateFunctions.LocalHost.Hosting;
using TemplateFunctions.LocalHost.Http;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.LocalHost.Routes;

/// <summary>The VMs of guilds, and the threads that own them.</summary>
internal sealed class VmRoutes(Executor executor)
{
    private const string Vm = "/guilds/{guild_id}/vm";

    public void Map(RouteTable routes)
    {
        routes.Get(Vm, context => OfGuildAsync(context, GetAsync), "The state of the guild's VM.");
        routes.Delete(Vm, context => OfGuildAsync(context, DestroyAsync), "Ends the guild's VM; the next event builds a fresh one.");
        routes.Post($"{Vm}/actions", context => OfGuildAsync(context, ActAsync), "Asks the VM for one thing: get_state, get_memory_usage, set_memory_limit, clear_cache, destroy.");
        routes.Post("/guilds/{guild_id}/reset", context => OfGuildAsync(context, ResetAsync), "Ends the guild's VM, forgets its faults and lifts its quarantine.");
        routes.Get("/vms", context => Responses.WriteAsync(context, executor.Guilds.Vms(), Responses.Views.IReadOnlyListVmView), "All VMs of this process.");
        routes.Get("/threads", context => Responses.WriteAsync(context, executor.Guilds.Threads(), Responses.Views.IReadOnlyListThreadView), "All VM threads with their load.");
    }

    private static Task OfGuildAsync(HttpContext context, Func<HttpContext, GuildId, Task> handle)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        return parameters.AreRefused(out var refused) ? ProblemWriter.WriteAsync(context, refused) : handle(context, guild);
    }

    private async Task GetAsync(HttpContext context, GuildId guild)
    {
        var answer = await executor.Guilds.GetVmAsync(guild);
        await (answer is { IsOk: true, Value: { } view } ? Responses.WriteAsync(context, view, Responses.Views.VmView) : Responses.RefuseAsync(context, answer));
    }

    private async Task DestroyAsync(HttpContext context, GuildId guild) => await Responses.WriteAsync(
        context, new VmActionResult { Type = "destroy", Destroyed = await executor.Guilds.DestroyAsync(guild) }, Responses.Views.VmActionResult);

    private async Task ResetAsync(HttpContext context, GuildId guild)
    {
        await executor.Guilds.ResetAsync(guild);
        await Responses.Done(context);
    }

    private async Task ActAsync(HttpContext context, GuildId guild)
    {
        var body = await RequestBody.ReadAsync(context);
        if (body.Problem is { } unreadable)
        {
            await ProblemWriter.WriteAsync(context, unreadable);
            return;
        }

        var answer = await executor.Guilds.ActAsync(guild, body.Bytes);
        await (answer is { IsOk: true, Value: { } result } ? Responses.WriteAsync(context, result, Responses.Views.VmActionResult) : Responses.RefuseAsync(context, answer));
    }
}
