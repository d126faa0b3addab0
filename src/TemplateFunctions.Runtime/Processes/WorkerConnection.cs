using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>What the connections of a strategy have in common.</summary>
internal sealed record WorkerServices(ProcessPoolOptions Options, VmServices Vms, WorkerSetup Setup)
{
    /// <summary>Where the processes' notes are made; null when nobody wants to know whose code runs.</summary>
    public RunningGuilds? Running { get; init; }

    /// <summary>The host's functions by the numbers that workers use.</summary>
    public HostFunction[] Functions { get; } = [.. Setup.Modules.SelectMany(module => module.Functions)];
}

/// <summary>
/// One life of one worker process: what it was given and has not answered. Ends once, for whatever reason, and everybody is answered then.
/// </summary>
internal sealed partial class WorkerConnection
{
    private readonly WorkerServices _services;
    private readonly Process _process;
    private readonly IWorkerOwner _owner;
    private readonly int _firstSlot;
    private readonly FrameSender _sender;
    private readonly FrameReceiver _receiver;
    private readonly WorkerCalls _calls;
    private readonly string? _running;

    // Guarded by the sender's gate, so that frames stand in the order in which they were noted here.
    private readonly WorkerSources _sources = new();
    private readonly Dictionary<int, WorkerRun> _runs = [];
    private readonly Dictionary<int, LuaVmAction> _asked = [];
    private readonly Dictionary<int, TaskCompletionSource<WorkerReport?>> _reports = [];
    private readonly HashSet<GuildId> _guilds = [];
    private EventDocument? _lastEvent;
    private int _numbers;
    private bool _closed;
    private int _lost;
    private volatile bool _stopping;
    private bool _greeted;

    public WorkerConnection(WorkerServices services, Process process, int firstSlot, IWorkerOwner owner)
    {
        _services = services;
        _process = process;
        _firstSlot = firstSlot;
        _owner = owner;
        ProcessId = process.Id;
        _running = services.Running?.MakeWorkerFile();
        _sender = new FrameSender(process.StandardInput.BaseStream, $"vm-process-{ProcessId}-out", failure => Lose(failure is null ? "it was told to end" : "it no longer reads"));
        _receiver = new FrameReceiver(process.StandardOutput.BaseStream, Handle);
        _calls = new WorkerCalls(services.Functions, _sender, services.Vms.Logger);
    }

    public int ProcessId { get; }

    /// <summary>Whether the process has been greeted and told what to do.</summary>
    public bool IsReady => Volatile.Read(ref _greeted);

    /// <summary>Whether the process owes nobody anything.</summary>
    public bool IsQuiet
    {
        get
        {
            lock (Gate)
            {
                return _runs.Count == 0 && _asked.Count == 0;
            }
        }
    }

    /// <summary>Bytes that came from the process so far.</summary>
    public long Received => _receiver.Received;

    private ILogger Logger => _services.Vms.Logger;

    private Lock Gate => _sender.Gate;

    public void Start()
    {
        SetupCodec.WriteHello(_sender.Enter());
        _sender.Leave();
        _sender.Start();
        new Thread(Read, 1 << 20) { IsBackground = true, Name = $"vm-process-{ProcessId}-in" }.Start();
        new Thread(ReadErrors, 256 << 10) { IsBackground = true, Name = $"vm-process-{ProcessId}-err" }.Start();
    }

    /// <summary>Hands an action over; answers false when the process takes nothing any more.</summary>
    public bool TrySend(GuildId guild, LuaVmAction action, int slot)
    {
        switch (action)
        {
            case ExecuteAction execute:
                return TrySend(guild, execute.Request, execute, slot);
            case DispatchEventAction dispatch:
                return TrySendAll(guild, dispatch, slot);
            default:
                return TryAsk(guild, action, slot);
        }
    }

    private bool TrySend(GuildId guild, RunRequest request, IRunSink sink, int slot)
    {
        // The word that it is cancelled would come after the run, which may be over by then.
        if (request.Cancellation.IsCancellationRequested)
        {
            sink.Settle(request, Results.Cancelled());
            return true;
        }

        WorkerRun run;
        var frame = _sender.Enter();
        try
        {
            if (_closed)
            {
                return false;
            }

            run = Write(frame, guild, request, sink, slot);
        }
        catch (ProtocolException tooLarge)
        {
            sink.Settle(request, Results.Failed(new RunError("TF3003", "The run is too large to be sent to a VM process."), 0));
            LogTooLarge(Logger, guild.ToString(), tooLarge);
            return true;
        }
        finally
        {
            _sender.Leave();
        }

        run.WatchCaller(Cancel);
        return true;
    }

    private bool TrySendAll(GuildId guild, DispatchEventAction dispatch, int slot)
    {
        dispatch.Begin();
        for (var i = 0; i < dispatch.Runs.Count; i++)
        {
            if (TrySend(guild, dispatch.Runs[i], dispatch, slot))
            {
                continue;
            }

            if (i == 0)
            {
                return false;
            }

            // The process went between two runs: what it was given is answered with it, and so is the rest.
            ((IRunSink)dispatch).Settle(dispatch.Runs[i], Results.Broken(BrokenReason.PanicRecovery));
        }

        return true;
    }

    private WorkerRun Write(FrameBuffer frame, GuildId guild, RunRequest request, IRunSink sink, int slot)
    {
        var run = new WorkerRun(++_numbers, guild, request, sink);
        TellCpu(frame, guild);
        var source = _sources.Get(request.Template, frame);
        frame.Begin(FrameKind.Run);
        frame.Int(run.Number);
        RunCodec.Write(frame, guild, slot, source.Number, request, !source.Shows(request), !ReferenceEquals(request.Event, _lastEvent));
        frame.End();
        source.Last = request;
        _lastEvent = request.Event;
        _runs.Add(run.Number, run);
        return run;
    }

    private bool TryAsk(GuildId guild, LuaVmAction action, int slot)
    {
        var frame = _sender.Enter();
        try
        {
            if (_closed)
            {
                return false;
            }

            var number = ++_numbers;
            frame.Begin(FrameKind.Ask);
            frame.Int(number);
            frame.Long((long)guild.Value);
            frame.Int(slot);
            AskCodec.Write(frame, action);
            frame.End();
            _asked.Add(number, action);
            return true;
        }
        finally
        {
            _sender.Leave();
        }
    }

    private void Cancel(WorkerRun run)
    {
        var frame = _sender.Enter();
        if (!_closed && _runs.ContainsKey(run.Number))
        {
            frame.Begin(FrameKind.Cancel);
            frame.Int(run.Number);
            frame.End();
        }

        _sender.Leave();
    }

    private void Tell(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception bug)
        {
            LogCallbackBug(Logger, ProcessId, bug);
        }
    }

    [LoggerMessage(1021, LogLevel.Debug, "VM process {Process} had ended already: {Why}")]
    private static partial void LogEnded(ILogger logger, int process, string why);

    [LoggerMessage(1022, LogLevel.Error, "A run of guild {Guild} is too large to be sent")]
    private static partial void LogTooLarge(ILogger logger, string guild, Exception exception);

    [LoggerMessage(1023, LogLevel.Error, "A callback of the host failed for VM process {Process}")]
    private static partial void LogCallbackBug(ILogger logger, int process, Exception exception);
}

/// <summary>Who keeps a worker process alive.</summary>
internal interface IWorkerOwner
{
    /// <summary>The process can be given work. On its reader.</summary>
    void OnReady(WorkerConnection connection);

    /// <summary>The process is gone, or was told to end; told once. The owner has <see cref="WorkerConnection.AnswerAll"/> answer everybody.</summary>
    void OnLost(WorkerConnection connection, string why, bool wanted);

    /// <summary>The last run that the process had is over, or a question of it answered. On its reader.</summary>
    void OnQuiet(WorkerConnection connection);
}
