using Microsoft.AspNetCore.Http;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Hosting.Http;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>The VMs of guilds, and the threads that own them.</summary>
internal sealed class VmRoutes(IExecutor executor)
{
    private const string Vm = "/guilds/{guild_id}/vm";

    public IEnumerable<ContractRoute> All() =>
    [
        new("GET", Vm, "The state of the guild's VM.", context => OfGuildAsync(context, GetAsync)),
        new("DELETE", Vm, "Ends the guild's VM; the next event builds a fresh one.", context => OfGuildAsync(context, DestroyAsync)),
        new("POST", $"{Vm}/actions", "Asks the VM for one thing: get_state, get_memory_usage, set_memory_limit, clear_cache, destroy.", context => OfGuildAsync(context, ActAsync)),
        new("POST", "/guilds/{guild_id}/reset", "Ends the guild's VM, forgets its faults and lifts its quarantine.", context => OfGuildAsync(context, ResetAsync)),
        new("GET", "/vms", "All VMs of this process.", context => Responses.WriteAsync(context, executor.Vms(), Responses.Views.IReadOnlyListVmView)),
        new("GET", "/threads", "All VM threads of this process with their load.", context => Responses.WriteAsync(context, executor.Threads(), Responses.Views.IReadOnlyListThreadView)),
    ];

    private static Task OfGuildAsync(HttpContext context, Func<HttpContext, GuildId, Task> handle)
    {
        var parameters = new Parameters(context);
        var guild = parameters.Guild();
        return parameters.AreRefused(out var refused) ? ProblemWriter.WriteAsync(context, refused) : handle(context, guild);
    }

    private async Task GetAsync(HttpContext context, GuildId guild)
    {
        var answer = await executor.GetVmAsync(guild);
        await (answer is { IsOk: true, Value: { } view } ? Responses.WriteAsync(context, view, Responses.Views.VmView) : Responses.RefuseAsync(context, answer));
    }

    private async Task DestroyAsync(HttpContext context, GuildId guild) => await Responses.WriteAsync(
        context, new VmActionResult { Type = "destroy", Destroyed = await executor.DestroyAsync(guild) }, Responses.Views.VmActionResult);

    private async Task ResetAsync(HttpContext context, GuildId guild)
    {
        await executor.ResetAsync(guild);
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

        var answer = await executor.ActAsync(guild, body.Bytes);
        await (answer is { IsOk: true, Value: { } result } ? Responses.WriteAsync(context, result, Responses.Views.VmActionResult) : Responses.RefuseAsync(context, answer));
    }
}
