using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Guilds;

/// <summary>VMs whose runs end when and as a test says: for faults that a real VM cannot be made to have.</summary>
internal sealed class FakeVms : IVmDistributionStrategy
{
    private readonly Lock _gate = new();
    private readonly List<ExecuteAction> _running = [];
    private readonly SemaphoreSlim _started = new(0);
    private bool _disposed;

    public string Name => "fake";

    /// <summary>Every run that was ever started, as event and attempt.</summary>
    public ConcurrentQueue<(string Event, int Attempt)> Starts { get; init; } = new();

    /// <summary>Told what happens, for whoever reads a failure.</summary>
    public Action<string>? Note { get; init; }

    public int Running
    {
        get
        {
            lock (_gate)
            {
                return _running.Count;
            }
        }
    }

    /// <summary>Completes when one more run was started.</summary>
    public Task StartedAsync() => _started.WaitAsync(TimeSpan.FromSeconds(60));

    public void Dispatch(GuildId guild, LuaVmAction action, int? slot = null)
    {
        switch (action)
        {
            case ExecuteAction execute:
                lock (_gate)
                {
                    if (_disposed)
                    {
                        execute.Complete(Lost(BrokenReason.ExplicitDestroy));
                        break;
                    }

                    _running.Add(execute);
                }

                Note?.Invoke($"start {execute.Request.Event.Header.Id} attempt {execute.Request.Event.Header.Attempt} epoch {execute.Request.Epoch}");
                Starts.Enqueue((execute.Request.Event.Header.Id, execute.Request.Event.Header.Attempt));
                _started.Release();
                break;
            case DestroyAction destroy:
                Break(null, BrokenReason.ExplicitDestroy);
                destroy.Complete(true);
                break;
            case SetMemoryLimitAction set:
                set.Complete(0);
                break;
            case GetStateAction get:
                get.Complete(null);
                break;
        }
    }

    /// <summary>Ends one run; false when there is none.</summary>
    public bool End(int index, LuaVmResult result)
    {
        ExecuteAction action;
        lock (_gate)
        {
            if (_running.Count == 0)
            {
                return false;
            }

            action = _running[index % _running.Count];
            _running.Remove(action);
        }

        Note?.Invoke($"end {action.Request.Event.Header.Id} attempt {action.Request.Event.Header.Attempt}: {result.Kind}");
        action.Complete(result);
        return true;
    }

    /// <summary>One run starts to wait until that time.</summary>
    public void Wait(int index, DateTimeOffset until)
    {
        lock (_gate)
        {
            if (_running.Count > 0)
            {
                _running[index % _running.Count].Request.Observer?.OnWaiting(until);
            }
        }
    }

    /// <summary>The VM goes: the culprit gets its own result, the others VmBroken.</summary>
    public void Break(LuaVmResult? culprit, BrokenReason reason)
    {
        if (culprit is not null)
        {
            End(0, culprit);
        }

        while (End(0, Lost(reason)))
        {
            continue;
        }
    }

    public GuildCpu CpuOf(GuildId guild) => default;

    public int SlotOf(GuildId guild) => 0;

    public IReadOnlyList<VmThreadInfo> Threads() => [];

    public IReadOnlyList<VmInfo> Vms() => [];

    public VmMemory Memory() => new(0, 0, 0);

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
        }

        Break(null, BrokenReason.ExplicitDestroy);
        return ValueTask.CompletedTask;
    }

    private static LuaVmResult Lost(BrokenReason reason) =>
        new() { Kind = LuaVmResultKind.VmBroken, BrokenReason = reason, Error = new RunError("TF5004", "lost") };
}
