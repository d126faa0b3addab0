using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Memory;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>
/// The one owner of a guild's Lua state. Everything here runs on the VM thread that made it, except the figures that
/// <see cref="Info"/> publishes. Others hold a <see cref="WeakVm"/>.
/// </summary>
internal sealed unsafe partial class KhronosRuntime : IDisposable
{
    /// <summary>The VM whose code is on this thread's stack; what host primitives find their way back by.</summary>
    [ThreadStatic]
    private static KhronosRuntime? _current;

    private readonly VmServices _services;
    private readonly IVmScheduler _scheduler;
    private readonly VmBlock* _block;
    private readonly LuaState _state;
    private DateTimeOffset _createdAt;
    private DateTimeOffset _lastUsedAt;
    private bool _disposed;
    private int _announced;

    /// <summary>Builds a VM that belongs to no guild yet: see <see cref="Give"/>.</summary>
    public KhronosRuntime(VmServices services, IVmScheduler scheduler)
    {
        _services = services;
        _scheduler = scheduler;
        State = VmState.Initializing;
        var limits = services.Limits;
        _block = VmBlock.Create(limits.MemoryBytes, limits.SingleAllocationBytes, limits.TableHashBits, limits.CoroutineDepth);
        _state = new LuaState(_block);
        L = _state.Handle;
        var outer = Enter();
        BuildSandbox();
        Leave(outer);
    }

    public KhronosRuntime(GuildId guild, VmServices services, IVmScheduler scheduler, long? memoryLimit = null)
        : this(services, scheduler) => Give(guild, memoryLimit);

    /// <summary>Fired once, when the VM becomes broken.</summary>
    public event Action<KhronosRuntime, BrokenReason>? OnBroken;

    public static KhronosRuntime Current => _current!;

    public GuildId Guild { get; private set; }

    public nint L { get; }

    public VmBlock* Block => _block;

    public VmServices Services => _services;

    public VmState State { get; private set; }

    public BrokenReason? Reason { get; private set; }

    public long Executions { get; private set; }

    /// <summary>Running time, kept comparable between the guilds of a thread: the one with the least goes first.</summary>
    public long VirtualTime { get; set; }

    /// <summary>Who pays for its turns; there once it belongs to a guild.</summary>
    public CpuAccount? Cpu { get; set; }

    /// <summary>Stands still until its guild may use processor time again.</summary>
    public bool Throttled { get; set; }

    /// <summary>Whether it stands in its thread's queue.</summary>
    public bool Queued { get; set; }

    /// <summary>Whether a timer will collect its garbage.</summary>
    public bool TrimScheduled { get; set; }

    /// <summary>The figures as of the end of the last turn; safe to read from any thread.</summary>
    public VmInfo Info { get; private set; } = null!;

    public long MemoryBytes => _disposed ? 0 : _block->Used + _block->Charged;

    public bool IsIdle => _liveRuns.Count == 0 && _newRuns.Count == 0;

    /// <summary>Makes it the VM of a guild, for good.</summary>
    public void Give(GuildId guild, long? memoryLimit)
    {
        Guild = guild;
        _block->Limit = memoryLimit ?? _services.Limits.MemoryBytes;
        JoinBudget();
        _createdAt = _lastUsedAt = _services.Time.GetUtcNow();
        State = VmState.Healthy;
        Publish();
    }

    public long SetMemoryLimit(long limit)
    {
        var previous = _block->Limit;
        _block->Limit = limit;
        return previous;
    }

    /// <summary>Marks the VM lost and answers everybody who waits on it. The first reason counts.</summary>
    public void Break(BrokenReason reason)
    {
        if (State is VmState.Broken or VmState.Destroying)
        {
            return;
        }

        State = reason == BrokenReason.ExplicitDestroy ? VmState.Destroying : VmState.Broken;
        Reason = reason;

        // Told before anybody is answered: whoever acts on an answer meets the next VM.
        Announce(reason);
        SettleAll(reason);
        Publish();
    }

    /// <summary>
    /// From another thread, when the VM's own is stuck: answers the runs and tells that the VM is lost. Reads what the stuck thread
    /// cannot be changing; if it comes back in this very moment, it answers itself what is missed here.
    /// </summary>
    public void Abandon(BrokenReason reason)
    {
        Announce(reason);
        foreach (var run in _liveRuns.Snapshot())
        {
            run.Sink.Settle(run.Request, Results.Broken(reason));
            run.Cancel();
        }

        foreach (var pending in _newRuns.ToArray())
        {
            pending.Sink.Settle(pending.Request, Results.Broken(reason));
        }
    }

    private void Announce(BrokenReason reason)
    {
        if (Interlocked.Exchange(ref _announced, 1) == 0)
        {
            OnBroken?.Invoke(this, reason);
        }
    }

    public void Publish() => Info = new VmInfo(
        Guild, State, _scheduler.Slot, MemoryBytes, _disposed ? 0 : _block->Limit, Executions, _threads.Count, _liveRuns.Count + _newRuns.Count, _createdAt, _lastUsedAt);

    public void Dispose() => Close();

    /// <summary>Closes the state; answers the bytes that the allocator still counts, which must be none.</summary>
    public long Close()
    {
        if (_disposed)
        {
            return 0;
        }

        _disposed = true;
        _state.Dispose();
        var left = _block->Used;
        LeaveBudget();
        VmBlock.Free(_block);
        return left;
    }

    /// <summary>Makes this the thread's current VM; answers the one before.</summary>
    private KhronosRuntime? Enter()
    {
        var outer = _current;
        _current = this;
        return outer;
    }

    private static void Leave(KhronosRuntime? outer) => _current = outer;

    private static void Unreference(nint L, int reference)
    {
        // 0 means that there is none; luaL_unref would take it for the head of its free list.
        if (reference > 0)
        {
            LuaNative.luaL_unref(L, LuaNative.RegistryIndex, reference);
        }
    }
}
