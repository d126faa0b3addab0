using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// The place of one worker process: whoever runs there is replaced when it ends, after a pause that doubles. What is dispatched in
/// between waits for the successor; when a process does not even come up, what waited for it is answered.
/// </summary>
internal sealed partial class WorkerSlot : IWorkerOwner
{
    private const int MostWaiting = 100_000;

    private readonly Lock _gate = new();
    private readonly WorkerServices _services;
    private readonly int _firstSlot;
    private readonly Queue<WaitingAction> _waiting = [];
    private readonly Dictionary<GuildId, WaitingAction> _limits = [];
    private readonly ITimer _restart;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerConnection? _ready;
    private volatile WorkerConnection? _connection;
    private bool _starting;
    private volatile bool _closed;
    private int _ends;
    private long _readySince;

    public WorkerSlot(WorkerServices services, int firstSlot)
    {
        _services = services;
        _firstSlot = firstSlot;

        // In real time, as everything that watches processes: a guild's clock has no say in it.
        _restart = TimeProvider.System.CreateTimer(static slot => ((WorkerSlot)slot!).Start(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The process that takes work now.</summary>
    public int? ProcessId => _ready?.ProcessId;

    /// <summary>How often a process of this slot has ended in a row.</summary>
    public int Ends
    {
        get
        {
            lock (_gate)
            {
                return _ends;
            }
        }
    }

    public WorkerConnection? Ready => _ready;

    /// <summary>The process that is there, be it that it has not come up yet.</summary>
    public WorkerConnection? Current => _connection;

    public void Start()
    {
        lock (_gate)
        {
            if (_closed || _starting || _connection is not null)
            {
                return;
            }

            _starting = true;
        }

        _ = StartAsync();
    }

    /// <summary>Hands an action to the process, or keeps it for the next one.</summary>
    public void Dispatch(GuildId guild, LuaVmAction action, int slot)
    {
        if (action is SetMemoryLimitAction limit)
        {
            Remember(guild, limit, slot);
        }

        while (true)
        {
            var tried = _ready;
            if (tried is not null && tried.TrySend(guild, action, slot))
            {
                return;
            }

            lock (_gate)
            {
                if (_closed || _waiting.Count >= MostWaiting)
                {
                    break;
                }

                if (ReferenceEquals(_ready, tried))
                {
                    _waiting.Enqueue(new WaitingAction(guild, action, slot));
                    return;
                }
            }
        }

        ActionHandler.Refuse(action, BrokenReason.ExplicitDestroy);
    }

    /// <summary>Answers everybody and ends the process; kills it when it takes longer than a grace.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        WorkerConnection? connection;
        List<WaitingAction> waiting;
        lock (_gate)
        {
            _closed = true;
            connection = _connection;
            waiting = Drain();
        }

        await _restart.DisposeAsync().ConfigureAwait(false);
        waiting.ForEach(w => ActionHandler.Refuse(w.Action, BrokenReason.ExplicitDestroy));
        if (connection is null)
        {
            return;
        }

        if (connection.IsReady)
        {
            connection.Stop();
            await Task.WhenAny(_ended.Task, Task.Delay(grace, TimeProvider.System)).ConfigureAwait(false);
        }

        connection.Lose("the host stops");
        await _ended.Task.ConfigureAwait(false);
    }

    public void OnReady(WorkerConnection connection)
    {
        lock (_gate)
        {
            foreach (var limit in _limits.Values)
            {
                connection.TrySend(limit.Guild, new SetMemoryLimitAction(((SetMemoryLimitAction)limit.Action).Limit), limit.Slot);
            }

            while (_waiting.TryPeek(out var next) && connection.TrySend(next.Guild, next.Action, next.Slot))
            {
                _waiting.Dequeue();
            }

            _readySince = Stopwatch.GetTimestamp();
            _ready = connection;
        }
    }

    public void OnLost(WorkerConnection connection, string why, bool wanted)
    {
        var unbuilt = new List<WaitingAction>();
        TimeSpan pause;
        lock (_gate)
        {
            _ready = null;
            _connection = null;
            if (!connection.IsReady)
            {
                unbuilt = Drain();
            }

            pause = Pause(connection.IsReady);
        }

        if (!wanted && !_closed)
        {
            LogLost(_services.Vms.Logger, connection.ProcessId, why, pause.TotalSeconds);
        }

        // Whoever acts on an answer finds the place of the successor.
        connection.AnswerAll(wanted || _closed ? BrokenReason.ExplicitDestroy : BrokenReason.PanicRecovery);
        UnbuiltAnswers.Give(_services, unbuilt);
        Restart(pause);
        if (_closed)
        {
            _ended.TrySetResult();
        }
    }

    public void OnQuiet(WorkerConnection connection)
    {
    }

    private async Task StartAsync()
    {
        try
        {
            var process = await WorkerLauncher.StartAsync(_services.Options).ConfigureAwait(false);
            var connection = new WorkerConnection(_services, process, _firstSlot, this);
            lock (_gate)
            {
                _starting = false;
                _connection = connection;
            }

            connection.Start();
            if (_closed)
            {
                connection.Lose("the host stops");
            }
        }
        catch (WorkerStartException failure)
        {
            List<WaitingAction> waiting;
            TimeSpan pause;
            lock (_gate)
            {
                _starting = false;
                waiting = Drain();
                pause = Pause(wasReady: false);
            }

            LogUnstarted(_services.Vms.Logger, pause.TotalSeconds, failure);
            UnbuiltAnswers.Give(_services, waiting);
            Restart(pause);
        }
    }

    /// <summary>Counts the end of a process; answers how long to wait before the next. With the gate.</summary>
    private TimeSpan Pause(bool wasReady)
    {
        var sound = wasReady && Stopwatch.GetElapsedTime(_readySince) >= _services.Options.LongestPause;
        _ends = sound ? 1 : _ends + 1;
        return _services.Options.Pause(_ends);
    }

    private void Restart(TimeSpan pause)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _restart.Change(pause, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A limit outlives the process that it was given to.</summary>
    private void Remember(GuildId guild, SetMemoryLimitAction limit, int slot)
    {
        lock (_gate)
        {
            _limits[guild] = new WaitingAction(guild, limit, slot);
        }
    }

    private List<WaitingAction> Drain()
    {
        var all = _waiting.ToList();
        _waiting.Clear();
        return all;
    }

    [LoggerMessage(1030, LogLevel.Error, "VM process {Process} was lost: {Why}. Another one is started in {Seconds} s")]
    private static partial void LogLost(ILogger logger, int process, string why, double seconds);

    [LoggerMessage(1031, LogLevel.Critical, "A VM process could not be started; another try in {Seconds} s")]
    private static partial void LogUnstarted(ILogger logger, double seconds, Exception exception);
}
