using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// Takes what the runtime tells and passes it to the guilds of a <see cref="GuildHost"/>. Made first, because the runtime
/// needs it before there are guilds.
/// </summary>
public sealed class RuntimeEvents : IRuntimeObserver
{
    private GuildHost? _host;

    /// <inheritdoc/>
    public void OnBroken(GuildId guild, BrokenReason reason) => Volatile.Read(ref _host)?.OnBroken(guild, reason);

    /// <inheritdoc/>
    public void OnTaskError(GuildId guild, string template, string runId, RunError error) =>
        Volatile.Read(ref _host)?.OnTaskError(guild, template, error);

    internal void Attach(GuildHost host) => Volatile.Write(ref _host, host);
}
