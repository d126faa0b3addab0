using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Keeps the state in the journal: for a host that is alone with its store.</summary>
internal sealed class JournaledState(GuildId id, GuildServices services) : IStateKeeper
{
    private long _version;
    private bool _loaded;
    private bool _versionKnown;

    public async ValueTask<GuildVmState?> LoadAsync()
    {
        if (_versionKnown)
        {
            return null;
        }

        var row = await services.Ports.Journal.GetStateAsync(id);
        var first = !_loaded;
        _version = row?.Version ?? 0;
        (_loaded, _versionKnown) = (true, true);
        return row is not null && first ? GuildVmStateJson.Read(row.Json.Span) : null;
    }

    public async ValueTask KeepAsync(GuildVmState state)
    {
        var stored = await services.Ports.Journal.PutStateAsync(id, GuildVmStateJson.Write(state), _version)
            ?? throw new StorageException(Diagnostics.HostDiagnostics.StaleEpoch.Code, $"The state of guild {id} was written by another process.");
        _version = stored.Version;
    }

    public void Doubt() => _versionKnown = false;

    public void Changed()
    {
        // What must be kept was kept before its effects.
    }

    public async ValueTask FlushAsync(GuildVmState state)
    {
        if (_versionKnown && state != GuildVmState.Initial)
        {
            await KeepAsync(state);
        }
    }
}
