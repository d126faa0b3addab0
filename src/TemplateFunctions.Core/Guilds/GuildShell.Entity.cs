using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The guild as its entity sees it: an engine brings the committed state with every operation, and takes the next one away.</summary>
internal sealed partial class GuildShell
{
    private const int RequestsRemembered = 16;

    private readonly Queue<string> _requests = new();
    private GuildVmState? _takenFrom;
    private int _asked;

    /// <summary>When an operation of the guild's entity was last in this process.</summary>
    public DateTimeOffset LastEntered { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>When this process last knew that it has the guild: by an operation of its entity, or by the journal's fence.</summary>
    public DateTimeOffset LastConfirmed { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>
    /// An operation of the entity begins with the state that was last committed. While the guild stays here, memory holds all
    /// of that and what was learned since. When it was elsewhere in between, what is left of its life here is void.
    /// </summary>
    public async Task EnterAsync(GuildVmState given)
    {
        await _turn.WaitAsync();
        try
        {
            LastEntered = _services.Now;
            Confirm(LastEntered);
            ((EntityState)_keeper).Enter();
            if (IsContinuedBy(given))
            {
                return;
            }

            await ForgetAsync();
            _takenFrom = given;
            _state = given with
            {
                Epoch = Math.Max(given.Epoch, _state.Epoch),
                Incarnation = given.Incarnation == _services.Incarnation ? "" : given.Incarnation,

                // A batch that was not committed, and its suspicion with it, may have been this one's; at worst a guild runs alone once more.
                Suspect = given.Suspect || (_state.Suspect && _state.ResetAt == given.ResetAt),
            };
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether to ask if the guild is still here; true once until that is confirmed.</summary>
    public bool TryAsk() => Interlocked.Exchange(ref _asked, 1) == 0;

    /// <summary>At that time the guild was here.</summary>
    public void Confirm(DateTimeOffset at)
    {
        LastConfirmed = at;
        Volatile.Write(ref _asked, 0);
    }

    /// <summary>Asks again for an operation that commits what the holder has learned, when the first asking failed.</summary>
    public void TellUnsaved() => _keeper.Changed();

    /// <summary>
    /// Looks whether the journal has other rows than this process knows: a process that took the guild for a moment, and did not
    /// get its state committed, may have left some.
    /// </summary>
    public async Task CompareRowsAsync()
    {
        if (await _services.Ports.Journal.CountAsync(Id) != _runs.Journaled)
        {
            DoubtRows();
        }
    }

    /// <summary>Whether a request comes for the first time; what was done at once for its caller is not done again when its message comes.</summary>
    public bool IsNew(string requestId)
    {
        lock (_requests)
        {
            if (_requests.Contains(requestId))
            {
                return false;
            }

            _requests.Enqueue(requestId);
            if (_requests.Count > RequestsRemembered)
            {
                _requests.Dequeue();
            }

            return true;
        }
    }

    /// <summary>Takes the guild over unless it is held already; parked runs are recovered. Only an operation of its entity may.</summary>
    public Task TakeAsync() => Hold.IsHeld && KnowsItsRows ? Task.CompletedTask : OperateAsync(new GuildOperation.Recover());

    /// <summary>The operation ends: the state to commit.</summary>
    public async Task<GuildVmState> LeaveAsync()
    {
        await _turn.WaitAsync();
        try
        {
            ((EntityState)_keeper).Leave(_state);
            return _state;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A store refused a write of that epoch: another process has the guild. What runs here is not its run any more.</summary>
    public async Task LoseAsync(long epoch)
    {
        await _turn.WaitAsync();
        try
        {
            if (Hold.IsHeld && _state.Epoch == epoch)
            {
                _state = _state with { Incarnation = "" };
                await ForgetAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// The state is one that this hold began from or has led to. A store's refusal tells when another process has had the guild
    /// in between without committing anything.
    /// </summary>
    private bool IsContinuedBy(GuildVmState given) =>
        _state.Incarnation == _services.Incarnation
        && (given == _takenFrom || (given.Incarnation, given.Epoch) == (_state.Incarnation, _state.Epoch));

    /// <summary>Ends the guild's life in this process: its VM goes, and the runs are left to their rows and whoever delivers them.</summary>
    private async Task ForgetAsync()
    {
        Hold = GuildHold.None;
        _wake?.Dispose();
        _rowsLoaded = false;
        foreach (var run in _runs.Clear())
        {
            run.Generation++;
            run.Fail(new DeliveryInterruptedException("The process lost the guild before the run's end could be recorded."));
        }

        await EndVmAsync();
    }

    /// <summary>Awaited, so that whatever comes next meets the new VM and its startup events.</summary>
    private async Task EndVmAsync()
    {
        foreach (var vms in _services.Ports.AllVms)
        {
            var destroy = new DestroyAction();
            vms.Dispatch(Id, destroy, _state.Slot);
            await destroy.Completion;
        }
    }
}
