using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>A parked run as a row; its payload is the row's body. Event ids hold no character that a key may not.</summary>
internal static class JournalRow
{
    public const string Family = "p|";

    public static string KeyOf(string eventId) => Family + eventId;

    public static TableRow Write(InflightRow row, string etag) => new(row.Guild.ToString(), KeyOf(row.EventId))
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
        EventId = row.Key[Family.Length..],
        Payload = payload,
        Attempt = (int)row.Number("Attempt"),
        Incarnation = row.Text("Incarnation"),
        Epoch = row.Number("Epoch"),
        CreatedAt = row.Time("CreatedAt"),
    };
}
