using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The guilds that this process has had to do with.</summary>
internal sealed class GuildRegistry(GuildServices services)
{
    private readonly ConcurrentDictionary<GuildId, GuildShell> _guilds = new();

    public IEnumerable<GuildShell> All => _guilds.Values;

    public GuildShell Get(GuildId id) => _guilds.TryGetValue(id, out var known) ? known : _guilds.GetOrAdd(id, new GuildShell(id, services));

    public GuildShell? Find(GuildId id) => _guilds.GetValueOrDefault(id);
}
