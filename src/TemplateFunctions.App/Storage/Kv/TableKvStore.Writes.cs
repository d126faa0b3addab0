using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.App.Storage.Kv;

/// <summary>The key-value store in a table: what writes, always behind the guild's fence.</summary>
internal sealed partial class TableKvStore
{
    // A commit takes 100 changes, one of which is the ledger.
    private const int RecordsPerCommit = 99;

    public ValueTask<KvWrite> SetAsync(GuildId guild, long epoch, KvEntry entry, CancellationToken cancellation = default)
    {
        KvScopeSet.Check(entry);
        return WriteAsync(guild, epoch, cancellation, async (edit) =>
        {
            var now = time.GetUtcNow();
            var rows = await table.ListAsync(KvRow.OfKey(guild, entry.Key) with { Fields = KvRow.Meta }, cancellation);
            var found = KvRow.Matches(rows, guild, entry.Key, entry.Scopes) is [var best, ..] ? best : null;
            var record = found?.Record ?? new KvRecord
            {
                Id = KvRow.NewId(entry.Key, now),
                Guild = guild,
                Key = entry.Key,
                Scopes = KvScopeSet.Normalise(entry.Scopes),
                CreatedAt = now,
                LastUpdatedAt = now,
                Value = default,
            };
            edit.Put(found, record with { LastUpdatedAt = now, Value = entry.Value, ExpiresAt = entry.ExpiresAt, Resume = entry.Resume });
        });
    }

    public ValueTask<KvWrite> SetByIdAsync(
        GuildId guild, long epoch, string id, ReadOnlyMemory<byte> value, DateTimeOffset? expiresAt, bool resume, CancellationToken cancellation = default)
    {
        KvScopeSet.CheckValue(value);
        return WriteAsync(guild, epoch, cancellation, async (edit) =>
        {
            if (await FindAsync(guild, id, cancellation) is { } found)
            {
                edit.Put(found, found.Record with { LastUpdatedAt = time.GetUtcNow(), Value = value, ExpiresAt = expiresAt, Resume = resume });
            }
        });
    }

    public ValueTask<KvWrite> SetExpiryAsync(
        GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        WriteAsync(guild, epoch, cancellation, async (edit) => edit.SetExpiry(await MatchesAsync(guild, key, scopes, cancellation), expiresAt, time.GetUtcNow()));

    public ValueTask<KvWrite> SetExpiryByIdAsync(GuildId guild, long epoch, string id, DateTimeOffset? expiresAt, CancellationToken cancellation = default) =>
        WriteAsync(guild, epoch, cancellation, async (edit) => edit.SetExpiry(await OneAsync(guild, id, cancellation), expiresAt, time.GetUtcNow()));

    public ValueTask<KvWrite> DeleteAsync(GuildId guild, long epoch, string key, IReadOnlyList<string> scopes, CancellationToken cancellation = default) =>
        WriteAsync(guild, epoch, cancellation, async (edit) => edit.Delete(await MatchesAsync(guild, key, scopes, cancellation)));

    public ValueTask<KvWrite> DeleteByIdAsync(GuildId guild, long epoch, string id, CancellationToken cancellation = default) =>
        WriteAsync(guild, epoch, cancellation, async (edit) => edit.Delete(await OneAsync(guild, id, cancellation)));

    public ValueTask<KvWrite> RaiseFenceAsync(GuildId guild, long epoch, CancellationToken cancellation = default) =>
        WriteAsync(guild, epoch, cancellation, (edit) =>
        {
            edit.RaiseFence();
            return Task.CompletedTask;
        });

    public async ValueTask<bool> SettleExpiryAsync(GuildId guild, string id, DateTimeOffset expiresAt, CancellationToken cancellation = default)
    {
        // On the host's own account: the fence stays as it is.
        var written = await WriteAsync(guild, null, cancellation, async (edit) =>
        {
            if (await FindAsync(guild, id, cancellation) is { } found && found.Record.ExpiresAt == expiresAt)
            {
                edit.Delete([found]);
            }
        });
        return written.Status == KvWriteStatus.Ok;
    }

    /// <summary>Prepares and commits until the commit meets what was read. A null epoch is the host's own.</summary>
    private async ValueTask<KvWrite> WriteAsync(GuildId guild, long? epoch, CancellationToken cancellation, Func<KvEdit, Task> prepare) =>
        await _gates.InTurnAsync(guild.ToString(), () => table.UntilDoneAsync(async () =>
        {
            var ledger = await _ledgers.GetAsync(guild, cancellation);
            if (epoch < ledger.Fence)
            {
                return (true, new KvWrite(KvWriteStatus.Fenced, null, false, 0, ledger.Fence));
            }

            var edit = new KvEdit(guild, ledger, epoch ?? ledger.Fence);
            await prepare(edit);
            if (edit.Refusal is { } refusal)
            {
                // What is kept in memory may be an old quota: a refusal is only given on what the table says now.
                return (await IsCurrentAsync(guild, ledger, cancellation), refusal);
            }

            var done = await CommitAsync(edit, cancellation);
            return (done, edit.Answer);
        }), cancellation);

    private async Task<bool> IsCurrentAsync(GuildId guild, KvLedger ledger, CancellationToken cancellation)
    {
        var read = KvLedger.Read(await table.GetAsync(guild.ToString(), KvLedger.Key, null, cancellation));
        _ledgers.Keep(guild, read);
        return read == ledger;
    }

    private async Task<bool> CommitAsync(KvEdit edit, CancellationToken cancellation)
    {
        // The index is written first: a record that expires without a row in it would never be found.
        await Task.WhenAll(edit.Expiring.Select(expiry => _index.AddExpiryAsync(expiry.Guild, expiry.Id, expiry.At, cancellation)));
        if (edit.BecomesResumable)
        {
            await _index.AddResumeAsync(edit.Guild, cancellation);
        }

        foreach (var changes in edit.Commits(RecordsPerCommit))
        {
            if (await table.CommitAsync([edit.Ledger.Put(edit.Guild), .. changes], cancellation) is not { } etags)
            {
                _ledgers.Forget(edit.Guild);
                return false;
            }

            edit.Ledger = edit.Ledger with { ETag = etags[0] };
            _ledgers.Keep(edit.Guild, edit.Ledger);
        }

        await Task.WhenAll(edit.Expired.Select(expiry => _index.RemoveExpiryAsync(expiry.Guild, expiry.Id, expiry.At, cancellation)));
        return true;
    }

    private async Task<IReadOnlyList<KvFound>> MatchesAsync(GuildId guild, string key, IReadOnlyList<string> scopes, CancellationToken cancellation) =>
        KvRow.Matches(await table.ListAsync(KvRow.OfKey(guild, key) with { Fields = KvRow.Meta }, cancellation), guild, key, scopes);

    private async Task<IReadOnlyList<KvFound>> OneAsync(GuildId guild, string id, CancellationToken cancellation) =>
        await FindAsync(guild, id, cancellation) is { } found ? [found] : [];

    private async Task<KvFound?> FindAsync(GuildId guild, string id, CancellationToken cancellation) =>
        KvRow.IsId(id) && await table.GetAsync(guild.ToString(), KvRow.KeyOf(id), KvRow.Meta, cancellation) is { } row
            ? new KvFound(row, KvRow.Read(row, guild, withValue: false))
            : null;
}
