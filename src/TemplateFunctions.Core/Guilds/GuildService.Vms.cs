using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Json;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The VM routes.</summary>
public sealed partial class GuildService
{
    private static readonly string[] ActionTypes = ["get_state", "get_memory_usage", "set_memory_limit", "clear_cache", "destroy", "panic"];

    /// <summary>GET /guilds/{guild_id}/vm. A guild that never ran is TF4006.</summary>
    public async ValueTask<Answer<VmView>> GetVmAsync(GuildId guild)
    {
        var live = await AskAsync(guild, new GetStateAction());
        var state = await _access.StateAsync(guild);
        return live is null && state is null ? NoVm(guild) : View(guild, live, state ?? GuildVmState.Initial);
    }

    /// <summary>DELETE /guilds/{guild_id}/vm; runs fed by events start again on a fresh VM. Answers whether there was a VM.</summary>
    public async ValueTask<bool> DestroyAsync(GuildId guild)
    {
        var lived = await AskAsync(guild, new GetStateAction()) is not null;
        if (lived || _guilds.Find(guild) is not null || _services.Entities is not null)
        {
            await _access.OperateAsync(guild, new GuildOperation.Destroy());
        }

        return lived;
    }

    /// <summary>POST /guilds/{guild_id}/reset: ends the VM, forgets its faults, lifts quarantine.</summary>
    public async ValueTask ResetAsync(GuildId guild)
    {
        if (await _access.StateAsync(guild) is not null)
        {
            await _access.OperateAsync(guild, new GuildOperation.Reset());
        }
    }

    /// <summary>Stops a guild for a time. For operators.</summary>
    public async ValueTask<Problem?> QuarantineAsync(GuildId guild, TimeSpan time, string reason) =>
        Refused(await _access.OperateAsync(guild, new GuildOperation.Quarantine(time, reason)));

    /// <summary>POST /guilds/{guild_id}/vm/actions with a body such as <c>{"type":"set_memory_limit","limit":n}</c>.</summary>
    public async ValueTask<Answer<VmActionResult>> ActAsync(GuildId guild, ReadOnlyMemory<byte> body)
    {
        if (!JsonBody.TryRead(body, ReadAction, out var action, out var problem))
        {
            return problem;
        }

        return action.Type switch
        {
            "get_state" => await GetVmAsync(guild) is { IsOk: true, Value: { } view }
                ? new VmActionResult { Type = action.Type, State = view }
                : NoVm(guild),
            "get_memory_usage" => new VmActionResult { Type = action.Type, MemoryBytes = await AskAsync(guild, new GetMemoryUsageAction()) },
            "clear_cache" => new VmActionResult { Type = action.Type, Cleared = await AskAsync(guild, new ClearCacheAction()) },
            "destroy" => new VmActionResult { Type = action.Type, Destroyed = await DestroyAsync(guild) },
            "panic" => new VmActionResult { Type = action.Type, Destroyed = await AskAsync(guild, new PanicAction()) },
            _ => await SetMemoryLimitAsync(guild, action),
        };
    }

    /// <summary>GET /vms: all live VMs of this process.</summary>
    public IReadOnlyList<VmView> Vms() =>
        [.. _services.Ports.AllVms.SelectMany(vms => vms.Vms()).Select(vm => View(vm.Guild, vm, _guilds.Find(vm.Guild)?.State ?? GuildVmState.Initial))];

    /// <summary>GET /threads: all VM threads with their load.</summary>
    public IReadOnlyList<ThreadView> Threads() => [.. _services.Ports.Vms.Threads().Select(ThreadView.Of)];

    private async ValueTask<Answer<VmActionResult>> SetMemoryLimitAsync(GuildId guild, VmActionRequest action)
    {
        var previous = (await _access.StateAsync(guild))?.MemoryLimit ?? _services.Options.MemoryBytes;
        var refusal = await _access.OperateAsync(guild, new GuildOperation.SetMemoryLimit(action.Limit));
        return Refused(refusal) is { } problem
            ? problem
            : new VmActionResult { Type = action.Type, PreviousLimit = previous, Limit = action.Limit };
    }

    private static Problem? Refused(LifecycleError? refusal) => refusal is null
        ? null
        : Problem.Of(DiagnosticCatalog.Find(refusal.Code) ?? HostDiagnostics.Internal, refusal.Message);

    private static VmActionRequest ReadAction(JsonFields fields)
    {
        var type = fields.Text("type", required: true, rule: t => ActionTypes.Contains(t) ? null : $"must be one of {string.Join(", ", ActionTypes)}");
        var limit = fields.Integer("limit", RuntimeLimits.LeastMemoryBytes, RuntimeLimits.MostMemoryBytes);
        if (type == "set_memory_limit" && limit is null && !fields.Has("limit"))
        {
            fields.Refuse("limit", "is missing: the new limit in bytes");
        }

        return new VmActionRequest(type ?? "", limit ?? 0);
    }

    /// <summary>Asks the guild's VM. A guild that this process had nothing to do with has none, and is given no place by the question.</summary>
    private async Task<T?> AskAsync<T>(GuildId guild, LuaVmAction<T> action)
    {
        if (_guilds.Find(guild) is not { } shell)
        {
            return default;
        }

        _services.Ports.Vms.Dispatch(guild, action, shell.Hold.Slot);
        return await action.Completion;
    }

    private static Problem NoVm(GuildId guild) => Problem.Of(RequestDiagnostics.NotFound, $"Guild {guild} has no VM and never had one.");

    private VmView View(GuildId guild, VmInfo? live, GuildVmState state)
    {
        var cpu = _services.Ports.Vms.CpuOf(guild);
        return new VmView
        {
            GuildId = guild.ToString(),
            State = live?.State ?? (IsBroken(state) ? VmState.Broken : VmState.Initializing),
            Reason = live is null && IsBroken(state) ? state.Reason : null,
            Epoch = state.Epoch,
            Thread = live?.Thread ?? state.Slot,
            MemoryBytes = live?.MemoryBytes ?? 0,
            MemoryLimit = live?.MemoryLimit ?? state.MemoryLimit ?? _services.Options.MemoryBytes,
            Executions = live?.Executions ?? state.Executions,
            Coroutines = live?.Coroutines ?? 0,
            LiveRuns = live?.LiveRuns ?? 0,
            ParkedRuns = _guilds.Find(guild)?.Runs.Journaled ?? 0,
            Faults = state.Faults,
            QuarantinedUntil = state.IsQuarantinedAt(_services.Now) ? state.QuarantinedUntil : null,
            QuarantineReason = state.IsQuarantinedAt(_services.Now) ? state.QuarantineReason : null,
            Suspect = state.Suspect ? true : null,
            LastError = state.LastError,
            CreatedAt = live?.CreatedAt,
            LastUsedAt = live?.LastUsedAt,
            Templates = live is { Templates: { Count: > 0 } templates } ? templates : null,
            CpuUsedMs = Math.Round(cpu.Used.TotalMilliseconds, 3),
            CpuLimitMs = cpu.Limit.TotalMilliseconds,
            CpuWindowMs = cpu.Window.TotalMilliseconds,
            CpuWaitMs = cpu.IsUsedUp ? Math.Round(cpu.Wait.TotalMilliseconds, 3) : null,
        };
    }

    /// <summary>A VM that was destroyed or evicted is not broken: there is none, and the next event builds it.</summary>
    private static bool IsBroken(GuildVmState state) => state is { State: VmState.Broken, Reason: not (null or BrokenReason.ExplicitDestroy) };

    private sealed record VmActionRequest(string Type, long Limit);
}
