using System.Collections.Concurrent;
using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>
/// A guild's row <c>ledger</c>: fence and quota. Every write replaces it in its commit, so that a process whose knowledge of the
/// fence is out of date fails as a whole. Kept in memory, because the guild's holder is nearly always its only writer.
/// </summary>
/// <param name="ETag">Empty when there is no row yet.</param>
/// <param name="Fence">The epoch below which writes are refused.</param>
/// <param name="Records">How many records the guild has.</param>
/// <param name="Bytes">What they take.</param>
/// <param name="Resumable">How many have the resume flag.</param>
internal sealed record KvLedger(string ETag, long Fence, long Records, long Bytes, long Resumable)
{
    public const string Key = "ledger";

    public static KvLedger Read(TableRow? row) => row is null
        ? new KvLedger("", 0, 0, 0, 0)
        : new KvLedger(row.ETag, row.Number("Fence"), row.Number("Records"), row.Number("Bytes"), row.Number("Resumable"));

    public TableChange Put(GuildId guild) => TableChange.Put(new TableRow(guild.ToString(), Key)
    {
        ETag = ETag,
        ["Fence"] = Fence,
        ["Records"] = Records,
        ["Bytes"] = Bytes,
        ["Resumable"] = Resumable,
    });
}

/// <summary>The ledgers this process has written or read last.</summary>
internal sealed class KvLedgers(ITable table)
{
    private const int Most = 50_000;
    private readonly ConcurrentDictionary<GuildId, KvLedger> _known = new();

    public async Task<KvLedger> GetAsync(GuildId guild, CancellationToken cancellation) =>
        _known.TryGetValue(guild, out var known) ? known : KvLedger.Read(await table.GetAsync(guild.ToString(), KvLedger.Key, null, cancellation));

    public void Keep(GuildId guild, KvLedger ledger)
    {
        if (_known.Count < Most || _known.ContainsKey(guild))
        {
            _known[guild] = ledger;
        }
    }

    public void Forget(GuildId guild) => _known.TryRemove(guild, out _);
}
