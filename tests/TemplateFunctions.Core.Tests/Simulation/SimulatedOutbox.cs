using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The outbox of all processes, as one of them reaches it.</summary>
internal sealed class SimulatedOutbox(List<OutboxRow> rows, IWire wire) : IOutboxStore
{
    public async ValueTask AddAsync(OutboxRow row, CancellationToken cancellation = default) => await wire.CallAsync($"promise {row.Operation}", () =>
    {
        rows.Add(row with { Argument = row.Argument.ToArray() });
        return 0;
    });

    public ValueTask<IReadOnlyList<OutboxRow>> DueAsync(DateTimeOffset now, int limit, CancellationToken cancellation = default) =>
        wire.CallAsync<IReadOnlyList<OutboxRow>>($"list promises", () => [.. rows.Where(row => row.Due <= now).Take(limit)]);

    public async ValueTask DeferAsync(OutboxRow row, CancellationToken cancellation = default) => await wire.CallAsync($"put a promise off", () =>
    {
        var index = rows.FindIndex(known => known.Id == row.Id);
        if (index >= 0)
        {
            rows[index] = rows[index] with { Due = row.Due, Tries = row.Tries };
        }

        return 0;
    });

    public async ValueTask RemoveAsync(string id, CancellationToken cancellation = default) =>
        await wire.CallAsync($"keep a promise", () => rows.RemoveAll(row => row.Id == id));
}
