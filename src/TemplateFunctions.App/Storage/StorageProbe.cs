using TemplateFunctions.App.Storage.Tables;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.App.Storage;

/// <summary>Finds out whether the storage takes writes, by writing; what it found is good for a few seconds.</summary>
internal sealed class StorageProbe(ITable table, TimeProvider time)
{
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);
    private readonly SemaphoreSlim _gate = new(1, 1);
    private StorageHealth _found = new(true);
    private long? _asked;

    public async Task<StorageHealth> CheckAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_asked is not { } asked || time.GetElapsedTime(asked) >= Freshness)
            {
                _found = await ProbeAsync(cancellation);
                _asked = time.GetTimestamp();
            }

            return _found;
        }
        finally
        {
            _gate.Release();
        }
    }

    private async Task<StorageHealth> ProbeAsync(CancellationToken cancellation)
    {
        try
        {
            await table.CommitAsync([TableChange.Upsert(new TableRow("probe", "probe") { ["At"] = time.GetUtcNow().UtcTicks })], cancellation);
            return new StorageHealth(true);
        }
        catch (StorageException failure)
        {
            return new StorageHealth(false, failure.Code, failure.Message, _found.Since ?? time.GetUtcNow());
        }
    }
}
