using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Tests.Storage.Conformance;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The stores of the simulation do what every store must: what holds on them holds on the real ones.</summary>
internal sealed class SimulatedHarness : StorageHarness
{
    private readonly JournalData _journal = new();
    private readonly Dictionary<RunKey, ExecutionRecord> _results = [];
    private readonly DirectWire _wire = new();

    public override ITemplateStore Templates => throw new NotSupportedException("The templates of the simulation are fixed.");

    public override IKvStore Kv => throw new NotSupportedException("The simulation has no more of a key-value store than its fence.");

    public override IResultStore Results => new SimulatedResults(_results, _wire, Clock, null);

    public override IDeadLetterStore DeadLetters => throw new NotSupportedException("The simulation keeps all dead letters.");

    public override IInflightStore Inflight => new SimulatedJournal(_journal, _wire, null);

    public override IErrorStore Errors => throw new NotSupportedException("The simulation does not look at errors.");

    public override IOutboxStore Outbox { get; } = new SimulatedOutbox([], new DirectWire());

    public override IEventQueues Queues => throw new NotSupportedException("The simulation has a queue of its own.");

    public override ValueTask RestartAsync() => ValueTask.CompletedTask;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}

public sealed class SimulatedJournalTests : InflightStoreConformance
{
    private protected override StorageHarness CreateHarness() => new SimulatedHarness();
}

public sealed class SimulatedOutboxTests : OutboxStoreConformance
{
    private protected override StorageHarness CreateHarness() => new SimulatedHarness();
}

public sealed class SimulatedResultTests : ResultStoreConformance
{
    private protected override StorageHarness CreateHarness() => new SimulatedHarness();
}
