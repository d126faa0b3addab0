using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>One write in the making: its changes, what they do to the ledger and to the index, and the answer.</summary>
internal sealed class KvEdit(GuildId guild, KvLedger ledger, long epoch)
{
    private readonly List<TableChange> _changes = [];
    private readonly List<KvExpiry> _expiring = [];
    private readonly List<KvExpiry> _expired = [];
    private readonly long _resumableBefore = ledger.Resumable;
    private KvWrite _answer = new(KvWriteStatus.NotFound, null, false, 0, ledger.Fence);
    private bool _raised;

    public GuildId Guild => guild;

    /// <summary>The ledger as the next commit writes it.</summary>
    public KvLedger Ledger { get; set; } = ledger with { Fence = epoch };

    public KvWrite Answer => _answer;

    /// <summary>The answer when nothing is to be written.</summary>
    public KvWrite? Refusal => _changes.Count == 0 && !_raised ? _answer : null;

    public IEnumerable<KvExpiry> Expiring => _expiring;

    public IEnumerable<KvExpiry> Expired => _expired;

    public bool BecomesResumable => _resumableBefore == 0 && Ledger.Resumable > 0;

    public void RaiseFence()
    {
        _raised = epoch > ledger.Fence;
        _answer = new KvWrite(KvWriteStatus.Ok, null, false, 0, epoch);
    }

    public void Put(KvFound? found, KvRecord record)
    {
        var added = KvRow.SizeOf(record, record.Value.Length) - (found?.Size ?? 0);
        if ((found is null && Ledger.Records >= StorageLimits.KvRecordsPerGuild) || (added > 0 && Ledger.Bytes + added > StorageLimits.KvBytesPerGuild))
        {
            _answer = new KvWrite(KvWriteStatus.QuotaExceeded, found?.Record.Id, found is not null, 0, ledger.Fence);
            return;
        }

        _changes.Add(TableChange.Put(KvRow.Write(record, found?.Row.ETag ?? "")));
        Count(found is null ? 1 : 0, added, (record.Resume ? 1 : 0) - (found?.Record.Resume == true ? 1 : 0));
        Move(record.Id, found?.Record.ExpiresAt, record.ExpiresAt);
        _answer = new KvWrite(KvWriteStatus.Ok, record.Id, found is not null, 1, epoch);
    }

    public void SetExpiry(IReadOnlyList<KvFound> found, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        foreach (var one in found)
        {
            _changes.Add(TableChange.Merge(KvRow.Expiry(one.Row, expiresAt, now)));
            Move(one.Record.Id, one.Record.ExpiresAt, expiresAt);
        }

        Changed(found);
    }

    public void Delete(IReadOnlyList<KvFound> found)
    {
        foreach (var one in found)
        {
            _changes.Add(TableChange.Delete(one.Row));
            Count(-1, -one.Size, one.Record.Resume ? -1 : 0);
            Move(one.Record.Id, one.Record.ExpiresAt, null);
        }

        Changed(found);
    }

    /// <summary>The changes in portions; an edit that only raises the fence has one without any.</summary>
    public IEnumerable<TableChange[]> Commits(int size) => _changes.Count == 0 ? [[]] : _changes.Chunk(size);

    private void Changed(IReadOnlyList<KvFound> found)
    {
        if (found.Count > 0)
        {
            _answer = new KvWrite(KvWriteStatus.Ok, found is [var only] ? only.Record.Id : null, true, found.Count, epoch);
        }
    }

    private void Count(int records, long bytes, int resumable) =>
        Ledger = Ledger with { Records = Ledger.Records + records, Bytes = Ledger.Bytes + bytes, Resumable = Ledger.Resumable + resumable };

    private void Move(string id, DateTimeOffset? from, DateTimeOffset? to)
    {
        if (from == to)
        {
            return;
        }

        if (from is { } old)
        {
            _expired.Add(new KvExpiry(guild, id, old));
        }

        if (to is { } at)
        {
            _expiring.Add(new KvExpiry(guild, id, at));
        }
    }
}
