using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The VMs of a process: the one thing that is a model. A run ends, waits, hangs or dies when the scheduler says so.</summary>
internal sealed class SimulatedVms(Witness witness, RuntimeEvents? events) : IVmDistributionStrategy
{
    public string Name => "simulated";

    /// <summary>The life of the process that has these VMs.</summary>
    public string Incarnation { get; set; } = "";

    public List<ModelRun> Running { get; } = [];

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null)
    {
        switch (action)
        {
            case ExecuteAction execute:
                Start(new ModelRun(guild, execute));
                break;
            case DestroyAction destroy:
                Break(guild, null, BrokenReason.ExplicitDestroy);
                destroy.Complete(true);
                break;
            case SetMemoryLimitAction set:
                set.Complete(0);
                break;
            case GetStateAction get:
                get.Complete(null);
                break;
            case GetMemoryUsageAction usage:
                usage.Complete(0);
                break;
        }
    }

    /// <summary>The VM goes, and everybody learns it: first the host, then the runs.</summary>
    public void Break(GuildId guild, ModelRun? culprit, BrokenReason reason)
    {
        var lost = Running.Where(r => r.Guild == guild).ToArray();
        if (lost.Length == 0)
        {
            return;
        }

        Running.RemoveAll(r => r.Guild == guild);
        events?.OnBroken(guild, reason);
        foreach (var run in lost)
        {
            witness.Note($"  {run} is lost: {reason}");
            var kind = run == culprit ? LuaVmResultKind.MemoryLimit : LuaVmResultKind.VmBroken;
            run.Action.Complete(new LuaVmResult { Kind = kind, BrokenReason = reason, Error = new RunError("TF5004", "lost") });
        }
    }

    public void End(ModelRun run, bool well)
    {
        Running.Remove(run);
        witness.Note($"  {run} ends {(well ? "well" : "with an error")}");
        run.Action.Complete(well
            ? new LuaVmResult { Kind = LuaVmResultKind.Ok, ResultJson = "1"u8.ToArray() }
            : new LuaVmResult { Kind = LuaVmResultKind.LuaError, Error = new RunError("TF2001", "failed") });
    }

    public GuildCpu CpuOf(GuildId guild) => default;

    public int SlotOf(GuildId guild) => 0;

    public IReadOnlyList<VmThreadInfo> Threads() => [];

    public IReadOnlyList<VmInfo> Vms() => [];

    public VmMemory Memory() => new(0, 0, 0);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Start(ModelRun run)
    {
        witness.Note($"  start {run}{(events is null ? " alone" : "")}");
        if (events is null && !run.IsDirect)
        {
            witness.Never(Running.Exists(r => r.Guild == run.Guild && !r.IsDirect), $"{run} was to run alone, beside another run of its guild");
        }

        witness.Started(run.Key, run.Epoch, run.Attempt, Incarnation, !run.IsDirect, alone: events is null);
        Running.Add(run);
    }
}

/// <summary>A run inside a simulated VM.</summary>
internal sealed class ModelRun(GuildId guild, ExecuteAction action)
{
    public GuildId Guild => guild;

    public ExecuteAction Action => action;

    public RunKey Key => new(guild, action.Request.Event.Header.Id, action.Request.Template.Name);

    public int Attempt => action.Request.Event.Header.Attempt;

    public long Epoch => action.Request.Epoch;

    /// <summary>Straight from an HTTP request: nothing follows it when its process goes, and its caller knows.</summary>
    public bool IsDirect => action.Request.Observer is null;

    /// <summary>Its template takes the whole process down whenever it runs.</summary>
    public bool IsDeadly => Key.EventId.StartsWith("deadly", StringComparison.Ordinal);

    public override string ToString() => $"{Key.EventId}|{Key.Template} attempt {Attempt} epoch {Epoch} of guild {guild}";
}
