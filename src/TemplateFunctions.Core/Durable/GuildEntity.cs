using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Durable;

/// <summary>
/// What the durable entity of a guild does. The engine decides in which process an operation runs; where it runs is where the
/// guild's VM lives.
/// </summary>
/// <remarks>
/// <para><b>Nothing throws.</b> An engine drops a message whose operation failed. Bad data is logged and ignored; what the storage
/// keeps from being done comes back as a message from the entity to itself, committed with the state; what can never be done
/// becomes a dead letter.</para>
/// <para><b>Repetition.</b> A batch of operations that did not commit is repeated, here or elsewhere, and a message may come twice:
/// every operation may be done again.</para>
/// <para><b>Nobody waits in line.</b> The runs that an operation brings are claimed and journaled behind it, so that those of a batch
/// wait for the storage together and what they write can go in one transaction. Until that is done the message is in the outbox; one
/// that has no row there is waited for.</para>
/// </remarks>
public sealed partial class GuildEntity
{
    private const int TriesOfWhatATimerRepeats = 3;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly GuildRegistry _guilds;
    private readonly GuildServices _services;
    private readonly EventDispatcher _dispatcher;
    private readonly IGuildEntityClient _engine;

    internal GuildEntity(GuildRegistry guilds, GuildServices services, EventDispatcher dispatcher, IGuildEntityClient engine)
    {
        _guilds = guilds;
        _services = services;
        _dispatcher = dispatcher;
        _engine = engine;
    }

    /// <summary>Does one operation.</summary>
    /// <param name="guild">The guild whose entity this is.</param>
    /// <param name="state">The entity's state as committed, or as the operation before it in the same batch left it; null when there is none or it cannot be read.</param>
    /// <param name="signal">The operation.</param>
    public async Task<GuildEntityStep> ApplyAsync(GuildId guild, GuildVmState? state, GuildSignal signal)
    {
        ArgumentNullException.ThrowIfNull(signal);
        var given = Sound(state);
        if (!EntityRequest.TryRead(guild, signal, out var request))
        {
            LogUnreadable(_services.Ports.Logger, guild.ToString(), Cut(signal.Operation), Cut(signal.Argument));
            return new GuildEntityStep(given, []);
        }

        await PauseAsync(request.Tries);
        if (_services.IsStopping)
        {
            return new GuildEntityStep(given, [Later(request)]);
        }

        var shell = _guilds.Get(guild);
        IReadOnlyList<GuildSignal> left = [];
        await shell.EnterAsync(given);
        try
        {
            await DoAsync(shell, request);
            left = await EndAsync(shell, request);
        }
        catch (Exception failure)
        {
            left = await PutOffAsync(guild, request, failure);
        }

        return new GuildEntityStep(await shell.LeaveAsync(), left);
    }

    /// <summary>
    /// The guild is here, and has done what concerns it alone: its message's row goes with a message that is committed with the state.
    /// What brings runs is done once they are in the stores.
    /// </summary>
    private async Task<GuildSignal[]> EndAsync(GuildShell shell, EntityRequest request)
    {
        var outbox = request.Row.Length > 0 ? _services.Ports.Outbox : null;
        switch (request.Operation)
        {
            case GuildSignals.Dispatch or GuildSignals.Execute when outbox is null:
                await DeliverAsync(shell, request);
                return [];
            case GuildSignals.Dispatch or GuildSignals.Execute or GuildSignals.Keep when outbox is not null:
                _ = CarryOnAsync(shell, request, outbox);
                return [];
            default:
                return outbox is null ? [] : [EntityRequest.Done(request.Row)];
        }
    }

    /// <summary>Nobody waits for it: whatever fails, a row that stays has its message come again.</summary>
    private async Task CarryOnAsync(GuildShell shell, EntityRequest request, IOutboxStore outbox)
    {
        try
        {
            if (request.Operation is not GuildSignals.Keep && await DeliverOrPutOffAsync(shell, request) is [{ } later])
            {
                await _engine.SignalAsync(shell.Id, later);
            }
            else
            {
                await outbox.RemoveAsync(request.Row);
            }
        }
        catch (Exception failure)
        {
            LogRowLeft(_services.Ports.Logger, request.Row, failure);
        }
    }

    private async Task<IReadOnlyList<GuildSignal>> DeliverOrPutOffAsync(GuildShell shell, EntityRequest request)
    {
        try
        {
            await DeliverAsync(shell, request);
            return [];
        }
        catch (Exception failure)
        {
            return await PutOffAsync(shell.Id, request, failure);
        }
    }

    private async Task DoAsync(GuildShell shell, EntityRequest request)
    {
        switch (request.Operation)
        {
            case GuildSignals.Quarantine when request.Until > _services.Now && !(shell.State.QuarantinedUntil >= request.Until) && !(request.At <= shell.State.ResetAt):
                await shell.OperateAsync(new GuildOperation.Quarantine(request.Until - _services.Now, request.Reason));
                break;
            case GuildSignals.Recover when shell.Hold.IsHeld:
                await shell.CompareRowsAsync();
                await shell.OperateAsync(new GuildOperation.Recover());
                break;
            case GuildSignals.Destroy when shell.IsNew(request.RequestId):
                await shell.OperateAsync(new GuildOperation.Destroy());
                break;
            case GuildSignals.Reset:
                await shell.OperateAsync(new GuildOperation.Reset(request.At));
                break;
            case GuildSignals.SetMemoryLimit:
                await shell.OperateAsync(new GuildOperation.SetMemoryLimit(request.Limit));
                break;
            case GuildSignals.Reload:
                await shell.OperateAsync(new GuildOperation.Reload(request.Version));
                break;
            case GuildSignals.MarkSuspect when !(request.At <= shell.State.ResetAt):
                await shell.OperateAsync(new GuildOperation.MarkSuspect());
                break;
            default:
                break;
        }

        // Whatever the operation, the guild is here now: what it left elsewhere is recovered here, before an event's own runs begin,
        // one of which may be in the journal already.
        await shell.TakeAsync();
    }

    /// <summary>Brings the runs of a message to the guild, which is here, and waits until they are in the journal.</summary>
    private async Task DeliverAsync(GuildShell shell, EntityRequest request)
    {
        IReadOnlyList<RunTicket> tickets = request.Order is { } order
            ? [await shell.DeliverAsync(order, attempt: 1, journalFirst: true, anew: false)]
            : await _dispatcher.DispatchAsync(
                request.Message!, request.Source, request.Message!.Attempt, journalFirst: true, request.Replay, request.RequestId);
        foreach (var ticket in tickets)
        {
            await ticket.Accepted;
        }
    }

    /// <summary>What is to be done about an operation that was not done.</summary>
    private async Task<IReadOnlyList<GuildSignal>> PutOffAsync(GuildId guild, EntityRequest request, Exception failure)
    {
        var isKept = request.Operation is not (GuildSignals.Recover or GuildSignals.Keep) || request.Tries < TriesOfWhatATimerRepeats;
        if (failure is DeliveryInterruptedException or StorageException { Code: not (StorageCodes.TooLarge or StorageCodes.Corrupt) })
        {
            LogPutOff(_services.Ports.Logger, guild.ToString(), request.Operation, request.Tries + 1, failure);
            return isKept ? [Later(request)] : [];
        }

        LogGivenUp(_services.Ports.Logger, guild.ToString(), request.Operation, failure);
        return await BuryAsync(guild, request, failure) ? [] : [Later(request)];
    }

    private async Task<bool> BuryAsync(GuildId guild, EntityRequest request, Exception failure)
    {
        if (request.LetterBody() is not { } body)
        {
            return true;
        }

        try
        {
            await _services.Ports.DeadLetters.AddAsync(new DeadLetter
            {
                Source = request.LetterSource(),
                ReasonCode = (failure as StorageException)?.Code ?? HostDiagnostics.Internal.Code,
                ReasonText = failure is StorageException ? failure.Message : "The host met a bug of its own; its log has the details.",
                Guild = guild,
                Body = body,
                Attempts = request.Tries,
                At = _services.Now,
            });
            return true;
        }
        catch (StorageException)
        {
            // Then it is put off like anything else that the storage keeps from being done.
            return false;
        }
    }

    private async Task PauseAsync(int tries)
    {
        if (tries > 0)
        {
            var pause = FirstPause * Math.Pow(2, Math.Min(tries, 16) - 1);
            await Task.Delay(pause < LongestPause ? pause : LongestPause, _services.Time);
        }
    }

    private static GuildSignal Later(EntityRequest request) => (request with { Tries = request.Tries + 1 }).ToSignal();

    /// <summary>A state that another version wrote, or nobody we know.</summary>
    private static GuildVmState Sound(GuildVmState? state) => state is null
        ? GuildVmState.Initial
        : state with
        {
            Incarnation = state.Incarnation ?? "",
            Epoch = Math.Max(0, state.Epoch),
            RecentFaults = state.RecentFaults is { } faults ? [.. faults.TakeLast(16)] : [],
            QuarantineReason = state.QuarantineReason is { } reason ? Cut(reason) : null,
            LastError = state.LastError is { Code: not null, Message: not null } ? state.LastError : null,
        };

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200];

    [LoggerMessage(3402, LogLevel.Error, "Guild {Guild}: the operation {Operation} cannot be read and is ignored: {Argument}")]
    private static partial void LogUnreadable(ILogger logger, string guild, string operation, string argument);

    [LoggerMessage(3403, LogLevel.Warning, "Guild {Guild}: {Operation} is put off for the {Tries}. time")]
    private static partial void LogPutOff(ILogger logger, string guild, string operation, int tries, Exception failure);

    [LoggerMessage(3407, LogLevel.Warning, "The outbox row {Row} could not be removed: its message comes once more")]
    private static partial void LogRowLeft(ILogger logger, string row, Exception failure);

    [LoggerMessage(3404, LogLevel.Critical, "Guild {Guild}: {Operation} can never be done and is given up")]
    private static partial void LogGivenUp(ILogger logger, string guild, string operation, Exception failure);
}
