using TemplateFunctions.Core.Storage.Embedded.Log;
using TemplateFunctions.Core.Storage.Embedded.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Storage.Embedded;

/// <summary>Dead letters in the embedded store.</summary>
internal sealed class EmbeddedDeadLetterStore(LogEngine engine, DeadLetterTable table, NumberTable counters, TimeProvider time)
    : IDeadLetterStore
{
    private const string Displaced = "dead-letters-displaced";
    private static readonly Partition Here = new(Area.DeadLetters, 0);
    private readonly AgeIds ids = new(time);

    public ValueTask<string> AddAsync(DeadLetter letter, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            Here,
            transaction =>
            {
                var id = ids.Next(table.Newest);
                var meta = new DeadLetterMeta(
                    id, letter.Source, letter.ReasonCode, letter.ReasonText, letter.Guild, letter.Attempts, letter.At);
                transaction.Put(table, id, meta, letter.Body);
                if (table.CountOf(letter.Guild) > StorageLimits.DeadLettersPerGuild)
                {
                    transaction.Delete(table, table.OldestOf(letter.Guild)!);
                    transaction.Put(counters, Displaced, counters.Get(Displaced) + 1);
                }

                return id;
            },
            cancellation);

    public ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellation = default) =>
        engine.ReadAsync(Here, () => table.TryGet(id, out var row) ? row : null, ToLetter, cancellation);

    public ValueTask<DeadLetterPage> ListAsync(
        GuildId? guild = null, string? before = null, int limit = 100, CancellationToken cancellation = default) =>
        engine.ReadAsync(
            Here,
            () => (Rows: table.List(guild, before).Take(limit).ToArray(),
                Total: guild is null ? table.Count : table.CountOf(guild),
                Displaced: counters.Get(Displaced)),
            found => new DeadLetterPage([.. found.Rows.Select(row => ToLetter(row)!)], found.Total, found.Displaced),
            cancellation);

    public ValueTask<bool> DeleteAsync(string id, CancellationToken cancellation = default) =>
        engine.WriteAsync(
            Here,
            transaction =>
            {
                transaction.Delete(table, id);
                return transaction.HasChanges;
            },
            cancellation);

    private static DeadLetter? ToLetter(Row<DeadLetterMeta>? row) => row is null
        ? null
        : new DeadLetter
        {
            Id = row.Meta.Id,
            Source = row.Meta.Source,
            ReasonCode = row.Meta.ReasonCode,
            ReasonText = row.Meta.ReasonText,
            Guild = row.Meta.Guild,
            Body = row.ReadBody(),
            Attempts = row.Meta.Attempts,
            At = row.Meta.At,
        };
}
