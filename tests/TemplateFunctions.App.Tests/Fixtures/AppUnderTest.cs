using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Startup;
using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Tests.Storage;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Hosting.Http;

namespace TemplateFunctions.App.Tests.Fixtures;

/// <summary>The app as its worker process makes it, over tables and an engine in memory.</summary>
internal sealed class AppUnderTest : IAsyncDisposable
{
    private readonly IHostedService[] _services;
    private readonly string _folder;

    private AppUnderTest(ServiceProvider services, MemoryTables tables, string folder)
    {
        _folder = folder;
        Services = services;
        Tables = tables;
        Engine = new FakeEngine(() => ActivatorUtilities.CreateInstance<GuildVmEntity>(services));
        services.GetRequiredService<EntityClients>().Use(Engine);
        _services = [.. services.GetServices<IHostedService>()];
    }

    public ServiceProvider Services { get; }

    public MemoryTables Tables { get; }

    public FakeEngine Engine { get; }

    public AppStorage Storage => Services.GetRequiredService<AppStorage>();

    public DurableGuildHost Host => Services.GetRequiredService<DurableGuildHost>();

    public MemoryReplies Replies => (MemoryReplies)Services.GetRequiredService<IMessageSinks>();

    public static async Task<AppUnderTest> StartAsync(MemoryTables? tables = null, params (string Key, string Value)[] settings)
    {
        var given = tables ?? new MemoryTables();
        var folder = Directory.CreateTempSubdirectory("app-under-test").FullName;
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("TemplateFunctions:RunningDirectory", folder)]).AddInMemoryCollection(
        [
            new("AzureWebJobsStorage", "UseDevelopmentStorage=true"),
            new(AppOptionsReader.EventsQueueSetting, "template-events"),
            .. settings.Select(setting => KeyValuePair.Create<string, string?>(setting.Key, setting.Value)),
        ]).Build();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning));
        services.AddSingleton<IHostApplicationLifetime, NoLifetime>();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMeter>();
        services.AddSingleton(provider => new AppStorage(
            given.Open, "Test", new RetryPolicy(4, TimeSpan.Zero, TimeSpan.Zero), provider.GetRequiredService<StorageMeter>(), TimeProvider.System));
        services.AddSingleton<IMessageSinks, MemoryReplies>();
        services.AddExecutor(AppOptionsReader.Read(configuration));
        var app = new AppUnderTest(services.BuildServiceProvider(), given, folder);
        foreach (var service in app._services)
        {
            await service.StartAsync(CancellationToken.None);
        }

        return app;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var service in _services)
        {
            await service.StopAsync(CancellationToken.None);
        }

        await Services.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class NoLifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;

        public CancellationToken ApplicationStopping => CancellationToken.None;

        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }
}
