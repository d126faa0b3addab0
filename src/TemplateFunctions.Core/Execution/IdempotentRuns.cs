using System.Collections.Concurrent;
using System.Security.Cryptography;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Journal;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>
/// Requests with an idempotency key: the first one runs and its outcome is stored before it is answered; a repetition joins
/// the run or gets the stored outcome. The execution id ends in a hash of the request, by which another request with the same
/// key is told.
/// </summary>
internal sealed class IdempotentRuns(GuildServices services)
{
    private readonly ConcurrentDictionary<RunKey, Lazy<Task<DirectRun>>> _running = new();

    public async ValueTask<Answer<ExecuteResult>> RunAsync(
        GuildShell guild,
        ExecuteRequest request,
        RunOrder order,
        Func<RunOrder, ValueTask<DirectRun>> start,
        Func<DirectRun, ValueTask<Answer<ExecuteResult>>> wait)
    {
        var fingerprint = Fingerprint(request, order);
        order = Keyed(order, request.IdempotencyKey!, fingerprint);
        var owner = new RunOwner(services.Incarnation, guild.Hold.Epoch);
        var claim = await ClaimAsync(guild, order, owner);
        var id = claim.Record.ExecutionId;
        if (Conflict(claim.Record, request.IdempotencyKey!, fingerprint) is { } conflict)
        {
            guild.Pending.Leave();
            return conflict;
        }

        if (claim.Status == BeginStatus.AlreadySettled)
        {
            guild.Pending.Leave();
            return ExecuteResult.Stored(id, claim.Record.Outcome);
        }

        // A claim that nobody in this process works on is left over from a life that ended: run again.
        var mine = new Lazy<Task<DirectRun>>(() => StartAsync(guild, order with { ExecutionId = id }, owner, start));
        var shared = _running.GetOrAdd(order.Key, mine);
        if (!ReferenceEquals(shared, mine))
        {
            guild.Pending.Leave();
            var joined = await shared.Value;
            return await wait(joined);
        }

        return await wait(await mine.Value);
    }

    /// <summary>The run under its idempotency key.</summary>
    internal static RunOrder Keyed(RunOrder order, string key, string fingerprint) => order with
    {
        Key = new RunKey(order.Guild, $"idempotent:{key}", "-"),
        ExecutionId = $"{order.ExecutionId[..24]}:{fingerprint}",
    };

    /// <summary>Why a run that has the key already is another request's, or null.</summary>
    internal static Problem? Conflict(ExecutionRecord known, string key, string fingerprint) =>
        known.ExecutionId.EndsWith($":{fingerprint}", StringComparison.Ordinal)
            ? null
            : Problem.Of(RequestDiagnostics.IdempotencyConflict, $"The key '{key}' belongs to another request of this guild.");

    private async ValueTask<BeginResult> ClaimAsync(GuildShell guild, RunOrder order, RunOwner owner)
    {
        try
        {
            return await services.Ports.Results.TryBeginAsync(order.Key, order.ExecutionId, owner);
        }
        catch
        {
            guild.Pending.Leave();
            throw;
        }
    }

    private async Task<DirectRun> StartAsync(GuildShell guild, RunOrder order, RunOwner owner, Func<RunOrder, ValueTask<DirectRun>> start)
    {
        try
        {
            var run = await start(order);
            return run with { Outcome = StoreAsync(guild, run, owner) };
        }
        catch
        {
            _running.TryRemove(order.Key, out _);
            throw;
        }
    }

    private async Task<ExecutionOutcome> StoreAsync(GuildShell guild, DirectRun run, RunOwner owner)
    {
        try
        {
            var outcome = await run.Outcome;
            if (guild.IsAdopted(run.Order.Key))
            {
                return outcome;
            }

            if (outcome.Result.Kind == LuaVmResultKind.VmBroken)
            {
                // The template had no turn: the caller may try again with the same key.
                await services.Ports.Results.AbandonAsync(run.Order.Key, run.Order.ExecutionId);
            }
            else
            {
                await services.Ports.Results.SettleAsync(run.Order.Key, run.Order.ExecutionId, owner, OutcomeJson.ToJson(outcome));
            }

            return outcome;
        }
        finally
        {
            _running.TryRemove(run.Order.Key, out _);
        }
    }

    /// <summary>Equal for requests that ask for the same template, source and event. Event ids differ from request to request where none is given.</summary>
    internal static string Fingerprint(ExecuteRequest request, RunOrder order)
    {
        var identity = new ParkedRun(order with { ExecutionId = "", Event = request.Event with { Id = "" } }, Started: false).ToJson();
        return Convert.ToHexStringLower(SHA256.HashData(identity).AsSpan(0, 8));
    }
}
