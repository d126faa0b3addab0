using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// The guilds that this process had a moment ago: what comes for them need not travel through their entities. Being wrong does no harm:
/// every write of a run carries the guild's epoch, and a process that has lost the guild is refused before it runs an event.
/// </summary>
internal sealed partial class GuildsHere(GuildRegistry guilds, GuildServices services)
{
    /// <summary>For how long a guild is taken to be here after that was last known.</summary>
    public static readonly TimeSpan HereFor = TimeSpan.FromSeconds(30);

    /// <summary>How often a guild that gets all it gets this way has its state committed all the same.</summary>
    public static readonly TimeSpan CommitEvery = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The guild if its entity ran in this process, or the journal's fence was found to be this process's, within the last 30 s, and
    /// nothing has told since that it left. Half way through that time looks at the fence again: whoever takes the guild takes the
    /// fence first.
    /// </summary>
    public GuildShell? Find(GuildId id)
    {
        if (Peek(id) is not { } shell)
        {
            return null;
        }

        if (services.Now - shell.LastConfirmed >= HereFor / 2 && shell.TryAsk())
        {
            _ = AskAsync(shell);
        }

        return shell;
    }

    /// <summary>The same for somebody who only looks.</summary>
    public GuildShell? Peek(GuildId id) =>
        guilds.Find(id) is { Hold.IsHeld: true } shell && services.Now - shell.LastConfirmed < HereFor ? shell : null;

    private async Task AskAsync(GuildShell shell)
    {
        var (at, epoch) = (services.Now, shell.Hold.Epoch);
        try
        {
            // Its own epoch nobody gets a second time: the answer is whose the fence is.
            var fence = await services.Ports.Journal.TakeFenceAsync(shell.Id, epoch);
            if (fence.Epoch != epoch)
            {
                await shell.LoseAsync(epoch);
                return;
            }

            shell.Confirm(at);
            if (at - shell.LastEntered >= CommitEvery)
            {
                await services.Entities!.SignalAsync(shell.Id, EntityRequest.Keep());
            }
        }
        catch (StorageException failure)
        {
            LogNotAsked(services.Ports.Logger, shell.Id.ToString(), failure);
        }
    }

    [LoggerMessage(3408, LogLevel.Warning, "Guild {Guild}: it could not be made sure that it is still here; what comes next travels through its entity")]
    private static partial void LogNotAsked(ILogger logger, string guild, Exception failure);
}
