using System.Text.Json;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>
/// Raises <c>OnStartup</c> and <c>KeyResume</c> when the guild's VM is new, before its first run. These runs are not
/// journaled: a lost VM is followed by a new one, which raises them again.
/// </summary>
internal sealed partial class GuildStartup(GuildShell shell, GuildServices services)
{
    private const int ResumesAtOnce = 16;

    private readonly Lock _gate = new();
    private string _reason = "start";
    private volatile Task? _raised;

    /// <summary>Completes when the new VM's events are on their way; at once while the VM lives.</summary>
    /// <param name="alone">The guild runs in a process of its own, which is new with each run.</param>
    public ValueTask EnsureAsync(bool alone)
    {
        if (alone)
        {
            return new ValueTask(RaiseAsync(_reason, alone: true));
        }

        if (_raised is { IsCompletedSuccessfully: true })
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            if (_raised is null or { IsFaulted: true })
            {
                _raised = RaiseAsync(_reason, alone: false);
            }

            return new ValueTask(_raised);
        }
    }

    /// <summary>The next run meets a new VM.</summary>
    public void VmLost(BrokenReason reason)
    {
        lock (_gate)
        {
            _reason = JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
            _raised = null;
        }
    }

    private async Task RaiseAsync(string reason, bool alone)
    {
        var number = EventIds.New(services.Time);
        var startup = new EventRequest
        {
            Name = EventNames.OnStartup,
            BaseName = EventNames.AntiRaid,
            Id = $"startup:{number}",
            DataJson = JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["reason"] = reason }),
        };
        await RaiseAsync(startup, alone);
        var resumable = await services.Ports.Kv.ResumableAsync(shell.Id);
        if (resumable.Count > 0)
        {
            _ = ResumeAsync(resumable, number, alone);
        }
    }

    private async Task ResumeAsync(IReadOnlyList<KvRecord> records, string number, bool alone)
    {
        try
        {
            await Parallel.ForEachAsync(
                records.Index(),
                new ParallelOptions { MaxDegreeOfParallelism = ResumesAtOnce },
                async (entry, _) => await await RaiseAsync(KeyEvents.Resume(entry.Item, $"resume:{number}:{entry.Index}"), alone));
        }
        catch (StorageException failure)
        {
            LogUnraised(services.Ports.Logger, shell.Id.ToString(), failure);
        }
    }

    /// <summary>Starts the runs of the event; the inner task completes when they have ended.</summary>
    private async Task<Task> RaiseAsync(EventRequest given, bool alone)
    {
        var (wanted, _) = await services.Catalog.ForEventAsync(shell.Id, given.Topic(), null, CancellationToken.None);
        return wanted.Count == 0 ? Task.CompletedTask : Task.WhenAll(wanted.Select(template => RunAsync(template, given, alone)).ToArray());
    }

    private async Task RunAsync(CatalogTemplate template, EventRequest given, bool alone)
    {
        var hold = shell.Hold;
        var action = new ExecuteAction(RunFactory.Make(template, given.ToDocument(), EventIds.New(services.Time), hold.Epoch));
        services.Ports.VmsFor(alone).Dispatch(shell.Id, action, hold.Slot);
        var result = await action.Completion;
        if (alone)
        {
            // What the guild's events do is not known by that it starts well.
            await shell.EndedAloneAsync(result, hold.Epoch, liftsSuspicion: false);
        }

        var outcome = ExecutionOutcome.Of("", result);
        if (outcome is { Error: { } error, Result.Kind: not LuaVmResultKind.VmBroken })
        {
            services.Errors.Record(shell.Id, template.Name, error, given.Id, given.Name);
        }
    }

    [LoggerMessage(3203, LogLevel.Error, "Guild {Guild}: not every KeyResume could be raised")]
    private static partial void LogUnraised(ILogger logger, string guild, Exception failure);
}
