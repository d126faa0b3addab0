using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// One guild in this process: applies the lifecycle one operation at a time, persists the state before the effects that need
/// it, and carries the effects out. What concerns the guild is done in turn; the writes of its runs go side by side.
/// </summary>
internal sealed partial class GuildShell
{
    private readonly GuildServices _services;
    private readonly RunTable _runs = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RunWrites _writes;
    private GuildVmState _state = GuildVmState.Initial;
    private long _stateVersion;
    private bool _stateLoaded;
    private bool _versionKnown;
    private bool _takingOver;
    private ITimer? _wake;

    public GuildShell(GuildId id, GuildServices services)
    {
        Id = id;
        _services = services;
        _writes = new RunWrites(this, services);
        Startup = new GuildStartup(this, services);
    }

    public GuildId Id { get; }

    /// <summary>What the fast path reads.</summary>
    public volatile GuildHold Hold = GuildHold.None;

    /// <summary>Tells templates that the VM is new.</summary>
    public GuildStartup Startup { get; }

    public RunTable Runs => _runs;

    public PendingRuns Pending { get; } = new();

    public GuildVmState State => _state;

    private LifecycleContext Context => new()
    {
        Now = _services.Now,
        Incarnation = _services.Incarnation,
        Limits = _services.Options.Lifecycle,
        Slot = _services.Ports.Vms.SlotOf(Id),
        LiveRuns = _runs.Live,
        RunningRuns = _runs.Running,
        JournaledRuns = _runs.Journaled,
        WaitingRuns = _runs.Waiting,
    };

    /// <summary>Makes this process the guild's holder, once; parked runs of its former life are recovered.</summary>
    public ValueTask HoldAsync() => Hold.IsHeld ? ValueTask.CompletedTask : new ValueTask(OperateAsync(new GuildOperation.Recover()));

    /// <summary>Applies an operation and carries its effects out; answers why it was refused, or null.</summary>
    /// <exception cref="StorageException">The store failed; what was not done can be done again.</exception>
    public async Task<LifecycleError?> OperateAsync(GuildOperation operation)
    {
        var work = new ShellWork();
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            await LoadAsync().ConfigureAwait(false);
            await ApplyAsync(operation, work).ConfigureAwait(false);
        }
        catch
        {
            // What the guild needs at its take-over may not have been done: it is taken over again, one epoch later.
            _state = _takingOver ? _state with { Incarnation = "" } : _state;
            _versionKnown = false;
            throw;
        }
        finally
        {
            _takingOver = false;

            // What was decided before a failure is carried out all the same: the table says so already.
            Hold = GuildHold.Of(_state, _services.Incarnation);
            work.Start(_writes);
            _turn.Release();
            await work.Done.ConfigureAwait(false);
        }

        return work.Refusal;
    }

    /// <summary>Writes counters that may be written late.</summary>
    public async Task FlushAsync()
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_versionKnown && _state != GuildVmState.Initial)
            {
                await PersistAsync(_state).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task LoadAsync()
    {
        if (_versionKnown)
        {
            return;
        }

        var row = await _services.Ports.Journal.GetStateAsync(Id).ConfigureAwait(false);
        _stateVersion = row?.Version ?? 0;
        if (row is not null && !_stateLoaded)
        {
            _state = GuildVmStateJson.Read(row.Json.Span);
        }

        _stateLoaded = true;
        _versionKnown = true;
    }

    private async Task PersistAsync(GuildVmState state)
    {
        var stored = await _services.Ports.Journal.PutStateAsync(Id, GuildVmStateJson.Write(state), _stateVersion).ConfigureAwait(false)
            ?? throw new StorageException(Diagnostics.HostDiagnostics.StaleEpoch.Code, $"The state of guild {Id} was written by another process.");
        _stateVersion = stored.Version;
    }

    private async Task ApplyAsync(GuildOperation operation, ShellWork work)
    {
        var decision = GuildLifecycle.Apply(_state, Refresh(operation), Context);
        if (decision.State.MustPersistAfter(_state))
        {
            await PersistAsync(decision.State).ConfigureAwait(false);
        }

        _takingOver |= decision.State.Epoch != _state.Epoch;
        _state = decision.State;
        foreach (var effect in decision.Effects)
        {
            if (Prepare(effect) is { } run)
            {
                work.Add(run, effect);
            }
            else if (!await CarryOutAsync(effect, operation, work).ConfigureAwait(false))
            {
                return;
            }
        }
    }

    /// <summary>Brings what an operation says of its run up to date; it may have waited for its turn.</summary>
    private GuildOperation Refresh(GuildOperation operation) => operation switch
    {
        GuildOperation.Dispatch d => d with { Presence = PresenceOf(_runs.Find(d.Run)) },
        GuildOperation.RecoverRow r => _runs.Find(r.Run) is { JournaledAttempt: { } attempt } run
            ? r with { Attempt = attempt, Started = run.RowStarted, Presence = r.Presence == RunPresence.Settled ? r.Presence : PresenceOf(run) }
            : r with { Presence = RunPresence.Alive },
        GuildOperation.RunOutstayed o => o with
        {
            Presence = _runs.Find(o.Run) is { Phase: RunPhase.Alive, JournaledAttempt: null } run && run.Attempt == o.Attempt ? RunPresence.Alive : RunPresence.New,
        },
        GuildOperation.RunSettled s => s with
        {
            Presence = _runs.Find(s.Run) is { } run && run.Attempt != s.Attempt ? RunPresence.Alive : RunPresence.New,
            JournaledAttempt = _runs.Find(s.Run)?.JournaledAttempt,
        },
        _ => operation,
    };

    private static RunPresence PresenceOf(GuildRun? run) => run?.Phase switch
    {
        null or RunPhase.Starting => RunPresence.New,
        RunPhase.Waiting => RunPresence.Journaled,
        _ => RunPresence.Alive,
    };
}
