using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Sandbox;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Scheduling;

/// <summary>Takes the one result of a run.</summary>
internal interface IRunSink
{
    void Settle(RunRequest request, LuaVmResult result);
}

/// <summary>
/// One execution of one template: its main coroutine, the tasks it started, what it may use and what it used. Settled when the
/// main coroutine has ended; it lives on until its last task has.
/// </summary>
internal sealed class Run(int number, RunRequest request, KhronosRuntime vm, SubIsolate isolate, IRunSink sink) : IChained<Run>
{
    private Chain<LuaThread> _threads;
    private RunInfo? _info;
    private CancellationTokenSource? _cancellation;

    public int Number { get; } = number;

    public RunRequest Request { get; } = request;

    public KhronosRuntime Vm { get; } = vm;

    public SubIsolate Isolate { get; } = isolate;

    public IRunSink Sink { get; } = sink;

    /// <summary>The coroutine of the entry chunk; null once it has been kept for other runs.</summary>
    public LuaThread? Main { get; set; }

    /// <summary>In the VM's list of live runs.</summary>
    public bool IsLive { get; set; }

    /// <inheritdoc/>
    public Run? Previous { get; set; }

    /// <inheritdoc/>
    public Run? Next { get; set; }

    /// <summary>One of its live threads.</summary>
    public LuaThread? FirstThread => _threads.First;

    public int ThreadCount => _threads.Count;

    /// <summary>Timestamp of the time provider at acceptance.</summary>
    public long Accepted { get; set; }

    /// <summary>Timestamp of the time provider at which the wall limit is reached.</summary>
    public long WallDeadline { get; set; }

    /// <summary>The timer of the wall limit; made with the first wait.</summary>
    public WallTimer? WallTimer { get; set; }

    /// <summary>Time held on the VM thread, in Stopwatch ticks.</summary>
    public long CpuTicks { get; set; }

    /// <summary>Its threads that can go on; made when there is the first, which most runs never have.</summary>
    public RunTurns? Turns { get; set; }

    /// <summary>In the VM's queue of runs that can go on.</summary>
    public bool IsQueued { get; set; }

    /// <summary>The watch on <see cref="RunRequest.Cancellation"/>.</summary>
    public CancellationTokenRegistration CallersToken { get; private set; }

    /// <summary>Made with the first line.</summary>
    public RunLog? Log { get; set; }

    /// <summary>Host memory charged to the VM for this run's log; given back when the run is over.</summary>
    public int LogCharge { get; set; }

    public bool Settled { get; set; }

    /// <summary>Set when the run was stopped: none of its threads is resumed again.</summary>
    public bool Stopped { get; set; }

    public RunInfo Info => _info ??= new RunInfo(
        Vm.Guild, Request.Template.Name, Request.OwnerGuild ?? Vm.Guild, Request.RunId, Request.Event.Header.Id, Request.Event.Header.Attempt, Request.Epoch);

    /// <summary>Cancelled when the run is over or its VM goes. Made on demand: most runs never wait for the host.</summary>
    public CancellationToken Cancellation => (_cancellation ??= new CancellationTokenSource()).Token;

    /// <summary>Has <see cref="RunRequest.Cancellation"/> stop the run, also while it waits.</summary>
    public void WatchCaller(IVmScheduler scheduler)
    {
        if (Request.Cancellation.CanBeCanceled)
        {
            CallersToken = Request.Cancellation.UnsafeRegister(_ => scheduler.Cancel(this), null);
        }
    }

    public void Add(LuaThread thread)
    {
        thread.Run = this;
        _threads.Add(thread);
    }

    public void Remove(LuaThread thread) => _threads.Remove(thread);

    /// <summary>Tells host operations that nobody waits for them any more.</summary>
    public void Cancel()
    {
        if (_cancellation is { } source)
        {
            _cancellation = null;

            // Registered callbacks are the host's: they must not run on, nor throw into, the VM thread.
            _ = source.CancelAsync();
        }
    }
}
