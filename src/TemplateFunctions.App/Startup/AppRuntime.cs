using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TemplateFunctions.App.Configuration;
using TemplateFunctions.App.Storage;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.App.Startup;

/// <summary>Makes the VMs of this process and the guilds on top of them.</summary>
internal static class AppRuntime
{
    /// <summary>The name of the log that guilds and VMs write.</summary>
    private const string Category = "TemplateFunctions";

    public static AppVms Vms(AppOptions options, IServiceProvider provider)
    {
        var time = provider.GetRequiredService<TimeProvider>();
        var (events, log) = (provider.GetRequiredService<RuntimeEvents>(), Log(provider));
        var running = RunningGuilds.TryOpen(options.RunningDirectory, log);
        var runtime = options.Runtime.ToRuntimeOptions() with
        {
            Cpu = new GuildCpuLedger(options.Runtime.Limits, time),
            Modules = StandardModules.Create(new PluginServices(provider.GetRequiredService<AppStorage>().Kv, new RateLimiter(time), time)),
            Running = running,
        };
        return new AppVms(VmDistribution.Create(runtime, time, events, log), VmDistribution.TryCreateLone(runtime, time, events, log), running);
    }

    public static DurableGuildHost Host(AppOptions options, IServiceProvider provider)
    {
        var storage = provider.GetRequiredService<AppStorage>();
        var vms = provider.GetRequiredService<AppVms>();
        var ports = new GuildPorts
        {
            Vms = vms.Shared,
            LoneVms = vms.Lone,
            Suspects = vms.Running?.Suspects ?? [],
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
        return new DurableGuildHost(ports, options.Runtime.ToExecutionOptions(), provider.GetRequiredService<RuntimeEvents>(), provider.GetRequiredService<IGuildEntityClient>());
    }

    private static ILogger Log(IServiceProvider provider) => provider.GetRequiredService<ILoggerFactory>().CreateLogger(Category);
}

/// <summary>The VMs of this process.</summary>
/// <param name="Shared">Where guilds live.</param>
/// <param name="Lone">Where suspects run, each in a process of its own; null when none can be started.</param>
/// <param name="Running">Who runs now, for whoever comes after a native death; null when that cannot be noted.</param>
internal sealed record AppVms(IVmDistributionStrategy Shared, IVmDistributionStrategy? Lone, RunningGuilds? Running)
{
    /// <summary>Answers everybody who still waits; nobody has died then.</summary>
    public async Task EndAsync()
    {
        await Shared.DisposeAsync();
        await (Lone?.DisposeAsync() ?? ValueTask.CompletedTask);
        Running?.Dispose();
    }
}
