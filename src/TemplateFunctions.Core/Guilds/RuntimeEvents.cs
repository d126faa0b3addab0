using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// Takes what the runtime tells and passes it to the guilds of a host. Made first, because the runtime
/// needs it before there are guilds.
/// </summary>
public sealed class RuntimeEvents : IRuntimeObserver
{
    private GuildRegistry? _guilds;
    private GuildServices? _services;

    /// <inheritdoc/>
    public void OnBroken(GuildId guild, BrokenReason reason) => Volatile.Read(ref _guilds)?.Find(guild)?.OnBroken(reason);

    /// <inheritdoc/>
    public void OnProcessLost(GuildId guild, bool wasRunning) => Volatile.Read(ref _guilds)?.Find(guild)?.OnProcessLost(wasRunning);

    /// <inheritdoc/>
    public void OnTaskError(GuildId guild, string template, string runId, RunError error) =>
        Volatile.Read(ref _services)?.Errors.Record(guild, template, error);

    internal void Attach(GuildRegistry guilds, GuildServices services)
    {
        Volatile.Write(ref _services, services);
        Volatile.Write(ref _guilds, guilds);
    }
}
