using System.Globalization;
using System.Text.Json;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Errors;

/// <summary>
/// The recent failures of each guild in a table: a row per failure, keyed by what makes two of them equal, and the row <c>ring</c>
/// that counts occurrences and entries in the same commit.
/// </summary>
internal sealed class TableErrorStore(ITable table) : IErrorStore
{
    private const string Ring = "ring";
    private const string Entries = "e|";
    private const int MostBytes = 512 << 10;
    private const int MostText = 32 << 10;
    private readonly PartitionGates _gates = new();

    public async ValueTask<ErrorEntry> RecordAsync(ErrorEntry entry, CancellationToken cancellation = default)
    {
        var partition = entry.Guild.ToString();
        return await _gates.InTurnAsync(partition, () => table.UntilDoneAsync(() => TryRecordAsync(partition, entry, cancellation)), cancellation);
    }

    public async ValueTask<IReadOnlyList<ErrorEntry>> ListAsync(
        GuildId guild, long after = 0, int limit = StorageLimits.ErrorsPerGuild, CancellationToken cancellation = default)
    {
        var rows = await table.ListAsync(TableQuery.Prefix(guild.ToString(), Entries), cancellation);
        return [.. rows.Where(row => row.Number("Sequence") > after).OrderByDescending(row => row.Number("Sequence")).Take(limit).Select(Read)];
    }

    private async Task<(bool Done, ErrorEntry Stored)> TryRecordAsync(string partition, ErrorEntry entry, CancellationToken cancellation)
    {
        var key = Entries + TableKeys.Hash(
            entry.Template ?? "", entry.Code, entry.Message, entry.File ?? "", entry.Line?.ToString(CultureInfo.InvariantCulture) ?? "");
        var ring = await table.GetAsync(partition, Ring, null, cancellation);
        var found = await table.GetAsync(partition, key, null, cancellation);
        var known = found is null ? null : Read(found);
        var sequence = (ring?.Number("Sequence") ?? 0) + 1;
        var stored = entry with { Sequence = sequence, Count = (known?.Count ?? 0) + 1, FirstAt = known?.FirstAt ?? entry.LastAt };
        var entries = ring?.Number("Entries") ?? 0;
        var oldest = found is null && entries >= StorageLimits.ErrorsPerGuild ? await OldestAsync(partition, cancellation) : null;
        var row = new TableRow(partition, key) { ETag = found?.ETag ?? "", ["Sequence"] = sequence };
        ChunkedBody.Write(row, ToJson(stored));
        TableChange[] changes =
        [
            TableChange.Put(new TableRow(partition, Ring)
            {
                ETag = ring?.ETag ?? "",
                ["Sequence"] = sequence,
                ["Entries"] = found is null && oldest is null ? entries + 1 : entries,
            }),
            TableChange.Put(row),
            .. oldest is null ? Array.Empty<TableChange>() : [TableChange.Delete(oldest)],
        ];
        return (await table.CommitAsync(changes, cancellation) is not null, stored);
    }

    /// <summary>Frame and traceback are help, not identity: an entry that one row cannot hold goes without them.</summary>
    private static byte[] ToJson(ErrorEntry entry)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(entry);
        return json.Length <= MostBytes ? json : JsonSerializer.SerializeToUtf8Bytes(entry with { Frame = null, Traceback = null, Message = entry.Message[..Math.Min(entry.Message.Length, MostText)] });
    }

    private async Task<TableRow?> OldestAsync(string partition, CancellationToken cancellation) =>
        (await table.ListAsync(TableQuery.Prefix(partition, Entries) with { Fields = ["Sequence"] }, cancellation)).MinBy(row => row.Number("Sequence"));

    private static ErrorEntry Read(TableRow row) => JsonSerializer.Deserialize<ErrorEntry>(ChunkedBody.ReadSmall(row))!;
}
