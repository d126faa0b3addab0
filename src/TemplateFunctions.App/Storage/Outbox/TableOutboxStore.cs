using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Outbox;

/// <summary>
/// The outbox in a table. The rows of a sending process are one partition, so that what its requests add and remove at the same
/// time can go together.
/// </summary>
internal sealed class TableOutboxStore(ITable table) : IOutboxStore
{
    private const int IncarnationDigits = 32;

    public async ValueTask AddAsync(OutboxRow row, CancellationToken cancellation = default)
    {
        var (partition, key) = KeyOf(row.Id);
        var head = new TableRow(partition, key)
        {
            ["Guild"] = row.Guild.ToString(),
            ["Operation"] = row.Operation,
            ["Due"] = row.Due.UtcTicks,
            ["Tries"] = (long)row.Tries,
        };
        var rest = ChunkedBody.Write(head, row.Argument);
        await table.CommitAsync([TableChange.Upsert(head), .. rest.Select(TableChange.Upsert)], cancellation);
    }

    public async ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default)
    {
        var due = new List<OutboxRow>();
        await foreach (var row in table.QueryAsync(new TableQuery { Field = "Due", AtMost = now.UtcTicks, Page = Math.Min(limit, 1_000) }, cancellation))
        {
            if (due.Count == limit)
            {
                break;
            }

            if (GuildId.TryParse(row.Text("Guild"), out var guild) && await ChunkedBody.ReadAsync(table, row, cancellation) is { } argument)
            {
                due.Add(new OutboxRow
                {
                    Id = row.Partition + row.Key,
                    Guild = guild,
                    Operation = row.Text("Operation"),
                    Argument = argument,
                    Due = row.Time("Due"),
                    Tries = (int)row.Number("Tries"),
                });
            }
        }

        return due;
    }

    public async ValueTask DeferAsync(OutboxRow row, CancellationToken cancellation = default)
    {
        var (partition, key) = KeyOf(row.Id);
        await table.CommitAsync([TableChange.Merge(new TableRow(partition, key) { ETag = "*", ["Due"] = row.Due.UtcTicks, ["Tries"] = (long)row.Tries })], cancellation);
    }

    public async ValueTask RemoveAsync(string id, CancellationToken cancellation = default)
    {
        var (partition, key) = KeyOf(id);
        IEnumerable<string> rest = [];
        if (id.EndsWith(OutboxRow.LargeMark))
        {
            rest = await table.GetAsync(partition, key, ["BodySize"], cancellation) is { } head ? ChunkedBody.RestKeys(key, head.Number("BodySize")) : [];
        }

        await table.CommitAsync([TableChange.Delete(partition, key), .. rest.Select(part => TableChange.Delete(partition, part))], cancellation);
    }

    private static (string Partition, string Key) KeyOf(string id) => (id[..IncarnationDigits], id[IncarnationDigits..]);
}
