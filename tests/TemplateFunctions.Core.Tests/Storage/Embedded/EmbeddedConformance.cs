using TemplateFunctions.Core.Tests.Storage.Conformance;

namespace TemplateFunctions.Core.Tests.Storage.Embedded;

public sealed class EmbeddedTemplateStoreTests : TemplateStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedKvStoreTests : KvStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedKvOwnershipTests : KvOwnershipConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedResultStoreTests : ResultStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedDeadLetterStoreTests : DeadLetterStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedInflightStoreTests : InflightStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedErrorStoreTests : ErrorStoreConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}

public sealed class EmbeddedEventQueueTests : EventQueueConformance
{
    private protected override StorageHarness CreateHarness() => new EmbeddedHarness();
}
