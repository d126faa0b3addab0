using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Journal;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>What effects mean in this process.</summary>
internal sealed partial class GuildShell
{
    private volatile bool _rowsLoaded;

    /// <summary>Whether there may be rows that the table does not know.</summary>
    public bool HasDoubtfulRows => Hold.IsHeld && !_rowsLoaded;

    /// <summary>
    /// Whether a delivery can be told from a run that has a row already. A guild that was taken over in quarantine reads its rows
    /// when it may run again, and that may fail; until then its deliveries are buried, not started.
    /// </summary>
    private bool KnowsItsRows => _rowsLoaded || _state.IsQuarantinedAt(_services.Now);

    /// <summary>A row may have been written though its write failed: the next recovery reads them all.</summary>
    public void DoubtRows() => _rowsLoaded = false;

    /// <summary>Enters an effect on a run into the table, in turn; its writing follows. Null for effects on the guild.</summary>
    private GuildRun? Prepare(GuildEffect effect)
    {
        switch (effect)
        {
            case GuildEffect.StartRun start when _runs.Find(start.Run) is { } run:
                run.Attempt = start.Attempt;
                run.Epoch = start.Epoch;
                _runs.Move(run, RunPhase.Alive);
                return run;
            case GuildEffect.ParkRun park when _runs.Find(park.Run) is { } run:
                _runs.SetRow(run, park.Attempt, park.Started);
                if (!park.Started)
                {
                    _runs.Move(run, RunPhase.Waiting);
                }

                return run;
            case GuildEffect.StoreOutcome store when _runs.Find(store.Run) is { } run:
                _runs.Move(run, RunPhase.Settling);
                return run;
            case GuildEffect.DeleteRow delete when _runs.Find(delete.Run) is { } run:
                _runs.Move(run, RunPhase.Settling);
                return run;
            case GuildEffect.DeadLetter letter:
                return _runs.Find(letter.Run);
            case GuildEffect.RecordError { Run: { } key }:
                return _runs.Find(key);
            default:
                return null;
        }
    }

    /// <summary>Carries an effect on the guild out, in turn. False when the rest of the operation's effects is void.</summary>
    private async Task<bool> CarryOutAsync(GuildEffect effect, GuildOperation operation, ShellWork work)
    {
        switch (effect)
        {
            case GuildEffect.TakeFence fence:
                if (await TakeFenceAsync(fence.Epoch) is { } found)
                {
                    await ApplyAsync(new GuildOperation.FenceLost(found), work);
                    await ApplyAsync(operation, work);
                    return false;
                }

                break;
            case GuildEffect.RecoverParked or GuildEffect.StartNextParked when _services.IsStopping:
                break;
            case GuildEffect.RecoverParked:
                await RecoverAsync(work);
                break;
            case GuildEffect.StartNextParked when _runs.NextWaiting() is { } next:
                await ApplyAsync(RowOf(next.Key, RunPresence.Journaled), work);
                break;
            case GuildEffect.Again again:
                await ApplyAsync(again.Operation, work);
                break;
            case GuildEffect.DestroyVm:
                await EndVmAsync();
                break;
            case GuildEffect.SetVmLimit limit:
                foreach (var vms in _services.Ports.AllVms)
                {
                    vms.Dispatch(Id, new SetMemoryLimitAction(limit.Bytes), _state.Slot);
                }

                break;
            case GuildEffect.ReloadTemplates:
                _services.Catalog.Invalidate(Id);
                break;
            case GuildEffect.RecordError record:
                _services.Errors.Record(Id, null, record.Error.Code, record.Error.Message);
                break;
            case GuildEffect.WakeAt wake:
                WakeAt(wake.At);
                break;
            case GuildEffect.Refuse refuse:
                work.Refusal = refuse.Error;
                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>The journal decides who gets the epoch; the key-value store follows. The epoch found, when another process has it or a later one.</summary>
    private async Task<long?> TakeFenceAsync(long epoch)
    {
        var claim = await _services.Ports.Journal.TakeFenceAsync(Id, epoch);
        if (!claim.IsTaken)
        {
            return claim.Epoch;
        }

        var raised = await _services.Ports.Kv.RaiseFenceAsync(Id, epoch);
        return raised.Status == KvWriteStatus.Fenced ? raised.Fence : null;
    }

    /// <summary>Reads the journal of the guild's former lives once; later the table knows the rows, unless the write of one was doubtful.</summary>
    private async Task RecoverAsync(ShellWork work)
    {
        if (!_rowsLoaded)
        {
            _rowsLoaded = true;
            try
            {
                foreach (var row in await _services.Ports.Journal.ListAsync(Id))
                {
                    await TakeRowInAsync(row);
                }
            }
            catch
            {
                _rowsLoaded = false;
                throw;
            }
        }

        foreach (var run in _runs.InPhase(RunPhase.Waiting))
        {
            await ApplyAsync(RowOf(run.Key, run.Known.Length > 0 ? RunPresence.Settled : RunPresence.Journaled), work);
        }
    }

    private async Task TakeRowInAsync(InflightRow row)
    {
        var run = new GuildRun(ParkedRun.KeyOf(row), null) { Attempt = row.Attempt };
        if (!_runs.TryAdd(run, out var there))
        {
            if (there.Phase != RunPhase.Starting)
            {
                return;
            }

            run = there;
        }

        run.HasRow = true;
        run.Accept();
        _runs.SetRow(run, row.Attempt, ParkedRun.WasStarted(row));
        _runs.Move(run, RunPhase.Waiting);
        if (await _services.Ports.Results.GetAsync(run.Key) is { Status: ExecutionStatus.Done } done)
        {
            run.Known = done.Outcome;
        }
    }

    /// <summary>Looks after the guild's parked runs, here or wherever its entity is.</summary>
    public void Remind()
    {
        if (_services.Entities is null)
        {
            Report(new GuildOperation.Recover());
        }
        else
        {
            _keeper.Changed();
            _ = SignalRecoverAsync();
        }
    }

    private async Task SignalRecoverAsync()
    {
        try
        {
            await _services.Entities!.SignalAsync(Id, EntityRequest.Recover());
        }
        catch (StorageException failure)
        {
            LogFactMissed(_services.Ports.Logger, Id.ToString(), nameof(GuildOperation.Recover), failure);
        }
    }

    private static GuildOperation.RecoverRow RowOf(RunKey run, RunPresence presence) => new(run, 0, false, presence);

    private void WakeAt(DateTimeOffset at)
    {
        var wait = at - _services.Now;
        _wake?.Dispose();
        _wake = _services.Time.CreateTimer(
            _ => Remind(), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }
}
