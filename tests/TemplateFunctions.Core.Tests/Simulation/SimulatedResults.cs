using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The result store, as one process reaches it.</summary>
internal sealed class SimulatedResults(Dictionary<RunKey, ExecutionRecord> data, IWire wire, TimeProvider time, Witness? witness) : IResultStore
{
    public ValueTask<BeginResult> TryBeginAsync(
        RunKey key, string executionId, RunOwner owner, bool anew = false, CancellationToken cancellation = default) => wire.CallAsync($"begin {key.EventId}|{key.Template}", () =>
    {
        var found = anew ? null : Find(key);
        if (found?.Status == ExecutionStatus.Done)
        {
            return new BeginResult(BeginStatus.AlreadySettled, found);
        }

        if (found is not null && !(found.Owner.Incarnation != owner.Incarnation && found.Owner.Epoch < owner.Epoch))
        {
            return new BeginResult(BeginStatus.AlreadyRunning, found);
        }

        var now = time.GetUtcNow();
        data[key] = new ExecutionRecord
        {
            ExecutionId = found?.ExecutionId ?? executionId,
            Key = key,
            Owner = owner,
            Status = ExecutionStatus.Running,
            StartedAt = now,
            ExpiresAt = now + StorageLimits.ResultLifetime,
        };
        return new BeginResult(BeginStatus.Started, data[key]);
    });

    public ValueTask<bool> SettleAsync(
        RunKey key, string executionId, RunOwner owner, ReadOnlyMemory<byte> outcome, CancellationToken cancellation = default) => wire.CallAsync($"settle {key.EventId}|{key.Template} epoch {owner.Epoch}", () =>
    {
        var (found, now) = (Find(key), time.GetUtcNow());
        if (found is not null && (found.Status == ExecutionStatus.Done || found.ExecutionId != executionId || found.Owner.Epoch > owner.Epoch))
        {
            return false;
        }

        witness?.Settled(key, owner.Epoch);
        data[key] = new ExecutionRecord
        {
            ExecutionId = executionId,
            Key = key,
            Owner = owner,
            Status = ExecutionStatus.Done,
            Outcome = outcome.ToArray(),
            StartedAt = found?.StartedAt ?? now,
            ExpiresAt = now + StorageLimits.ResultLifetime,
        };
        return true;
    });

    public ValueTask<bool> AbandonAsync(RunKey key, string executionId, CancellationToken cancellation = default) => wire.CallAsync($"abandon", () =>
        data.GetValueOrDefault(key) is { Status: ExecutionStatus.Running } found && found.ExecutionId == executionId && data.Remove(key));

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellation = default) =>
        wire.CallAsync($"get execution", () => data.Values.FirstOrDefault(r => r.ExecutionId == executionId && r.ExpiresAt > time.GetUtcNow()));

    public ValueTask<ExecutionRecord?> GetAsync(RunKey key, CancellationToken cancellation = default) => wire.CallAsync($"get result", () => Find(key));

    public ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(GuildId guild, string eventId, CancellationToken cancellation = default) =>
        wire.CallAsync<IReadOnlyList<ExecutionRecord>>($"list results", () =>
        [
            .. data.Values.Where(r => r.Key.Guild == guild && r.Key.EventId == eventId && r.ExpiresAt > time.GetUtcNow()).OrderBy(r => r.Key.Template, StringComparer.Ordinal),
        ]);

    public ValueTask<int> PurgeExpiredAsync(int limit = 1000, CancellationToken cancellation = default) => wire.CallAsync($"purge", () =>
    {
        var expired = data.Values.Where(r => r.ExpiresAt <= time.GetUtcNow()).Take(limit).ToArray();
        return expired.Count(r => data.Remove(r.Key));
    });

    private ExecutionRecord? Find(RunKey key) => data.GetValueOrDefault(key) is { } found && found.ExpiresAt > time.GetUtcNow() ? found : null;
}
