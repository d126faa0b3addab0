using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>
/// Runs one template for a caller who waits: find the template, check limits, make the run, run it, account for it. The
/// straight way writes nothing to disk; only a caller that stops waiting, or an idempotency key, makes the outcome stored.
/// </summary>
internal sealed class TemplateExecutor(GuildRegistry guilds, GuildServices services)
{
    private readonly IdempotentRuns _idempotent = new(services);

    public async ValueTask<Answer<ExecuteResult>> ExecuteAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        if (services.IsStopping)
        {
            return Refusals.Stopping();
        }

        var found = await FindAsync(request, cancellation);
        if (found.Problem is { } unknown)
        {
            return unknown;
        }

        var guild = guilds.Get(request.Guild);
        await guild.HoldAsync();
        if (guild.Hold.Refusal(services.Now) is { } quarantined)
        {
            return quarantined;
        }

        if (services.Ports.Vms.CpuOf(guild.Id) is { IsUsedUp: true } cpu)
        {
            return Answer<ExecuteResult>.Later(Refusals.CpuUsedUp(cpu), cpu.Wait);
        }

        var pending = services.Options.PendingRunsPerGuild;
        if (!guild.Pending.TryEnter(pending))
        {
            return Answer<ExecuteResult>.Later(Refusals.TooManyPending(pending), services.Options.RetryAfter);
        }

        return request.IdempotencyKey is null
            ? await RunAsync(guild, request, found.Value!, OrderOf(request, found.Value!), cancellation)
            : await _idempotent.RunAsync(
                guild,
                request,
                OrderOf(request, found.Value!),
                order => StartAsync(guild, request, found.Value!, order),
                run => WaitAsync(guild, request, run, cancellation));
    }

    private async ValueTask<Answer<CatalogTemplate>> FindAsync(ExecuteRequest request, CancellationToken cancellation)
    {
        if (request.Content is { } content)
        {
            return CatalogTemplate.Unsaved(request.Template, content, request.AllowedCaps);
        }

        var template = await services.Catalog.FindAsync(request.Guild, request.Template, cancellation);
        return template switch
        {
            null => Problem.Of(RequestDiagnostics.UnknownTemplate, $"Guild {request.Guild} has no template '{request.Template}'."),
            { Paused: true } => Problem.Of(RequestDiagnostics.TemplatePaused, $"The template '{request.Template}' is paused."),
            _ => template,
        };
    }

    private RunOrder OrderOf(ExecuteRequest request, CatalogTemplate template)
    {
        var id = EventIds.New(services.Time);
        return new RunOrder
        {
            Key = new RunKey(request.Guild, $"http:{id}", request.Template),
            ExecutionId = id,
            Template = request.Template,
            Event = request.Event,
            Source = "http",
            Content = request.Content,
            AllowedCaps = request.AllowedCaps,
            Found = template,
        };
    }

    private async ValueTask<Answer<ExecuteResult>> RunAsync(
        GuildShell guild, ExecuteRequest request, CatalogTemplate template, RunOrder order, CancellationToken cancellation)
    {
        var run = await StartAsync(guild, request, template, order);
        return await WaitAsync(guild, request, run, cancellation);
    }

    /// <summary>Hands the run to the guild's VM; whatever happens to its caller, it is accounted for when it ends.</summary>
    private async ValueTask<DirectRun> StartAsync(GuildShell guild, ExecuteRequest request, CatalogTemplate template, RunOrder order)
    {
        var alone = guild.RunsAlone;
        try
        {
            await guild.Startup.EnsureAsync(alone);
        }
        catch
        {
            guild.Pending.Leave();
            throw;
        }

        var hold = guild.Hold;
        var action = new ExecuteAction(RunFactory.Make(template, request.Event.ToDocument(), order.ExecutionId, hold.Epoch, impatient: true));
        services.Ports.VmsFor(alone).Dispatch(guild.Id, action, hold.Slot);
        return new DirectRun(order, hold.Epoch, alone, action.Completion, AccountAsync(guild, order, hold.Epoch, alone, action.Completion));
    }

    private async ValueTask<Answer<ExecuteResult>> WaitAsync(GuildShell guild, ExecuteRequest request, DirectRun run, CancellationToken cancellation)
    {
        var wait = request.Wait is { } asked && asked < services.Options.ReturnWait ? asked : services.Options.ReturnWait;
        try
        {
            var outcome = await run.Outcome.WaitAsync(wait, services.Time, cancellation);
            return outcome is { Result.Kind: LuaVmResultKind.VmBroken, Error: { } error } && error.Code == LimitDiagnostics.AllVms.Code
                ? Answer<ExecuteResult>.Later(Problem.Of(LimitDiagnostics.AllVms, error.Message), services.Options.RetryAfter)
                : ExecuteResult.Ended(outcome);
        }
        catch (TimeoutException)
        {
            await guild.AdoptAsync(run.Order, run.Completion, run.Epoch, run.Alone);
            return ExecuteResult.Running(run.Order.ExecutionId);
        }
    }

    private async Task<ExecutionOutcome> AccountAsync(GuildShell guild, RunOrder order, long epoch, bool alone, Task<LuaVmResult> completion)
    {
        var result = await completion;
        if (alone && !guild.IsAdopted(order.Key))
        {
            await guild.EndedAloneAsync(result, epoch, liftsSuspicion: true);
        }

        var outcome = ExecutionOutcome.Of(order.ExecutionId, result);
        guild.Pending.Leave();
        if (outcome.Error is { } error && !guild.IsAdopted(order.Key))
        {
            services.Errors.Record(guild.Id, order.Template, error, order.Event.Id, order.Event.Name);
        }

        return outcome;
    }
}

/// <summary>A run that its caller started itself.</summary>
/// <param name="Order">The run.</param>
/// <param name="Epoch">The epoch it was started under.</param>
/// <param name="Alone">In a process of its own.</param>
/// <param name="Completion">The VM's answer.</param>
/// <param name="Outcome">The same, accounted for.</param>
internal sealed record DirectRun(RunOrder Order, long Epoch, bool Alone, Task<LuaVmResult> Completion, Task<ExecutionOutcome> Outcome);
