using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// The guilds whose entities ran in this process a moment ago: what comes for them need not travel through their entities. Being wrong
/// does no harm: every write of a run carries the guild's epoch, and a process that has lost the guild is refused before it runs anything.
/// </summary>
internal sealed partial class GuildsHere(GuildRegistry guilds, GuildServices services)
{
    /// <summary>For how long after an operation of its entity a guild is taken to be here.</summary>
    public static readonly TimeSpan HereFor = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The guild if its entity ran in this process within the last 30 s, and nothing has told since that it left. Half way through that
    /// time asks the entity for an operation, which confirms it or tells otherwise: a guild that only gets what comes this way would
    /// fall back to messages every 30 s.
    /// </summary>
    public GuildShell? Find(GuildId id)
    {
        if (Peek(id) is not { } shell)
        {
            return null;
        }

        if (services.Now - shell.LastEntered >= HereFor / 2 && shell.TryAskToEnter())
        {
            _ = AskAsync(id);
        }

        return shell;
    }

    /// <summary>The same for somebody who only looks.</summary>
    public GuildShell? Peek(GuildId id) =>
        guilds.Find(id) is { Hold.IsHeld: true } shell && services.Now - shell.LastEntered < HereFor ? shell : null;

    private async Task AskAsync(GuildId guild)
    {
        try
        {
            await services.Entities!.SignalAsync(guild, EntityRequest.Keep());
        }
        catch (StorageException failure)
        {
            LogNotAsked(services.Ports.Logger, guild.ToString(), failure);
        }
    }

    [LoggerMessage(3408, LogLevel.Warning, "Guild {Guild}: its entity could not be asked whether it is still here; what comes next travels through it")]
    private static partial void LogNotAsked(ILogger logger, string guild, Exception failure);
}
