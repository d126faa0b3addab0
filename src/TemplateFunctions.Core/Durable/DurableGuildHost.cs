using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// The guilds of one worker process of an app whose distributed engine decides which process holds which guild: the composition
/// root of Core for such a host. Its services are those of <see cref="GuildHost"/>; requests for guilds that are elsewhere travel
/// as messages to their entities.
/// </summary>
public sealed class DurableGuildHost : IAsyncDisposable
{
    private readonly GuildServices _services;
    private readonly GuildRegistry _guilds;
    private readonly DurableKeyExpiry _expiry;
    private readonly OutboxRounds? _outbox;
    private ITimer? _recovery;

    /// <param name="ports">What the guilds stand on; the strategy's observer must be <paramref name="events"/>. The journal's states are not used.</param>
    /// <param name="options">Valid options. Every run is journaled before it starts, whatever they say, because only that tells a repeated operation's attempt.</param>
    /// <param name="events">Where the runtime tells what happens.</param>
    /// <param name="entities">The engine.</param>
    /// <exception cref="ArgumentException">An option is out of range; the message names it.</exception>
    public DurableGuildHost(GuildPorts ports, ExecutionOptions options, RuntimeEvents events, IGuildEntityClient entities)
    {
        ArgumentNullException.ThrowIfNull(ports);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(events);
        ArgumentNullException.ThrowIfNull(entities);
        if (options.Validate() is { } fault)
        {
            throw new ArgumentException(fault, nameof(options));
        }

        options = options with { Lifecycle = options.Lifecycle with { JournalBeforeStart = true } };
        var incarnation = GuildServices.NewIncarnation(ports.Time);
        var promised = ports.Outbox is { } rows ? new OutboxedEntities(entities, rows, incarnation, ports.Time) : entities;
        _services = new GuildServices(ports, options, promised, incarnation);
        _outbox = ports.Outbox is { } outbox ? new OutboxRounds(outbox, entities, _services) : null;
        _guilds = new GuildRegistry(_services);
        var here = new GuildsHere(_guilds, _services);
        var dispatcher = new EventDispatcher(_guilds, _services);
        var executor = new DurableExecutor(here, _services, new TemplateExecutor(_guilds, _services));
        var access = new DurableAccess(here, _services, executor, dispatcher);
        _expiry = new DurableKeyExpiry(_services, access);
        Entity = new GuildEntity(_guilds, _services, dispatcher, entities);
        Intake = new DurableIntake(_services, access);
        Guilds = new GuildService(_guilds, _services, access);
        Templates = new TemplateService(_services, access);
        events.Attach(_guilds, _services);
    }

    /// <summary>What the durable entity of a guild does.</summary>
    public GuildEntity Entity { get; }

    /// <summary>Executions, events, VMs, errors and dead letters.</summary>
    public GuildService Guilds { get; }

    /// <summary>Templates.</summary>
    public TemplateService Templates { get; }

    /// <summary>Queue messages.</summary>
    public DurableIntake Intake { get; }

    /// <summary>Id of this life of this process.</summary>
    public string Incarnation => _services.Incarnation;

    internal GuildRegistry Registry => _guilds;

    /// <summary>Begins to look after guilds whose writes failed.</summary>
    public void Start() =>
        _recovery = _services.Time.CreateTimer(_ => Remind(), null, _services.Options.RecoverEvery, _services.Options.RecoverEvery);

    /// <summary>
    /// Tells the entities of the suspects that their next runs run alone, wherever that will be. Guilds that come to this process know
    /// it before.
    /// </summary>
    /// <exception cref="StorageException">The engine cannot be reached; it may be tried again.</exception>
    public async Task TellSuspectsAsync(CancellationToken cancellation = default)
    {
        foreach (var guild in _services.Ports.Suspects)
        {
            await _services.Entities!.SignalAsync(guild, EntityRequest.MarkSuspect(_services.Now), cancellation);
        }
    }

    /// <summary>
    /// For a timer that fires once in the whole app (every 30 s): sends promised messages again that were not reported done, and
    /// wakes the entities of guilds that have parked runs, so that those of a process that is gone are recovered wherever the engine
    /// puts the guild, also without an event.
    /// </summary>
    /// <exception cref="StorageException">Store or engine failed; the next time will do.</exception>
    public async Task RecoverAsync(CancellationToken cancellation = default)
    {
        if (_outbox is not null)
        {
            await _outbox.RunAsync(cancellation);
        }

        foreach (var guild in await _services.Ports.Journal.GuildsAsync(cancellation))
        {
            await _services.Entities!.SignalAsync(guild, EntityRequest.Recover(), cancellation);
        }
    }

    /// <summary>
    /// For a timer that fires once in the whole app (every second or few): raises <c>KeyExpiry</c> for records that are due and
    /// removes those whose runs have ended. Answers how many are still due, so that the timer can look again soon.
    /// </summary>
    /// <exception cref="StorageException">Store or engine failed; the next time will do.</exception>
    public Task<int> RaiseDueKeysAsync(CancellationToken cancellation = default) => _expiry.RaiseDueAsync(cancellation);

    /// <summary>
    /// Takes no more work: operations go back to their entities, and runs get their grace. What is left stays in the journal. The
    /// caller then disposes the strategy, which answers everybody who still waits.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        _services.IsStopping = true;
        _recovery?.Dispose();
        var ended = Task.WhenAll(_guilds.All.Select(g => g.QuietAsync()));
        await Task.WhenAny(ended, Task.Delay(_services.Options.StopGrace, _services.Time, cancellation));
    }

    /// <summary>Writes what is left to write. After <see cref="StopAsync"/> and the strategy's end.</summary>
    public async ValueTask DisposeAsync()
    {
        _services.IsStopping = true;
        _recovery?.Dispose();
        await _services.Errors.DisposeAsync();
    }

    private void Remind()
    {
        foreach (var guild in _guilds.All)
        {
            guild.TellUnsaved();
            if (guild.HasDoubtfulRows || guild.Runs.InPhase(RunPhase.Waiting).Length > 0)
            {
                guild.Remind();
            }
        }
    }
}
