using System.Diagnostics.Metrics;

namespace TemplateFunctions.App.Storage;

/// <summary>Counts what the storage account does to us, for whoever listens to the meter <c>TemplateFunctions</c>.</summary>
internal sealed class StorageMeter : IDisposable
{
    private readonly Meter _meter = new("TemplateFunctions.Storage");
    private readonly Counter<long> _retries;
    private readonly Counter<long> _failures;
    private long _retried;

    public StorageMeter()
    {
        _retries = _meter.CreateCounter<long>("templatefunctions.storage.retries", "{request}", "Requests that were throttled or failed and were sent again.");
        _failures = _meter.CreateCounter<long>("templatefunctions.storage.failures", "{request}", "Requests that failed for good.");
    }

    /// <summary>Requests sent again since the start.</summary>
    public long Retries => Volatile.Read(ref _retried);

    public void Retried(string resource, string code)
    {
        Interlocked.Increment(ref _retried);
        _retries.Add(1, new KeyValuePair<string, object?>("resource", resource), new KeyValuePair<string, object?>("code", code));
    }

    public void Failed(string resource, string code) =>
        _failures.Add(1, new KeyValuePair<string, object?>("resource", resource), new KeyValuePair<string, object?>("code", code));

    public void Dispose() => _meter.Dispose();
}
