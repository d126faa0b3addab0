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
    private readonly IStateKeeper _keeper;
    private GuildVmState _state = GuildVmState.Initial;
    private bool _takingOver;
    private volatile bool _suspected;
    private ITimer? _wake;

    public GuildShell(GuildId id, GuildServices services)
    {
        Id = id;
        _services = services;
        _writes = new RunWrites(this, services);
        _keeper = services.Entities is null ? new JournaledState(id, services) : new EntityState(id, services, () => _state);
        Startup = new GuildStartup(this, services);
        _suspected = services.Ports.Suspects.Contains(id);
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

    /// <summary>
    /// Makes this process the guild's holder, once; parked runs of its former life are recovered. Where an engine says who holds a
    /// guild, nobody takes one by himself.
    /// </summary>
    /// <exception cref="DeliveryInterruptedException">The guild has left this process.</exception>
    public ValueTask HoldAsync() =>
        Hold.IsHeld && (_services.Entities is not null || KnowsItsRows) ? ValueTask.CompletedTask :
        _services.Entities is null ? new ValueTask(OperateAsync(new GuildOperation.Recover())) :
        throw new DeliveryInterruptedException("The guild is held by another process.");

    /// <summary>Applies an operation and carries its effects out; answers why it was refused, or null.</summary>
    /// <param name="operation">What happens.</param>
    /// <param name="delivered">The run that it brings.</param>
    /// <exception cref="StorageException">The store failed; what was not done can be done again.</exception>
    /// <exception cref="DeliveryInterruptedException">The guild left this process, and <paramref name="delivered"/> with it.</exception>
    public async Task<LifecycleError?> OperateAsync(GuildOperation operation, GuildRun? delivered = null)
    {
        var work = new ShellWork();
        await _turn.WaitAsync();
        try
        {
            if (delivered is { Generation: > 0 })
            {
                throw new DeliveryInterruptedException("The process lost the guild before the run was decided on.");
            }

            _state = await _keeper.LoadAsync() ?? _state;
            await SuspectAsync(work);
            await ApplyAsync(operation, work);
        }
        catch
        {
            // What the guild needs at its take-over may not have been done: it is taken over again, one epoch later.
            _state = _takingOver ? _state with { Incarnation = "" } : _state;
            _keeper.Doubt();
            throw;
        }
        finally
        {
            _takingOver = false;

            // What was decided before a failure is carried out all the same: the table says so already.
            Hold = GuildHold.Of(_state, _services.Incarnation);
            work.Start(_writes);
            _turn.Release();
            _keeper.Changed();
            await work.Done;
        }

        return work.Refusal;
    }

    /// <summary>Writes counters that may be written late.</summary>
    public async Task FlushAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await _keeper.FlushAsync(_state);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task ApplyAsync(GuildOperation operation, ShellWork work)
    {
        var decision = GuildLifecycle.Apply(_state, Refresh(operation), ContextOf(operation));
        if (decision.State.MustPersistAfter(_state))
        {
            await _keeper.KeepAsync(decision.State);
        }

        _takingOver |= decision.State.Epoch != _state.Epoch;
        _state = decision.State;
        foreach (var effect in decision.Effects)
        {
            if (Prepare(effect) is { } run)
            {
                work.Add(run, effect);
            }
            else if (!await CarryOutAsync(effect, operation, work))
            {
                return;
            }
        }
    }

    /// <summary>A run that has ended leaves its place, for its own next attempt perhaps.</summary>
    private LifecycleContext ContextOf(GuildOperation operation) =>
        operation is GuildOperation.RunSettled settled && _runs.Find(settled.Run) is { Phase: RunPhase.Alive } run && run.Attempt == settled.Attempt
            ? Context with { RunningRuns = _runs.Running - 1 }
            : Context;

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
