using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// Keeps the state in the guild's entity: an operation of the entity commits it, and what the holder learns between two
/// operations makes it ask for the next one.
/// </summary>
internal sealed partial class EntityState(GuildId id, GuildServices services, Func<GuildVmState> now) : IStateKeeper
{
    private GuildVmState _offered = GuildVmState.Initial;
    private int _operations;
    private bool _unsaved;
    private bool _asked;

    public ValueTask<GuildVmState?> LoadAsync() => ValueTask.FromResult<GuildVmState?>(null);

    public ValueTask KeepAsync(GuildVmState state)
    {
        _unsaved = true;
        return ValueTask.CompletedTask;
    }

    public void Doubt()
    {
        // Nothing is stored here: the next operation brings the state that was committed.
    }

    /// <summary>An operation of the entity begins, in the guild's turn.</summary>
    public void Enter() => _operations++;

    /// <summary>An operation of the entity ends with this state, in the guild's turn.</summary>
    public void Leave(GuildVmState state)
    {
        _operations--;
        _offered = state;
        (_unsaved, _asked) = (false, false);
    }

    public void Changed()
    {
        if (_unsaved && !_asked && _operations == 0)
        {
            _asked = true;
            _ = AskAsync(now());
        }
    }

    public ValueTask FlushAsync(GuildVmState state) => ValueTask.CompletedTask;

    /// <summary>A quarantine goes as itself, so that it holds wherever the guild is by then.</summary>
    private async Task AskAsync(GuildVmState state)
    {
        var signal = state.QuarantinedUntil is { } until && until != _offered.QuarantinedUntil
            ? EntityRequest.Quarantine(until, state.QuarantineReason ?? "", services.Now)
            : EntityRequest.Keep();
        try
        {
            await services.Entities!.SignalAsync(id, signal);
        }
        catch (StorageException failure)
        {
            _asked = false;
            LogUnsaved(services.Ports.Logger, id.ToString(), failure);
        }
    }

    [LoggerMessage(3401, LogLevel.Warning, "Guild {Guild}: what its holder knows could not be committed yet")]
    private static partial void LogUnsaved(ILogger logger, string guild, Exception failure);
}
