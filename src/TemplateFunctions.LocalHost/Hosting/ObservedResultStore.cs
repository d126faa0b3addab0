using System.Text.Json;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>A result store that shows each settled run to the page.</summary>
internal sealed class ObservedResultStore(IResultStore inner, RecentRuns runs, TimeProvider time) : IResultStore
{
    public ValueTask<BeginResult> TryBeginAsync(RunKey key, string executionId, RunOwner owner, bool anew = false, CancellationToken cancellation = default) =>
        inner.TryBeginAsync(key, executionId, owner, anew, cancellation);

    public async ValueTask<bool> SettleAsync(
        RunKey key, string executionId, RunOwner owner, ReadOnlyMemory<byte> outcome, CancellationToken cancellation = default)
    {
        var settled = await inner.SettleAsync(key, executionId, owner, outcome, cancellation);
        if (settled)
        {
            using var json = JsonDocument.Parse(outcome);
            runs.Add(new RecentRun(
                time.GetUtcNow(),
                key.Guild,
                key.Template,
                key.EventId,
                json.RootElement.GetProperty("status"u8).GetString()!,
                json.RootElement.GetProperty("duration_ms"u8).GetDouble()));
        }

        return settled;
    }

    public ValueTask<bool> AbandonAsync(RunKey key, string executionId, CancellationToken cancellation = default) =>
        inner.AbandonAsync(key, executionId, cancellation);

    public ValueTask<ExecutionRecord?> GetAsync(string executionId, CancellationToken cancellation = default) => inner.GetAsync(executionId, cancellation);

    public ValueTask<ExecutionRecord?> GetAsync(RunKey key, CancellationToken cancellation = default) => inner.GetAsync(key, cancellation);

    public ValueTask<IReadOnlyList<ExecutionRecord>> ListAsync(GuildId guild, string eventId, CancellationToken cancellation = default) =>
        inner.ListAsync(guild, eventId, cancellation);

    public ValueTask<int> PurgeExpiredAsync(int limit = 1000, CancellationToken cancellation = default) => inner.PurgeExpiredAsync(limit, cancellation);
}
