using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Storage;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;

namespace TemplateFunctions.App.Startup;

/// <summary>Makes the VMs of this process and the guilds on top of them.</summary>
internal static class AppRuntime
{
    /// <summary>The name of the log that guilds and VMs write.</summary>
    private const string Category = "TemplateFunctions";

    public static IVmDistributionStrategy Vms(AppOptions options, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var runtime = new RuntimeOptions
        {
            Strategy = options.Runtime.Strategy,
            Threads = options.Runtime.Threads,
            MaxThreads = options.Runtime.MaxThreads,
            Limits = options.Runtime.Limits,
            Modules = StandardModules.Create(new PluginServices(provider.GetRequiredService<AppStorage>().Kv, new RateLimiter(time), time)),
        };
        return VmDistribution.Create(runtime, time, provider.GetRequiredService<RuntimeEvents>(), Log(provider));
    }

    public static DurableGuildHost Host(AppOptions options, IServiceProvider provider)
    {
        var storage = provider.GetRequiredService<AppStorage>();
        var ports = new GuildPorts
        {
            Vms = provider.GetRequiredService<IVmDistributionStrategy>(),
            Templates = storage.Templates,
            Kv = storage.Kv,
            Results = storage.Results,
            Journal = storage.Inflight,
            DeadLetters = storage.DeadLetters,
            Errors = storage.Errors,
            Outbox = storage.Outbox,
            Queues = provider.GetRequiredService<IMessageSinks>(),
            Time = provider.GetRequiredService<TimeProvider>(),
            Logger = Log(provider),
        };
        var execution = new ExecutionOptions
        {
            ReturnWait = options.Runtime.ReturnWait,
            PendingRunsPerGuild = options.Runtime.Limits.PendingRunsPerGuild,
            MemoryBytes = options.Runtime.Limits.MemoryBytes,
            BotUserId = options.Runtime.BotUserId,
        };
        return new DurableGuildHost(ports, execution, provider.GetRequiredService<RuntimeEvents>(), provider.GetRequiredService<IGuildEntityClient>());
    }

    private static ILogger Log(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
}
