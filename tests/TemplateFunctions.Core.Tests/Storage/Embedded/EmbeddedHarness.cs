using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Core.Tests.Storage.Conformance;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

/// <summary>The embedded store in a directory of its own, removed afterwards.</summary>
internal sealed class EmbeddedHarness : StorageHarness
{
    private readonly string directory = Directory.CreateTempSubdirectory("tf-store-").FullName;
    private EmbeddedStore store;

    public EmbeddedHarness() => store = Open();

    public override ITemplateStore Templates => store.Templates;

    public override IKvStore Kv => store.Kv;

    public override IResultStore Results => store.Results;

    public override IDeadLetterStore DeadLetters => store.DeadLetters;

    public override IInflightStore Inflight => store.Inflight;

    public override IErrorStore Errors => store.Errors;

    public override IEventQueues Queues => store.Queues;

    public override ValueTask RestartAsync()
    {
        store.Dispose();
        store = Open();
        return ValueTask.CompletedTask;
    }

    public override ValueTask DisposeAsync()
    {
        store.Dispose();
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private EmbeddedStore Open() => EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = directory }, Clock);
}
