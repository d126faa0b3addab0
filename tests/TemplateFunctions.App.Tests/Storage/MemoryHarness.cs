using TemplateFunctions.App.Storage;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Tests.Storage.Conformance;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.Tests.Storage;

/// <summary>The Azure adapters over tables in memory; a restart is a new process on the same tables.</summary>
internal sealed class MemoryHarness : StorageHarness
{
    private readonly StorageMeter _meter = new();
    private AppStorage _storage;

    public MemoryHarness() => _storage = Open();

    public override ITemplateStore Templates => _storage.Templates;

    public override IKvStore Kv => _storage.Kv;

    public override IResultStore Results => _storage.Results;

    public override IDeadLetterStore DeadLetters => _storage.DeadLetters;

    public override IInflightStore Inflight => _storage.Inflight;

    public override IErrorStore Errors => _storage.Errors;

    public override IOutboxStore Outbox => _storage.Outbox;

    public override IEventQueues Queues => throw new NotSupportedException("The app is given its queue's messages; it has no queue of its own.");

    public StorageMeter Meter => _meter;

    public MemoryTables Tables { get; } = new();

    /// <summary>Another process on the same tables.</summary>
    public AppStorage Open() => new(Tables.Open, "Test", new RetryPolicy(4, TimeSpan.Zero, TimeSpan.Zero), _meter, Clock);

    public override ValueTask RestartAsync()
    {
        _storage = Open();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        _meter.Dispose();
        return ValueTask.CompletedTask;
    }
}
