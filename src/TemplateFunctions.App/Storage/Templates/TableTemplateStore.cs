using System.Globalization;
using System.Runtime.CompilerServices;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Templates;

/// <summary>
/// Templates in a table. A guild's partition holds the row <c>set</c> (how many there are, and the revision that every write
/// raises) and a row for each template, whose files are a chunked body. A write changes its template and the set in one commit.
/// </summary>
/// <remarks>
/// A set is believed until a change is announced, which is looked for every <see cref="Freshness"/>: so much later at most a process
/// sees what another one wrote. A writer that dies before it has announced, and so before it has answered, is seen <see cref="Longest"/> later.
/// </remarks>
internal sealed class TableTemplateStore(ITable table, TimeProvider time) : ITemplateStore
{
    /// <summary>How long a process believes that nothing was announced.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMilliseconds(900);

    /// <summary>How long a process believes a set though no change is announced.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private const string Set = "set";
    private const string Row = "t|";
    private readonly PartitionGates _gates = new();
    private readonly PartitionGates _reads = new();
    private readonly TemplateSetCache _cache = new(time, Longest);
    private readonly TemplateChanges _changes = new(table, time, Freshness);

    public async ValueTask<TemplateRecord?> GetAsync(GuildId guild, string name, CancellationToken cancellation = default) =>
        (await ListAsync(guild, cancellation)).Templates.FirstOrDefault(template => template.Name == name);

    public ValueTask<TemplateSet> ListAsync(GuildId guild, CancellationToken cancellation = default) =>
        _changes.Known is { } change && _cache.Fresh(guild, change) is { } known ? new(known) : new(LoadAsync(guild, cancellation));

    public async ValueTask<TemplatePut> PutAsync(TemplateRecord record, string? ifMatch = null, CancellationToken cancellation = default)
    {
        var partition = record.Guild.ToString();
        var put = await _gates.InTurnAsync(partition, () => table.UntilDoneAsync(() => TryPutAsync(partition, record, ifMatch, cancellation)), cancellation);
        if (put.Status is TemplatePutStatus.Created or TemplatePutStatus.Replaced)
        {
            await _changes.AnnounceAsync(cancellation);
        }

        return put;
    }

    public async ValueTask<bool> DeleteAsync(GuildId guild, string name, CancellationToken cancellation = default)
    {
        var partition = guild.ToString();
        var deleted = await _gates.InTurnAsync(partition, () => table.UntilDoneAsync(() => TryDeleteAsync(guild, partition, name, cancellation)), cancellation);
        if (deleted)
        {
            await _changes.AnnounceAsync(cancellation);
        }

        return deleted;
    }

    public IAsyncEnumerable<GuildId> GuildsAsync(CancellationToken cancellation = default) => GuildsAfterAsync("", cancellation);

    /// <summary>Guilds with templates in the order of their ids as text, beginning behind one of them.</summary>
    public async IAsyncEnumerable<GuildId> GuildsAfterAsync(string guildId, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Digits sort behind the exclamation mark, so that the next id is found also when it is this one with more digits.
        var from = guildId.Length == 0 ? null : guildId + "!";
        await foreach (var row in table.QueryAsync(new TableQuery { PartitionFrom = from, Key = Set, Fields = ["Count"] }, cancellation))
        {
            if (row.Number("Count") > 0 && GuildId.TryParse(row.Partition, out var guild))
            {
                yield return guild;
            }
        }
    }

    private async Task<TemplateSet> LoadAsync(GuildId guild, CancellationToken cancellation)
    {
        // Of those that find nothing fresh one reads for all.
        return _cache.Fresh(guild, await _changes.AskAsync(cancellation))
            ?? await _reads.InTurnAsync(guild.ToString(), () => ReadAsync(guild, cancellation), cancellation);
    }

    private async Task<TemplateSet> ReadAsync(GuildId guild, CancellationToken cancellation)
    {
        var partition = guild.ToString();
        return await table.UntilDoneAsync(async () =>
        {
            // In this order: a change that is announced later may be in the set already, one announced before is.
            var change = await _changes.AskAsync(cancellation);
            if (_cache.Fresh(guild, change) is { } unchanged)
            {
                return (true, unchanged);
            }

            var mark = new SetMark(time.GetTimestamp(), change);
            var before = Revision(await table.GetAsync(partition, Set, null, cancellation));
            if (_cache.Confirm(guild, before, mark) is { } known)
            {
                return (true, known);
            }

            var records = new List<TemplateRecord>();
            foreach (var row in await table.ListAsync(TableQuery.Prefix(partition, Row), cancellation))
            {
                if (await ReadAsync(guild, row, cancellation) is not { } record)
                {
                    return (false, null!);
                }

                records.Add(record);
            }

            if (Revision(await table.GetAsync(partition, Set, null, cancellation)) != before)
            {
                return (false, null!);
            }

            records.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            var set = new TemplateSet(records, before);
            _cache.Keep(guild, set, mark);
            return (true, set);
        });
    }

    private async Task<(bool Done, TemplatePut Put)> TryPutAsync(string partition, TemplateRecord record, string? ifMatch, CancellationToken cancellation)
    {
        var set = await table.GetAsync(partition, Set, null, cancellation);
        var found = await table.GetAsync(partition, Row + record.Name, null, cancellation);
        if (ifMatch is not null && ifMatch != (found?.Text("Tag") ?? ""))
        {
            var stored = found is null ? null : await ReadAsync(record.Guild, found, cancellation);
            return (found is null || stored is not null, new TemplatePut(TemplatePutStatus.Conflict, stored));
        }

        var count = set?.Number("Count") ?? 0;
        if (found is null && count >= StorageLimits.TemplatesPerGuild)
        {
            return (true, new TemplatePut(TemplatePutStatus.GuildFull, null));
        }

        var revision = NextRevision(set);
        var written = record with
        {
            CreatedAt = found?.Time("CreatedAt") ?? record.CreatedAt,
            ETag = revision.ToString(CultureInfo.InvariantCulture),
        };
        var row = TemplateRow.Write(partition, Row + record.Name, found?.ETag ?? "", written);
        var rest = ChunkedBody.Write(row, TemplateFilesBlob.Write(record.Files));
        TableChange[] changes =
        [
            TableChange.Put(SetRow(partition, set, found is null ? count + 1 : count, revision)),
            TableChange.Put(row),
            .. rest.Select(TableChange.Upsert),
            .. found is null ? [] : ChunkedBody.RestKeys(found.Key, found.Number("BodySize")).Skip(rest.Count).Select(key => TableChange.Delete(partition, key)),
        ];
        if (await table.CommitAsync(changes, cancellation) is null)
        {
            return (false, null!);
        }

        _cache.Forget(record.Guild);
        return (true, new TemplatePut(found is null ? TemplatePutStatus.Created : TemplatePutStatus.Replaced, written));
    }

    private async Task<(bool Done, bool Deleted)> TryDeleteAsync(GuildId guild, string partition, string name, CancellationToken cancellation)
    {
        var set = await table.GetAsync(partition, Set, null, cancellation);
        if (set is null || await table.GetAsync(partition, Row + name, ["BodySize"], cancellation) is not { } found)
        {
            return (true, false);
        }

        TableChange[] changes =
        [
            TableChange.Put(SetRow(partition, set, set.Number("Count") - 1, NextRevision(set))),
            TableChange.Delete(found),
            .. ChunkedBody.RestKeys(found.Key, found.Number("BodySize")).Select(key => TableChange.Delete(partition, key)),
        ];
        var done = await table.CommitAsync(changes, cancellation) is not null;
        _cache.Forget(guild);
        return (done, done);
    }

    private async Task<TemplateRecord?> ReadAsync(GuildId guild, TableRow row, CancellationToken cancellation) =>
        await ChunkedBody.ReadAsync(table, row, cancellation) is { } body ? TemplateRow.Read(guild, row, body) : null;

    private static TableRow SetRow(string partition, TableRow? read, long count, long revision) =>
        new(partition, Set) { ETag = read?.ETag ?? "", ["Count"] = count, ["Revision"] = revision };

    private static long NextRevision(TableRow? set) => (set?.Number("Revision") ?? 0) + 1;

    private static string Revision(TableRow? set) => (set?.Number("Revision") ?? 0).ToString(CultureInfo.InvariantCulture);
}
