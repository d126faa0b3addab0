using System.Text.Json;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>
/// A key-value record as a row. Its id begins with the hash of its key, so that all records of a key lie together and an id leads
/// to its row.
/// </summary>
internal static class KvRow
{
    public const string Family = "r|";

    /// <summary>Everything but the value.</summary>
    public static readonly IReadOnlyList<string> Meta = ["Key", "Scopes", "CreatedAt", "UpdatedAt", "ExpiresAt", "Resume", "BodySize", "BodyTag"];

    // A field that a merge must be able to clear holds this instead of nothing.
    private const long Never = long.MaxValue;

    public static string NewId(string key, DateTimeOffset now) => TableKeys.Hash(key) + Guid.CreateVersion7(now).ToString("N");

    public static string KeyOf(string id) => Family + id;

    public static string IdOf(TableRow row) => row.Key[Family.Length..];

    /// <summary>Whether a text can be an id, and with it part of a key.</summary>
    public static bool IsId(string id) => id.Length == 64 && id.All(char.IsAsciiHexDigitLower);

    public static TableQuery OfKey(GuildId guild, string key) => TableQuery.Prefix(guild.ToString(), Family + TableKeys.Hash(key));

    public static TableQuery OfGuild(GuildId guild) => TableQuery.Prefix(guild.ToString(), Family) with { Fields = Meta };

    public static TableRow Write(KvRecord record, string etag)
    {
        var row = new TableRow(record.Guild.ToString(), KeyOf(record.Id))
        {
            ETag = etag,
            ["Key"] = record.Key,
            ["Scopes"] = JsonSerializer.SerializeToUtf8Bytes(record.Scopes),
            ["CreatedAt"] = record.CreatedAt.UtcTicks,
            ["UpdatedAt"] = record.LastUpdatedAt.UtcTicks,
            ["ExpiresAt"] = record.ExpiresAt?.UtcTicks ?? Never,
            ["Resume"] = record.Resume ? 0L : 1L,
        };
        ChunkedBody.Write(row, record.Value);
        return row;
    }

    /// <summary>What changes the expiry and leaves the value where it is.</summary>
    public static TableRow Expiry(TableRow found, DateTimeOffset? expiresAt, DateTimeOffset now) => new(found.Partition, found.Key)
    {
        ETag = found.ETag,
        ["ExpiresAt"] = expiresAt?.UtcTicks ?? Never,
        ["UpdatedAt"] = now.UtcTicks,
    };

    public static KvRecord Read(TableRow row, GuildId guild, bool withValue = true) => new()
    {
        Id = IdOf(row),
        Guild = guild,
        Key = row.Text("Key"),
        Value = withValue ? ChunkedBody.ReadSmall(row) : default,
        Scopes = JsonSerializer.Deserialize<string[]>(row.Bytes("Scopes"))!,
        CreatedAt = row.Time("CreatedAt"),
        LastUpdatedAt = row.Time("UpdatedAt"),
        ExpiresAt = row.Number("ExpiresAt") == Never ? null : row.Time("ExpiresAt"),
        Resume = row.Number("Resume") == 0,
    };

    /// <summary>What counts against the guild's quota.</summary>
    public static long SizeOf(KvRecord record, long valueBytes) => valueBytes + record.Key.Length + record.Scopes.Sum(scope => (long)scope.Length);

    /// <summary>The records that match, best first: exactly these scopes, then the oldest.</summary>
    public static List<KvFound> Matches(IEnumerable<TableRow> rows, GuildId guild, string key, IReadOnlyList<string> asked)
    {
        var distinct = asked.Distinct(StringComparer.Ordinal).Count();
        return
        [
            .. rows.Select(row => new KvFound(row, Read(row, guild, withValue: false)))
                .Where(found => found.Record.Key == key && KvScopeSet.Covers(found.Record.Scopes, asked))
                .OrderByDescending(found => found.Record.Scopes.Count == distinct)
                .ThenBy(found => found.Record.CreatedAt)
                .ThenBy(found => found.Record.Id, StringComparer.Ordinal),
        ];
    }
}

/// <summary>A record as it was read, without its value, and its row.</summary>
internal sealed record KvFound(TableRow Row, KvRecord Record)
{
    public long Size => KvRow.SizeOf(Record, Row.Number("BodySize"));
}
