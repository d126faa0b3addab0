using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// All guilds of one process on one machine, driven by the lifecycle: the composition root of Core for a host without a
/// distributed engine. Start it, use its services, stop it.
/// </summary>
public sealed partial class GuildHost : IAsyncDisposable
{
    private readonly GuildServices _services;
    private readonly GuildRegistry _guilds;
    private readonly KeyExpiryPump _expiry;
    private ITimer? _recovery;

    /// <param name="ports">What the guilds stand on; the strategy's observer must be <paramref name="events"/>.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="events">Where the runtime tells what happens.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public GuildHost(GuildPorts ports, ExecutionOptions options, RuntimeEvents events)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(events);
        if (options.Validate() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        _services = new GuildServices(ports, options);
        _guilds = new GuildRegistry(_services);
        var dispatcher = new EventDispatcher(_guilds, _services);
        _expiry = new KeyExpiryPump(dispatcher, _services);
        Intake = new EventIntake(dispatcher, _services);
        var access = new LocalAccess(_guilds, _services, new TemplateExecutor(_guilds, _services), dispatcher);
        Guilds = new GuildService(_guilds, _services, access);
        Templates = new TemplateService(_services, access);
        events.Attach(_guilds, _services);
    }

    /// <summary>Executions, events, VMs, errors and dead letters.</summary>
    public GuildService Guilds { get; }

    /// <summary>Templates.</summary>
    public TemplateService Templates { get; }

    /// <summary>Queue messages.</summary>
    public EventIntake Intake { get; }

    /// <summary>Id of this life of this process.</summary>
    public string Incarnation => _services.Incarnation;

    /// <summary>
    /// Recovers what a former life left in the journal, tells templates that ask for it that their VM is new, and begins to
    /// watch for expiring keys. Before all that the suspects are written down as such.
    /// </summary>
    public async Task StartAsync(CancellationToken cancellation = default)
    {
        foreach (var guild in _services.Ports.Suspects)
        {
            await _guilds.Get(guild).OperateAsync(new GuildOperation.MarkSuspect());
        }

        foreach (var guild in await _services.Ports.Journal.GuildsAsync(cancellation))
        {
            await _guilds.Get(guild).HoldAsync();
        }

        await WakeAsync(cancellation);
        _expiry.Start();
        _recovery = _services.Time.CreateTimer(_ => Recover(), null, _services.Options.RecoverEvery, _services.Options.RecoverEvery);
    }

    /// <summary>
    /// Takes no more work, gives runs their grace, and leaves the rest to its journal rows and its queues. The caller then
    /// disposes the strategy, which answers everybody who still waits.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _services.IsStopping = true;
        _recovery?.Dispose();
        await _expiry.StopAsync();
        var ended = Task.WhenAll(_guilds.All.Select(g => g.QuietAsync()));
        await Task.WhenAny(ended, Task.Delay(_services.Options.StopGrace, _services.Time, cancellation));
        foreach (var guild in _guilds.All)
        {
            await FlushAsync(guild);
        }
    }

    /// <summary>Writes what is left to write. After <see cref="StopAsync"/> and the strategy's end.</summary>
    public async ValueTask DisposeAsync()
    {
        _services.IsStopping = true;
        _recovery?.Dispose();
        await _expiry.StopAsync();
        await _services.Errors.DisposeAsync();
    }

    internal GuildRegistry Registry => _guilds;

    /// <summary>Guilds whose templates want to know that their VM is new get one now, not with their first event.</summary>
    private async Task WakeAsync(CancellationToken cancellation)
    {
        var wanted = (await _services.Ports.Kv.GuildsWithResumeAsync(cancellation)).ToHashSet();
        var startup = new EventTopic(EventNames.OnStartup, EventNames.AntiRaid, []);
        await foreach (var guild in _services.Ports.Templates.GuildsAsync(cancellation))
        {
            var (templates, _) = await _services.Catalog.ForEventAsync(guild, startup, null, cancellation);
            if (templates.Count > 0)
            {
                wanted.Add(guild);
            }
        }

        foreach (var guild in wanted.Select(_guilds.Get))
        {
            await guild.HoldAsync();
            if (guild.Hold.Refusal(_services.Now) is null)
            {
                await guild.Startup.EnsureAsync(guild.RunsAlone);
            }
        }
    }

    private void Recover()
    {
        foreach (var guild in _guilds.All.Where(g => g.HasDoubtfulRows || g.Runs.InPhase(RunPhase.Waiting).Length > 0))
        {
            guild.Remind();
        }
    }

    private async Task FlushAsync(GuildShell guild)
    {
        try
        {
            await guild.FlushAsync();
        }
        catch (StorageException failure)
        {
            LogUnflushed(_services.Ports.Logger, guild.Id.ToString(), failure);
        }
    }

    [LoggerMessage(3204, LogLevel.Warning, "Guild {Guild}: its counters were not written")]
    private static partial void LogUnflushed(ILogger logger, string guild, Exception failure);
}
