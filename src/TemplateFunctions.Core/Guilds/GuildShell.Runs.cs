using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Runs on their way in and out of the VM.</summary>
internal sealed partial class GuildShell
{
    /// <summary>Takes a delivered run in; a duplicate joins the run or gets its stored outcome.</summary>
    /// <param name="order">The run.</param>
    /// <param name="attempt">What the deliverer counted.</param>
    /// <param name="journalFirst">The deliverer keeps no copy.</param>
    /// <param name="anew">Runs again even though an outcome is stored.</param>
    public async Task<RunTicket> DeliverAsync(RunOrder order, int attempt, bool journalFirst, bool anew)
    {
        await HoldAsync();
        var run = new GuildRun(order.Key, order) { Attempt = attempt };
        if (!_runs.TryAdd(run, out var there))
        {
            return RunTicket.Of(there, order.Template, there.Order?.ExecutionId ?? order.ExecutionId);
        }

        try
        {
            var owner = new RunOwner(_services.Incarnation, _state.Epoch);
            var claim = await _services.Ports.Results.TryBeginAsync(order.Key, order.ExecutionId, owner, anew && !await IsBegunAsync(order));
            if (claim.Status == BeginStatus.AlreadySettled)
            {
                await DropAsync(run);
                run.Settle(claim.Record.Outcome);
                return RunTicket.Done(order.Template, claim.Record.ExecutionId, claim.Record.Outcome);
            }

            run.Order = order with { ExecutionId = claim.Record.ExecutionId };
            await OperateAsync(new GuildOperation.Dispatch(order.Key, attempt, RunPresence.New, journalFirst), run);
            return RunTicket.Of(run, order.Template, claim.Record.ExecutionId);
        }
        catch (Exception failure)
        {
            await AbandonAsync(run, failure);
            throw;
        }
    }

    /// <summary>Takes out a run that was not decided on, unless recovery has found a row of it meanwhile, which it deletes then.</summary>
    private async Task DropAsync(GuildRun run)
    {
        await _turn.WaitAsync();
        try
        {
            if (!run.HasRow)
            {
                _runs.Remove(run);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Whether this very replay was begun before: the operation that brought it is repeated.</summary>
    private async Task<bool> IsBegunAsync(RunOrder order) =>
        await _services.Ports.Results.GetAsync(order.Key) is { } known && known.ExecutionId == order.ExecutionId;

    /// <summary>
    /// A run that its caller no longer waits for goes on like a delivered one: journaled, recovered, its outcome stored. When this
    /// has completed the caller may be told so.
    /// </summary>
    /// <exception cref="StorageException">It could not be journaled: it goes on, and nobody will know if the process goes.</exception>
    public async Task AdoptAsync(RunOrder order, Task<LuaVmResult> completion, long epoch, bool alone)
    {
        var run = new GuildRun(order.Key, order) { Attempt = 1, Epoch = epoch, Phase = RunPhase.Alive };
        if (!_runs.TryAdd(run, out _))
        {
            return;
        }

        try
        {
            await _services.Ports.Results.TryBeginAsync(order.Key, order.ExecutionId, new RunOwner(_services.Incarnation, epoch));
            await OperateAsync(new GuildOperation.RunOutstayed(order.Key, epoch, 1, RunPresence.Alive));
        }
        finally
        {
            _ = WatchAsync(run, completion, alone);
        }

        if (!run.HasRow)
        {
            throw new StorageException(StorageCodes.Unavailable, $"Run {order.ExecutionId} goes on, but its end may not be recorded.");
        }
    }

    /// <summary>Whether the run is no longer its caller's.</summary>
    public bool IsAdopted(RunKey key) => _runs.Find(key) is not null;

    /// <summary>Hands a run to the VM.</summary>
    public async Task StartAsync(GuildRun run, GuildEffect.StartRun start)
    {
        var generation = run.Generation;
        if (run.Order is not { } order || await FindAsync(order) is not { } template)
        {
            GiveUp(run, RequestDiagnostics.UnknownTemplate, $"The guild no longer has the template '{run.Key.Template}'.");
            return;
        }

        if (template.Paused)
        {
            GiveUp(run, RequestDiagnostics.TemplatePaused, $"The template '{template.Name}' was paused before the run began.");
            return;
        }

        var alone = start.Alone && CanRunAlone;
        await Startup.EnsureAsync(alone);
        if (generation != run.Generation)
        {
            return;
        }

        if (_state.IsQuarantinedAt(_services.Now))
        {
            // Decided on before the quarantine began.
            await AbandonAsync(run, new DeliveryInterruptedException("The guild went into quarantine before the run began."));
            return;
        }

        run.Order = order with { Found = null };
        if (!start.Journaled)
        {
            BeginGrace(run);
        }

        var action = new ExecuteAction(RunFactory.Make(template, order.Event.ToDocument(start.Attempt), order.ExecutionId, start.Epoch, run));
        _services.Ports.VmsFor(alone).Dispatch(Id, action, start.Slot);
        _ = WatchAsync(run, action.Completion, alone);
    }

    /// <summary>The process will not see the run through: its row brings it back, or its delivery does.</summary>
    public async Task AbandonAsync(GuildRun run, Exception failure)
    {
        await _turn.WaitAsync();
        try
        {
            run.Generation++;
            run.EndGrace();
            if (run.HasRow)
            {
                _runs.SetRow(run, run.JournaledAttempt ?? run.Attempt, started: true);
                _runs.Move(run, RunPhase.Waiting);
                run.Accept();
            }
            else
            {
                _runs.Remove(run);
                run.Fail(failure);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Completes when nothing of the guild is in the VM or being written. Asked once no more is let in.</summary>
    public async Task QuietAsync()
    {
        await Pending.QuietAsync();
        foreach (var run in _runs.InPhase(RunPhase.Starting, RunPhase.Alive, RunPhase.Settling))
        {
            await ((Task)run.Settled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Applies a fact that nobody waits for.</summary>
    public void Report(GuildOperation fact) => _ = ReportAsync(fact);

    /// <summary>The VM was lost. Called on VM threads.</summary>
    public void OnBroken(BrokenReason reason)
    {
        Startup.VmLost(reason);
        var fact = new GuildOperation.VmBroke(reason, Hold.Epoch, _services.Now);
        _ = ReportSoonAsync(fact);
    }

    /// <summary>Leaves the thread of the VM at once.</summary>
    private async Task ReportSoonAsync(GuildOperation fact)
    {
        await Task.Yield();
        await ReportAsync(fact);
    }

    private async Task ReportAsync(GuildOperation fact)
    {
        try
        {
            await OperateAsync(fact);
        }
        catch (StorageException failure)
        {
            LogFactMissed(_services.Ports.Logger, Id.ToString(), fact.GetType().Name, failure);
        }
        catch (Exception bug)
        {
            // Nobody awaits a fact: a bug must not pass in silence.
            LogFactBug(_services.Ports.Logger, Id.ToString(), fact.GetType().Name, bug);
        }
    }

    private ValueTask<CatalogTemplate?> FindAsync(RunOrder order) => order switch
    {
        { Content: { } content } => new(CatalogTemplate.Unsaved(order.Template, content, order.AllowedCaps)),
        { Found: { } found } => new(found),
        _ => _services.Catalog.FindAsync(Id, order.Template, CancellationToken.None),
    };

    private void BeginGrace(GuildRun run)
    {
        var fact = new GuildOperation.RunOutstayed(run.Key, run.Epoch, run.Attempt, RunPresence.Alive);
        run.GraceEnd = _services.Now + _services.Options.Lifecycle.Grace;
        run.Outstayed = outstayed => _ = ReportSoonAsync(fact);
        run.GraceTimer = _services.Time.CreateTimer(_ => Report(fact), null, _services.Options.Lifecycle.Grace, Timeout.InfiniteTimeSpan);
    }

    private void GiveUp(GuildRun run, Diagnostic diagnostic, string detail)
    {
        run.Outcome = ExecutionOutcome.GivenUp(run.Order?.ExecutionId ?? "", diagnostic.Code, detail);
        Report(new GuildOperation.RunSettled(
            run.Key, run.Epoch, run.Attempt, RunEnd.Failed, RunPresence.New, run.JournaledAttempt, new LifecycleError(diagnostic.Code, detail)));
    }

    private async Task WatchAsync(GuildRun run, Task<LuaVmResult> completion, bool alone)
    {
        var (attempt, epoch) = (run.Attempt, run.Epoch);
        var result = await completion;
        run.EndGrace();
        var lost = IsLost(result);
        if (lost && _services.IsStopping)
        {
            await AbandonAsync(run, new DeliveryInterruptedException("The process stops before the run has ended."));
            return;
        }

        run.Outcome = ExecutionOutcome.Of(run.Order!.ExecutionId, result);
        var error = run.Outcome.Error is { } e ? new LifecycleError(e.Code, e.Message) : null;
        var end = alone && IsDeath(result) ? RunEnd.Fatal : lost ? RunEnd.Lost : error is null ? RunEnd.Completed : RunEnd.Failed;
        await ReportAsync(new GuildOperation.RunSettled(run.Key, epoch, attempt, end, RunPresence.New, run.JournaledAttempt, error));
        if (run.Phase == RunPhase.Alive && (run.Attempt, run.Epoch) == (attempt, epoch))
        {
            await AbandonAsync(run, new DeliveryInterruptedException("The process lost the guild before the run's end could be recorded."));
        }
    }

    /// <summary>Alone, it is its own process that a run has lost.</summary>
    internal static bool IsDeath(LuaVmResult result) => result is { Kind: LuaVmResultKind.VmBroken, BrokenReason: BrokenReason.PanicRecovery };

    private static bool IsLost(LuaVmResult result) =>
        result.Kind == LuaVmResultKind.VmBroken && result.Error?.Code != RequestDiagnostics.ExecutionCancelled.Code;

    [LoggerMessage(3206, LogLevel.Critical, "Guild {Guild}: {Fact} met a bug of the host")]
    private static partial void LogFactBug(ILogger logger, string guild, string fact, Exception bug);

    [LoggerMessage(3202, LogLevel.Error, "Guild {Guild}: {Fact} could not be recorded; recovery will look at its runs again")]
    private static partial void LogFactMissed(ILogger logger, string guild, string fact, Exception failure);
}
