using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>A parked run as a row; its payload is the row's body. Event ids hold no character that a key may not, ids of guilds only digits.</summary>
internal static class JournalRow
{
    public const string Family = "p|";

    public static string PartitionOf(GuildId guild) => TableKeys.RunPartition(guild);

    /// <summary>How the keys of a guild's rows begin.</summary>
    public static string PrefixOf(GuildId guild) => $"{Family}{guild}|";

    public static string KeyOf(GuildId guild, string eventId) => PrefixOf(guild) + eventId;

    /// <summary>The guild that a row's key names.</summary>
    public static bool TryGuild(string key, out GuildId guild) => GuildId.TryParse(key[Family.Length..key.IndexOf('|', Family.Length)], out guild);

    /// <summary>The event that the key of a guild's row names.</summary>
    public static string EventIdOf(GuildId guild, string key) => key[PrefixOf(guild).Length..];

    public static TableRow Write(InflightRow row, string etag) => new(PartitionOf(row.Guild), KeyOf(row.Guild, row.EventId))
    {
        ETag = etag,
        ["Attempt"] = (long)row.Attempt,
        ["Incarnation"] = row.Incarnation,
        ["Epoch"] = row.Epoch,
        ["CreatedAt"] = row.CreatedAt.UtcTicks,
    };

    public static InflightRow Read(TableRow row, GuildId guild, ReadOnlyMemory<byte> payload) => new()
    {
        Guild = guild,
        EventId = EventIdOf(guild, row.Key),
        Payload = payload,
        Attempt = (int)row.Number("Attempt"),
        Incarnation = row.Text("Incarnation"),
        Epoch = row.Number("Epoch"),
        CreatedAt = row.Time("CreatedAt"),
    };
}
