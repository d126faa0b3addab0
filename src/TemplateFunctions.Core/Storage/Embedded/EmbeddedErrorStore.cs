using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>The error rings in the embedded store.</summary>
internal sealed class EmbeddedErrorStore(LogEngine engine, ErrorTable table) : IErrorStore
{
    public ValueTask<ErrorEntry> RecordAsync(ErrorEntry entry, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            In(entry.Guild),
            transaction =>
            {
                var key = ErrorTable.KeyOf(entry);
                var ring = table.RingOf(entry.Guild);
                var known = table.TryGet(key, out var row) ? row.Meta : null;
                var stored = entry with
                {
                    Sequence = ring.Count == 0 ? 1 : ring.Last().Meta.Sequence + 1,
                    Count = (known?.Count ?? 0) + 1,
                    FirstAt = known?.FirstAt ?? entry.LastAt,
                };

                // A failure in a loop must not cost a flush each time it happens.
                transaction.Lazy = known is not null;
                if (known is null && ring.Count >= StorageLimits.ErrorsPerGuild)
                {
                    transaction.Delete(table, ring.First().Key);
                }

                transaction.Put(table, key, stored with { Frame = null, Traceback = null }, TextsOf(stored));
                return stored;
            },
            cancellation);

    public ValueTask<IReadOnlyList<ErrorEntry>> ListAsync(
        GuildId guild, long after = 0, int limit = StorageLimits.ErrorsPerGuild, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            In(guild),
            () => table.RingOf(guild).Reverse().TakeWhile(row => row.Meta.Sequence > after).Take(limit).ToArray(),
            IReadOnlyList<ErrorEntry> (rows) => [.. rows.Select(WithTexts)],
            cancellation);

    private static Partition In(GuildId guild) => Partition.Of(Area.Errors, guild);

    private static byte[] TextsOf(ErrorEntry entry)
    {
        var writer = new ByteWriter(256);
        writer.OptionalString(entry.Frame);
        writer.OptionalString(entry.Traceback);
        return writer.Written.ToArray();
    }

    private static ErrorEntry WithTexts(Row<ErrorEntry> row)
    {
        var reader = new ByteReader(row.ReadBody().Span);
        return row.Meta with { Frame = reader.OptionalString(), Traceback = reader.OptionalString() };
    }
}
