using System.Collections.Concurrent;
using System.Globalization;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Journal;

/// <summary>
/// The epoch that holds a guild's journal: a row <c>owner|guild|epoch</c> in the partition of its runs. Every write of the journal carries an
/// unconditional change of that row in its commit, so that it fails as a whole once a later epoch has replaced the row, while
/// writers of one epoch do not disturb each other.
/// </summary>
internal sealed class JournalFence(ITable table)
{
    private const string Family = "owner|";
    private readonly ConcurrentDictionary<GuildId, long> _known = new();

    /// <summary>Takes the epoch, when it is above the fence.</summary>
    public Task<FenceClaim> TakeAsync(GuildId guild, long epoch, CancellationToken cancellation) => table.UntilDoneAsync(async () =>
    {
        var owners = await ReadAsync(guild, cancellation);
        var fence = owners.Count == 0 ? 0 : owners.Max(EpochOf);
        if (epoch <= fence)
        {
            _known[guild] = fence;
            return (true, new FenceClaim(false, fence));
        }

        TableChange[] changes = [TableChange.Insert(new TableRow(JournalRow.PartitionOf(guild), KeyOf(guild, epoch))), .. owners.Select(TableChange.Delete)];
        if (await table.CommitAsync(changes, cancellation) is null)
        {
            return (false, default);
        }

        _known[guild] = epoch;
        return (true, new FenceClaim(true, epoch));
    });

    /// <summary>The change that a write of that epoch must carry, or null while nobody has ever held the guild.</summary>
    /// <returns>Whether the epoch may write at all.</returns>
    public async Task<(bool Holds, TableChange? Guard)> GuardAsync(GuildId guild, long epoch, CancellationToken cancellation)
    {
        if (!_known.TryGetValue(guild, out var fence))
        {
            var owners = await ReadAsync(guild, cancellation);
            fence = owners.Count == 0 ? 0 : owners.Max(EpochOf);
            if (fence > 0)
            {
                _known[guild] = fence;
            }
        }

        return fence == 0
            ? (true, null)
            : (epoch >= fence, new TableChange(TableChangeKind.Merge, new TableRow(JournalRow.PartitionOf(guild), KeyOf(guild, fence)) { ETag = "*" }));
    }

    /// <summary>A write was refused: what is known of the fence may be out of date.</summary>
    public void Forget(GuildId guild) => _known.TryRemove(guild, out _);

    private Task<List<TableRow>> ReadAsync(GuildId guild, CancellationToken cancellation) =>
        table.ListAsync(TableQuery.Prefix(JournalRow.PartitionOf(guild), $"{Family}{guild}|") with { Fields = [] }, cancellation);

    private static string KeyOf(GuildId guild, long epoch) => string.Create(CultureInfo.InvariantCulture, $"{Family}{guild}|{epoch:D19}");

    private static long EpochOf(TableRow row) => long.Parse(row.Key.AsSpan(row.Key.LastIndexOf('|') + 1), CultureInfo.InvariantCulture);
}
