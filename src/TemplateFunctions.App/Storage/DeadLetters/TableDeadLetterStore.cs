using System.Globalization;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.DeadLetters;

/// <summary>
/// Dead letters in a table. A guild's partition holds its letters, oldest first, and the row <c>count</c> that every write changes
/// in the same commit; the partition <c>index</c> holds a row per letter of all guilds, newest first.
/// </summary>
/// <param name="table">Where they are.</param>
/// <param name="time">The clock.</param>
/// <param name="perGuild">How many of a guild are kept.</param>
internal sealed class TableDeadLetterStore(ITable table, TimeProvider time, int perGuild = StorageLimits.DeadLettersPerGuild) : IDeadLetterStore
{
    private const string Index = "index";
    private const string Count = "count";
    private const string Letters = "d|";
    private readonly PartitionGates _gates = new();
    private readonly DeadLetterIds _ids = new(time);

    public async ValueTask<string> AddAsync(DeadLetter letter, CancellationToken cancellation = default)
    {
        var partition = PartitionOf(letter.Guild);
        var id = "";
        await SeedAsync(cancellation);
        await _gates.InTurnAsync(partition, () => table.UntilDoneAsync(async () =>
        {
            id = _ids.Next(letter.Guild);
            return (await TryAddAsync(partition, letter with { Id = id }, cancellation), true);
        }), cancellation);
        await table.CommitAsync([TableChange.Upsert(new TableRow(Index, DeadLetterIds.Newest(id)) { ["Id"] = id })], cancellation);
        return id;
    }

    public async ValueTask<DeadLetter?> GetAsync(string id, CancellationToken cancellation = default) =>
        DeadLetterIds.TryGuild(id, out var guild) && await table.GetAsync(PartitionOf(guild), Letters + id, null, cancellation) is { } row
        && await ChunkedBody.ReadAsync(table, row, cancellation) is { } body ? Read(row, id, guild, body) : null;

    public async ValueTask<bool> DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (!DeadLetterIds.TryGuild(id, out var guild))
        {
            return false;
        }

        var partition = PartitionOf(guild);
        var deleted = await _gates.InTurnAsync(partition, () => table.UntilDoneAsync(async () =>
        {
            if (await table.GetAsync(partition, Letters + id, ["BodySize"], cancellation) is not { } found)
            {
                return (true, false);
            }

            var done = await table.CommitAsync([.. Gone(found), await CounterAsync(partition, -1, 0, cancellation)], cancellation) is not null;
            return (done, done);
        }), cancellation);
        await UnlistAsync(id, cancellation);
        return deleted;
    }

    public async ValueTask<DeadLetterPage> ListAsync(GuildId? guild = null, string? before = null, int limit = 100, CancellationToken cancellation = default)
    {
        var (ids, total) = guild is { } one ? await OfGuildAsync(one, before, limit, cancellation) : await OfAllAsync(before, limit, cancellation);
        var letters = new List<DeadLetter>(ids.Count);
        foreach (var id in ids)
        {
            if (await GetAsync(id, cancellation) is { } letter)
            {
                letters.Add(letter);
            }
            else
            {
                await UnlistAsync(id, cancellation);
            }
        }

        return new DeadLetterPage(letters, total, await DisplacedAsync(guild, cancellation));
    }

    /// <summary>Ids never step back behind those of an earlier life of the process, whatever its clock said.</summary>
    private async Task SeedAsync(CancellationToken cancellation)
    {
        if (_ids.IsSeeded)
        {
            return;
        }

        await foreach (var row in table.QueryAsync(new TableQuery { Partition = Index, Fields = ["Id"], Page = 1 }, cancellation))
        {
            _ids.Seed(row.Text("Id"));
            return;
        }

        _ids.Seed(null);
    }

    private async Task<bool> TryAddAsync(string partition, DeadLetter letter, CancellationToken cancellation)
    {
        var counter = await table.GetAsync(partition, Count, null, cancellation);
        var oldest = (counter?.Number("Letters") ?? 0) >= perGuild ? await OldestAsync(partition, cancellation) : null;
        var row = new TableRow(partition, Letters + letter.Id)
        {
            ["Source"] = letter.Source,
            ["ReasonCode"] = letter.ReasonCode,
            ["ReasonText"] = letter.ReasonText,
            ["Attempts"] = (long)letter.Attempts,
            ["At"] = letter.At.UtcTicks,
        };
        var rest = ChunkedBody.Write(row, letter.Body);
        TableChange[] changes =
        [
            TableChange.Insert(row),
            .. rest.Select(TableChange.Upsert),
            Counter(partition, counter, oldest is null ? 1 : 0, oldest is null ? 0 : 1),
            .. oldest is null ? [] : Gone(oldest),
        ];
        if (await table.CommitAsync(changes, cancellation) is null)
        {
            return false;
        }

        if (oldest is not null)
        {
            await UnlistAsync(oldest.Key[Letters.Length..], cancellation);
        }

        return true;
    }

    private async Task<TableRow?> OldestAsync(string partition, CancellationToken cancellation)
    {
        await foreach (var row in table.QueryAsync(TableQuery.Prefix(partition, Letters) with { Fields = ["BodySize"], Page = 1 }, cancellation))
        {
            return row;
        }

        return null;
    }

    private async Task<(List<string> Ids, int Total)> OfGuildAsync(GuildId guild, string? before, int limit, CancellationToken cancellation)
    {
        var rows = await table.ListAsync(TableQuery.Prefix(PartitionOf(guild), Letters) with { Fields = [] }, cancellation);
        var ids = rows.Select(row => row.Key[Letters.Length..]).Where(id => before is null || string.CompareOrdinal(id, before) < 0);
        return (ids.Reverse().Take(limit).ToList(), rows.Count);
    }

    private async Task<(List<string> Ids, int Total)> OfAllAsync(string? before, int limit, CancellationToken cancellation)
    {
        var rows = await table.ListAsync(new TableQuery { Partition = Index, Fields = ["Id"] }, cancellation);
        var ids = rows.Select(row => row.Text("Id")).Where(id => before is null || string.CompareOrdinal(id, before) < 0);
        return (ids.Take(limit).ToList(), rows.Count);
    }

    private async Task<long> DisplacedAsync(GuildId? guild, CancellationToken cancellation)
    {
        if (guild is not null)
        {
            return (await table.GetAsync(PartitionOf(guild), Count, null, cancellation))?.Number("Displaced") ?? 0;
        }

        var counters = await table.ListAsync(new TableQuery { PartitionFrom = "g", PartitionBefore = "h", Key = Count, Fields = ["Displaced"] }, cancellation);
        return counters.Sum(row => row.Number("Displaced"));
    }

    private async Task<TableChange> CounterAsync(string partition, int letters, int displaced, CancellationToken cancellation) =>
        Counter(partition, await table.GetAsync(partition, Count, null, cancellation), letters, displaced);

    private static TableChange Counter(string partition, TableRow? read, int letters, int displaced) => TableChange.Put(new TableRow(partition, Count)
    {
        ETag = read?.ETag ?? "",
        ["Letters"] = (read?.Number("Letters") ?? 0) + letters,
        ["Displaced"] = (read?.Number("Displaced") ?? 0) + displaced,
    });

    private static IEnumerable<TableChange> Gone(TableRow letter) =>
    [
        TableChange.Delete(letter),
        .. ChunkedBody.RestKeys(letter.Key, letter.Number("BodySize")).Select(key => TableChange.Delete(letter.Partition, key)),
    ];

    private Task UnlistAsync(string id, CancellationToken cancellation) =>
        table.CommitAsync([TableChange.Delete(Index, DeadLetterIds.Newest(id))], cancellation);

    private static string PartitionOf(GuildId? guild) => string.Create(CultureInfo.InvariantCulture, $"g{guild?.ToString() ?? "-"}");

    private static DeadLetter Read(TableRow row, string id, GuildId? guild, ReadOnlyMemory<byte> body) => new()
    {
        Id = id,
        Guild = guild,
        Source = row.Text("Source"),
        ReasonCode = row.Text("ReasonCode"),
        ReasonText = row.Text("ReasonText"),
        Attempts = (int)row.Number("Attempts"),
        At = row.Time("At"),
        Body = body,
    };
}
