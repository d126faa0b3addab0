using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Entities;
using TemplateFunctions.App.Functions;
using TemplateFunctions.App.Http;
using TemplateFunctions.App.Operations;
using TemplateFunctions.App.Storage;
using TemplateFunctions.App.Storage.Azure;
using TemplateFunctions.App.Storage.Queues;
using TemplateFunctions.App.Telemetry;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Hosting.Http;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.App.Startup;

/// <summary>Puts the app together from its settings.</summary>
internal static class AppServices
{
    /// <summary>Adds what the functions are made with. The storage can be given, for tests.</summary>
    public static IServiceCollection AddTemplateFunctions(this IServiceCollection services, AppOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton(options.EventsQueue);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<StorageMeter>();
        services.AddSingleton(provider => Storage(options, provider));
        services.AddSingleton(_ => Queues(options));
        services.AddSingleton<IMessageSinks>(provider => new AzureReplyQueues(
            provider.GetRequiredService<QueueServiceClient>(), RetryPolicy.Default, provider.GetRequiredService<StorageMeter>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<EventQueues>();
        services.AddHostedService<QueueSetup>();
        return services.AddExecutor(options);
    }

    /// <summary>Adds everything that stands on the storage.</summary>
    public static IServiceCollection AddExecutor(this IServiceCollection services, AppOptions options)
    {
        services.AddSingleton<EntityClients>();
        services.AddSingleton<IGuildEntityClient>(provider => provider.GetRequiredService<EntityClients>());
        services.AddSingleton<RuntimeEvents>();
        services.AddSingleton(provider => AppRuntime.Vms(options, provider));
        services.AddSingleton(provider => new RuntimeMeter(provider.GetRequiredService<AppVms>().Shared));
        services.AddSingleton(provider => AppRuntime.Host(options, provider));
        services.AddSingleton<IExecutor, AppExecutor>();
        services.AddSingleton(new EdgeLimiter(options.Runtime.Edge, EdgeLimiter.KeyOf));
        services.AddSingleton(Routes);
        services.AddSingleton(provider => new CleanUp(
            provider.GetRequiredService<AppStorage>().Results, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CleanUp>>()));
        services.AddSingleton(provider => new RollingReset(provider.GetRequiredService<AppStorage>().Templates, provider.GetRequiredService<DurableGuildHost>().Guilds));
        services.AddHostedService<AppLifetime>();
        return services;
    }

    private static RouteAnswers Routes(IServiceProvider provider)
    {
        var clients = provider.GetRequiredService<EntityClients>();
        var contract = new Contract(
            provider.GetRequiredService<IExecutor>(), provider.GetRequiredService<TimeProvider>(), RollingReset.Route(clients, RollingResetFunctions.Orchestration));
        return new RouteAnswers(contract, clients, provider.GetRequiredService<EdgeLimiter>(), provider.GetRequiredService<ILogger<ErrorBoundary>>());
    }

    private static AppStorage Storage(AppOptions options, IServiceProvider provider)
    {
        // The adapters try again themselves, so that waits are counted and health hears of them.
        var client = new TableClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(30) } };
        var service = options.Storage.ConnectionString is { } text
            ? new TableServiceClient(text, client)
            : new TableServiceClient(options.Storage.Tables!, Credential(options.Storage), client);
        return new AppStorage(
            name => new AzureTable(service.GetTableClient(name), name),
            options.TablePrefix,
            RetryPolicy.Default,
            provider.GetRequiredService<StorageMeter>(),
            provider.GetRequiredService<TimeProvider>());
    }

    private static QueueServiceClient Queues(AppOptions options)
    {
        var client = new QueueClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = TimeSpan.FromSeconds(30) } };
        return options.Storage.ConnectionString is { } text
            ? new QueueServiceClient(text, client)
            : new QueueServiceClient(options.Storage.Queues!, Credential(options.Storage), client);
    }

    private static TokenCredential Credential(StorageConnection storage) =>
        storage.Credential is null && storage.ClientId is null ? new DefaultAzureCredential()
        : new ManagedIdentityCredential(storage.ClientId is { } id ? ManagedIdentityId.FromUserAssignedClientId(id) : ManagedIdentityId.SystemAssigned);
}
