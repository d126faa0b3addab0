using Azure.Data.Tables;
using TemplateFunctions.App.EndToEnd.Tests.Fixtures;
using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Storage.Azure;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Tests.Storage.Conformance;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.EndToEnd.Tests.Storage;

/// <summary>The Azure adapters over a real table service; a restart is a new process on the same tables.</summary>
internal sealed class AzuriteHarness : StorageHarness
{
    private readonly TableServiceClient _service = new(Given.Storage);
    private readonly string _prefix = $"t{Guid.NewGuid():N}"[..16];
    private readonly StorageMeter _meter = new();
    private AppStorage _storage;

    public AzuriteHarness() => _storage = Open();

    public override ITemplateStore Templates => _storage.Templates;

    public override IKvStore Kv => _storage.Kv;

    public override IResultStore Results => _storage.Results;

    public override IDeadLetterStore DeadLetters => _storage.DeadLetters;

    // The rule is the same with any number; 10,000 letters, one after the other, take an emulator up to half an hour.
    public override int DeadLettersPerGuild =>
        int.TryParse(Environment.GetEnvironmentVariable(Given.DeadLettersVariable), out var given) ? given : 200;

    public override IInflightStore Inflight => _storage.Inflight;

    public override IErrorStore Errors => _storage.Errors;

    public override IOutboxStore Outbox => _storage.Outbox;

    public override IEventQueues Queues => throw new NotSupportedException("The app is given its queue's messages; it has no queue of its own.");

    public override ValueTask RestartAsync()
    {
        _storage = Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        _meter.Dispose();
        foreach (var table in _storage.Tables)
        {
            await _service.DeleteTableAsync(table.Name);
        }
    }

    private AppStorage Open() => new(name => new AzureTable(_service.GetTableClient(name), name), _prefix, RetryPolicy.Default, _meter, Clock, DeadLettersPerGuild);
}
