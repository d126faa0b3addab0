using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Plugins;
using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Storage.Embedded;
using TemplateFunctions.Hosting.Settings;
using TemplateFunctions.LocalHost.Options;
using TemplateFunctions.LocalHost.Queues;
using TemplateFunctions.LocalHost.Queues.Azure;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.LocalHost.Hosting;

/// <summary>Everything behind the routes: the embedded store, the VM threads, the guilds and the queue, opened and closed in order.</summary>
internal sealed class Executor : IAsyncDisposable
{
    private readonly EmbeddedStore _store;
    private readonly IVmDistributionStrategy _vms;
    private readonly IVmDistributionStrategy? _lone;
    private readonly RunningGuilds? _running;
    private readonly GuildHost _host;
    private readonly HttpClient _http = new();
    private Task? _stopping;

    private Executor(LocalHostOptions options, EmbeddedStore store, RecentRuns runs, TimeProvider time, ILoggerFactory loggers, Func<RuntimeOptions, RuntimeOptions>? adjust)
    {
        _store = store;
        var logger = loggers.CreateLogger("TemplateFunctions");
        var events = new RuntimeEvents();
        _running = RunningGuilds.TryOpen(Path.Combine(options.DataDirectory, "running"), logger);
        var kv = new ObservedKvStore(store.Kv);
        var runtime = options.Runtime.ToRuntimeOptions() with
        {
            Cpu = new GuildCpuLedger(options.Runtime.Limits, time),
            Modules = StandardModules.Create(new PluginServices(kv, new RateLimiter(time), time)),
            Running = _running,
        };
        runtime = adjust?.Invoke(runtime) ?? runtime;
        _vms = VmDistribution.Create(runtime, time, events, logger);
        _lone = VmDistribution.TryCreateLone(runtime, time, events, logger);
        var queues = Queues(options.Queue, time);
        var ports = new GuildPorts
        {
            Vms = _vms,
            LoneVms = _lone,
            Suspects = _running?.Suspects ?? [],
            Templates = store.Templates,
            Kv = kv,
            Results = store.Results,
            OnSettled = run => runs.Add(RecentRun.Of(run, time.GetUtcNow())),
            Journal = store.Inflight,
            DeadLetters = store.DeadLetters,
            Errors = store.Errors,
            Queues = queues,
            Time = time,
            Logger = logger,
        };
        _host = new GuildHost(ports, options.Runtime.ToExecutionOptions(), events);
        var queue = queues.Get(options.Queue.Name);
        Pump = new QueuePump(queue, new IntakeConsumer(_host.Intake, queue.Name), new QueuePumpOptions(), time, loggers.CreateLogger<QueuePump>());
    }

    /// <summary>Executions, events, VMs, errors and dead letters.</summary>
    public GuildService Guilds => _host.Guilds;

    /// <summary>Templates.</summary>
    public TemplateService Templates => _host.Templates;

    /// <summary>The guilds that have templates.</summary>
    public ITemplateStore TemplateStore => _store.Templates;

    /// <summary>Whether the store accepts writes.</summary>
    public StorageHealth Storage => _store.Health.Current;

    /// <summary>The way from the queue.</summary>
    public QueuePump Pump { get; }

    /// <summary>Opens the store and starts the VM threads; nothing runs yet.</summary>
    /// <param name="options">The settings in force.</param>
    /// <param name="runs">Where runs are shown.</param>
    /// <param name="time">The clock.</param>
    /// <param name="loggers">The log.</param>
    /// <param name="adjust">Has the last word on how the VMs are made.</param>
    /// <exception cref="StartupException">The data directory is in use, damaged or unusable.</exception>
    public static Executor Open(LocalHostOptions options, RecentRuns runs, TimeProvider time, ILoggerFactory loggers, Func<RuntimeOptions, RuntimeOptions>? adjust = null)
    {
        EmbeddedStore store;
        try
        {
            store = EmbeddedStore.Open(new EmbeddedStoreOptions { Directory = options.DataDirectory }, time, loggers.CreateLogger<EmbeddedStore>());
        }
        catch (StorageException failure)
        {
            throw new StartupException($"{failure.Code}: {failure.Message}", failure);
        }

        return new Executor(options, store, runs, time, loggers, adjust);
    }

    /// <summary>Takes up what a former life left, and begins to read the queue.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        await _host.StartAsync(cancellation);
        _running?.Forget();
        await Pump.StartAsync(cancellation);
    }

    /// <summary>Takes no more work and gives runs their grace; then answers everybody who still waits. Asking again waits for the same end.</summary>
    public Task StopAsync() => _stopping ??= StopOnceAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Pump.Dispose();
        _http.Dispose();
        _store.Dispose();
    }

    private async Task StopOnceAsync()
    {
        await Task.WhenAll(Pump.StopAsync(CancellationToken.None), _host.StopAsync());
        await _vms.DisposeAsync();
        await (_lone?.DisposeAsync() ?? ValueTask.CompletedTask);
        _running?.Dispose();
        await _host.DisposeAsync();
    }

    private IEventQueues Queues(QueueOptions options, TimeProvider time) =>
        options.ConnectionString is { } text && StorageConnection.TryParse(text, out var connection)
            ? new AzureEventQueues(new AzureQueueClient(_http, connection, time), time)
            : _store.Queues;
}
