using TemplateFunctions.Core.Tests.Storage.Conformance;

namespace TemplateFunctions.App.Tests.Storage;

public sealed class TableTemplateStoreTests : TemplateStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableKvStoreTests : KvStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableKvOwnershipTests : KvOwnershipConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableResultStoreTests : ResultStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableDeadLetterStoreTests : DeadLetterStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableInflightStoreTests : InflightStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableErrorStoreTests : ErrorStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}

public sealed class TableOutboxStoreTests : OutboxStoreConformance
{
    private protected override StorageHarness CreateHarness() => new MemoryHarness();
}
