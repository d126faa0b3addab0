using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>A message to a guild's VM. Each is completed exactly once.</summary>
public abstract class LuaVmAction
{
    private protected LuaVmAction()
    {
    }
}

/// <summary>A message whose answer is a value of type <typeparamref name="T"/>.</summary>
public abstract class LuaVmAction<T> : LuaVmAction
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the VM has answered.</summary>
    public Task<T> Completion => _completion.Task;

    internal void Complete(T value) => _completion.TrySetResult(value);
}

/// <summary>The live VM's figures, or null when the guild has none.</summary>
public sealed class GetStateAction : LuaVmAction<VmInfo?>;

/// <summary>Bytes of Lua heap; 0 when the guild has no VM.</summary>
public sealed class GetMemoryUsageAction : LuaVmAction<long>;

/// <summary>Changes the VM's memory limit, also for the guild's VMs to come; answers the previous one.</summary>
public sealed class SetMemoryLimitAction : LuaVmAction<long>
{
    /// <summary>Asks for a limit in bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not in the range of <see cref="RuntimeLimits.MemoryBytes"/>.</exception>
    public SetMemoryLimitAction(long limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, RuntimeLimits.LeastMemoryBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, RuntimeLimits.MostMemoryBytes);
        Limit = limit;
    }

    /// <summary>Bytes.</summary>
    public long Limit { get; }
}

/// <summary>Drops compiled templates; answers how many. Runs in flight end on the old code.</summary>
public sealed class ClearCacheAction : LuaVmAction<int>;

/// <summary>Ends the VM; its pending runs get VmBroken(ExplicitDestroy). Answers whether there was one.</summary>
public sealed class DestroyAction : LuaVmAction<bool>;

/// <summary>Throws on the VM thread, as a host bug would. For tests.</summary>
public sealed class PanicAction : LuaVmAction<bool>;

/// <summary>Runs one template; answers its result.</summary>
public sealed class ExecuteAction(RunRequest request) : LuaVmAction<LuaVmResult>, IRunSink
{
    /// <summary>The run.</summary>
    public RunRequest Request { get; } = request;

    void IRunSink.Settle(RunRequest request, LuaVmResult result) => Complete(result);
}

/// <summary>Runs one template for a caller who takes the result on the VM thread, without a task in between.</summary>
internal sealed class SinkAction(RunRequest request, IRunSink sink) : LuaVmAction
{
    public RunRequest Request { get; } = request;

    public IRunSink Sink { get; } = sink;
}
