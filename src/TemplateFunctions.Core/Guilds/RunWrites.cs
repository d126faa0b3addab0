using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Journal;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Guilds;

/// <summary>Carries the effects on one run out, in order: its journal row, its start, its outcome.</summary>
internal sealed partial class RunWrites(GuildShell shell, GuildServices services)
{
    private readonly ILogger _logger = services.Ports.Logger;

    /// <summary>Begins once the run's earlier writes are done. The task never fails: the run tells. Called in the guild's turn.</summary>
    public Task Begin(GuildRun run, IReadOnlyList<GuildEffect> effects) => run.Writes = WriteAsync(run.Writes, run, run.Generation, effects);

    private async Task WriteAsync(Task earlier, GuildRun run, int generation, IReadOnlyList<GuildEffect> effects)
    {
        await earlier;
        if (generation != run.Generation)
        {
            // Decided on the strength of a write that failed since.
            return;
        }

        try
        {
            foreach (var effect in effects)
            {
                await WriteAsync(run, effect);
                if (generation != run.Generation)
                {
                    return;
                }
            }

            if (effects.Any(e => e is GuildEffect.StoreOutcome or GuildEffect.DeleteRow))
            {
                shell.Runs.Remove(run);
                run.Settle(run.Known);
            }
        }
        catch (DeliveryInterruptedException) when (generation != run.Generation)
        {
            // Whoever took the guild's life here away has told the run.
        }
        catch (RowGoneException)
        {
            // Another process has settled it, after this one had lost the guild and before it learned that.
            shell.Runs.Remove(run);
            run.Fail(new DeliveryInterruptedException("The run's journal row is gone."));
        }
        catch (StorageException failure)
        {
            LogMissed(run.Key.Guild.ToString(), run.Key.EventId, run.Key.Template, failure);
            await MissedAsync(run, effects, failure);
        }
        catch (Exception bug)
        {
            LogBug(run.Key.Guild.ToString(), run.Key.EventId, run.Key.Template, bug);
            await shell.AbandonAsync(run, bug);
        }
    }

    private async Task WriteAsync(GuildRun run, GuildEffect effect)
    {
        switch (effect)
        {
            case GuildEffect.ParkRun park:
                await ParkAsync(run, park);
                break;
            case GuildEffect.StartRun start:
                await ReadOrderAsync(run);
                await shell.StartAsync(run, start);
                break;
            case GuildEffect.DeadLetter letter:
                await BuryAsync(run, letter);
                break;
            case GuildEffect.StoreOutcome store:
                await StoreAsync(run, store);
                break;
            case GuildEffect.DeleteRow delete:
                await DeleteAsync(run, delete);
                break;
            case GuildEffect.RecordError record:
                Record(run, record.Error);
                break;
        }
    }

    private async Task ParkAsync(GuildRun run, GuildEffect.ParkRun park)
    {
        await ReadOrderAsync(run);
        var put = await services.Ports.Journal.PutAsync(new InflightRow
        {
            Guild = run.Key.Guild,
            EventId = ParkedRun.RowId(run.Key),
            Payload = run.Order is { } order ? new ParkedRun(order, park.Started).ToJson() : throw Unreadable(run),
            Attempt = park.Attempt,
            Incarnation = services.Incarnation,
            Epoch = park.Epoch,
            CreatedAt = services.Now,
        });
        if (put == InflightPut.Superseded)
        {
            await shell.LoseAsync(park.Epoch);
            throw new DeliveryInterruptedException("Another process holds the guild.");
        }

        if (put != InflightPut.Written)
        {
            throw new StorageException(StorageCodes.Unavailable, $"The journal refused run {run.Key.EventId} of template {run.Key.Template}: {put}.");
        }

        run.HasRow = true;
        run.Accept();
        if (!park.Started)
        {
            // It may wait for long: the row holds the payload.
            run.Order = null;
        }
    }

    private async Task DeleteAsync(GuildRun run, GuildEffect.DeleteRow delete)
    {
        var row = ParkedRun.RowId(run.Key);
        var deleted = await services.Ports.Journal.DeleteAsync(run.Key.Guild, row, delete.Epoch);
        if (!deleted && await services.Ports.Journal.GetAsync(run.Key.Guild, row) is not null)
        {
            // Refused: whoever holds the guild now finds the outcome and deletes the row.
            await shell.LoseAsync(delete.Epoch);
        }

        run.HasRow = false;
    }

    /// <summary>A row of an earlier life, or one that waited, is read when its run is needed; its claim passes to this process.</summary>
    private async Task ReadOrderAsync(GuildRun run)
    {
        if (run.Order is not null)
        {
            return;
        }

        var row = await services.Ports.Journal.GetAsync(run.Key.Guild, ParkedRun.RowId(run.Key)) ?? throw new RowGoneException();
        if (ParkedRun.Read(row) is not { } parked)
        {
            run.Unreadable = row.Payload;
            return;
        }

        var owner = new RunOwner(services.Incarnation, shell.State.Epoch);
        var claim = await services.Ports.Results.TryBeginAsync(run.Key, parked.Order.ExecutionId, owner);
        run.Order = parked.Order with { ExecutionId = claim.Record.ExecutionId };
    }

    private async Task StoreAsync(GuildRun run, GuildEffect.StoreOutcome store)
    {
        await ReadOrderAsync(run);
        if (run.Order is not { } order)
        {
            return;
        }

        var outcome = store.Instead is { } instead
            ? ExecutionOutcome.GivenUp(order.ExecutionId, instead.Code, instead.Message)
            : run.Outcome ?? throw new InvalidOperationException("A run has settled without an outcome.");
        ReadOnlyMemory<byte> json = OutcomeJson.ToJson(outcome);
        if (order.ReplyTo is { } queue && services.Ports.Queues is { } queues)
        {
            // Before the outcome is stored: a crash in between repeats the reply, and skips none.
            var reply = OutcomeJson.Reply(order.ExecutionId, order.Event.Id, order.Template, json, EventMessage.MaxBytes);
            await queues.Get(queue).EnqueueAsync(reply);
        }

        var owner = new RunOwner(services.Incarnation, store.Epoch);
        if (await services.Ports.Results.SettleAsync(run.Key, order.ExecutionId, owner, json))
        {
            services.Ports.OnSettled?.Invoke(new SettledRun(order.Guild, order.Template, order.Event.Name, outcome));
        }
        else
        {
            json = await services.Ports.Results.GetAsync(run.Key) is { Status: ExecutionStatus.Done } stored
                ? stored.Outcome
                : throw new StorageException(Diagnostics.HostDiagnostics.StaleEpoch.Code, $"Run {order.ExecutionId} belongs to a later epoch of guild {order.Guild}.");
        }

        // Only now: what has an outcome here is not attempted again.
        run.Known = json;
    }

    private async Task BuryAsync(GuildRun run, GuildEffect.DeadLetter letter)
    {
        await ReadOrderAsync(run);
        await services.Ports.DeadLetters.AddAsync(new DeadLetter
        {
            Source = run.Order?.Source ?? "journal",
            ReasonCode = letter.Error.Code,
            ReasonText = letter.Error.Message,
            Guild = run.Key.Guild,
            Body = run.Order is { } order ? DeadLetters.BodyOf(order) : run.Unreadable,
            Attempts = letter.Attempt - 1,
            At = services.Now,
        });
    }

    private void Record(GuildRun run, LifecycleError error)
    {
        if (run is { Outcome.Error: { } told, Order: { } order } && told.Code == error.Code)
        {
            services.Errors.Record(run.Key.Guild, order.Template, told, order.Event.Id, order.Event.Name);
        }
        else
        {
            services.Errors.Record(run.Key.Guild, run.Order?.Template ?? run.Key.Template, error.Code, error.Message);
        }
    }

    /// <summary>A write failed: what has a row is recovered later, what has none must be delivered again.</summary>
    private Task MissedAsync(GuildRun run, IReadOnlyList<GuildEffect> effects, StorageException failure)
    {
        if (!run.HasRow && effects.Any(e => e is GuildEffect.ParkRun))
        {
            shell.DoubtRows();
        }

        if (effects is not [GuildEffect.ParkRun { Started: true } park])
        {
            return shell.AbandonAsync(run, failure);
        }

        // It runs on, and its delivery waits on.
        shell.Runs.TakeBackRow(run, park.Attempt);
        return Task.CompletedTask;
    }

    private static StorageException Unreadable(GuildRun run) =>
        new(StorageCodes.Corrupt, $"The journal row of event {run.Key.EventId} and template {run.Key.Template} cannot be read.");

    private sealed class RowGoneException : Exception;

    [LoggerMessage(3205, LogLevel.Critical, "Guild {Guild}: event {EventId}, template {Template} met a bug of the host")]
    private partial void LogBug(string guild, string eventId, string template, Exception bug);

    [LoggerMessage(3201, LogLevel.Error, "Guild {Guild}: a write for event {EventId}, template {Template} failed; it is delivered or recovered again")]
    private partial void LogMissed(string guild, string eventId, string template, Exception failure);
}
