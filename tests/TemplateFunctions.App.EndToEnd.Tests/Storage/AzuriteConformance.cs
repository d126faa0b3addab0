using TemplateFunctions.Core.Tests.Storage.Conformance;

namespace TemplateFunctions.App.EndToEnd.Tests.Storage;

public sealed class AzuriteTemplateStoreTests : TemplateStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteKvStoreTests : KvStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteKvOwnershipTests : KvOwnershipConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteResultStoreTests : ResultStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteDeadLetterStoreTests : DeadLetterStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteInflightStoreTests : InflightStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteErrorStoreTests : ErrorStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}

public sealed class AzuriteOutboxStoreTests : OutboxStoreConformance
{
    private protected override StorageHarness CreateHarness() => new AzuriteHarness();
}
