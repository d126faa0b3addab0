using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>All guilds are in this process.</summary>
internal sealed class LocalAccess(GuildRegistry guilds, GuildServices services, TemplateExecutor executor, EventDispatcher dispatcher) : IGuildAccess
{
    public ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation) =>
        executor.ExecuteAsync(request, cancellation);

    public Task<IReadOnlyList<RunTicket>> RaiseAsync(EventMessage message, string source, bool wait, bool replay = false) =>
        dispatcher.DispatchAsync(message, source, attempt: 1, journalFirst: !wait, anew: replay);

    public async ValueTask<LifecycleError?> OperateAsync(GuildId guild, GuildOperation operation)
    {
        var shell = guilds.Get(guild);
        if (operation is GuildOperation.SetMemoryLimit)
        {
            await shell.HoldAsync();
        }

        return await shell.OperateAsync(operation);
    }

    /// <summary>From memory, or from the store.</summary>
    public async ValueTask<GuildVmState?> StateAsync(GuildId guild)
    {
        if (guilds.Find(guild) is { Hold.IsHeld: true } shell)
        {
            return shell.State;
        }

        return await services.Ports.Journal.GetStateAsync(guild) is { } row ? GuildVmStateJson.Read(row.Json.Span) : null;
    }

    /// <summary>Only a guild that this process holds has anything to forget.</summary>
    public async ValueTask ReloadAsync(GuildId guild, CancellationToken cancellation)
    {
        if (guilds.Find(guild) is { } shell)
        {
            var revision = await services.Catalog.RevisionAsync(guild, cancellation);
            await shell.OperateAsync(new GuildOperation.Reload(revision));
        }
    }
}
