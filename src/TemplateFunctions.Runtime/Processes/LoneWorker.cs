using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>A process for one guild: started for its run, ended when nothing of the guild is left in it, never replaced.</summary>
internal sealed partial class LoneWorker(WorkerServices services, GuildId guild, Func<long?> memoryLimit, Action<LoneWorker> onEnd, Action<LoneWorker> onGone) : IWorkerOwner
{
    private readonly Lock _gate = new();
    private readonly Queue<WaitingAction> _waiting = [];
    private readonly WorkerWatch _watch = new(services.Options);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile WorkerConnection? _connection;
    private bool _ready;
    private volatile bool _closed;

    public GuildId Guild { get; } = guild;

    public WorkerConnection? Ready => _ready ? _connection : null;

    public WorkerWatch Watch => _watch;

    /// <summary>Hands an action over; answers false when the process takes nothing any more.</summary>
    public bool TryDispatch(LuaVmAction action)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return false;
            }

            if (_ready)
            {
                return _connection!.TrySend(Guild, action, 0);
            }

            _waiting.Enqueue(new WaitingAction(Guild, action, 0));
            return true;
        }
    }

    /// <summary>Starts the process once there is a place for it.</summary>
    public async Task RunAsync(SemaphoreSlim places)
    {
        await places.WaitAsync().ConfigureAwait(false);
        try
        {
            if (_closed)
            {
                return;
            }

            var process = await WorkerLauncher.StartAsync(services.Options).ConfigureAwait(false);
            var connection = new WorkerConnection(services, process, 0, this);
            _connection = connection;
            connection.Start();
            if (_closed)
            {
                connection.Lose("the host stops");
            }

            await _ended.Task.ConfigureAwait(false);
        }
        catch (WorkerStartException failure)
        {
            LogUnstarted(services.Vms.Logger, Guild.ToString(), failure);
            UnbuiltAnswers.Give(services, Close());
            onEnd(this);
        }
        finally
        {
            onGone(this);
            places.Release();
        }
    }

    /// <summary>Answers everybody and ends the process.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        Close().ForEach(waiting => ActionHandler.Refuse(waiting.Action, BrokenReason.ExplicitDestroy));
        if (_connection is not { } connection)
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

    /// <summary>One look of the watchdog.</summary>
    public void Look()
    {
        if (_connection is { } connection)
        {
            _watch.Look(connection);
        }
    }

    public void OnReady(WorkerConnection connection)
    {
        lock (_gate)
        {
            if (memoryLimit() is { } bytes)
            {
                connection.TrySend(Guild, new SetMemoryLimitAction(bytes), 0);
            }

            while (_waiting.TryPeek(out var next) && connection.TrySend(Guild, next.Action, 0))
            {
                _waiting.Dequeue();
            }

            _ready = true;
        }
    }

    public void OnQuiet(WorkerConnection connection)
    {
        lock (_gate)
        {
            if (_closed || !_ready || !connection.IsQuiet)
            {
                return;
            }

            _closed = true;
        }

        onEnd(this);
        connection.Stop();
    }

    public void OnLost(WorkerConnection connection, string why, bool wanted)
    {
        var waiting = Close();
        onEnd(this);
        if (!wanted)
        {
            LogLost(services.Vms.Logger, Guild.ToString(), why);
        }

        connection.AnswerAll(wanted ? BrokenReason.ExplicitDestroy : BrokenReason.PanicRecovery);
        UnbuiltAnswers.Give(services, waiting);
        _ended.TrySetResult();
    }

    private List<WaitingAction> Close()
    {
        lock (_gate)
        {
            _closed = true;
            var waiting = _waiting.ToList();
            _waiting.Clear();
            return waiting;
        }
    }

    [LoggerMessage(1032, LogLevel.Error, "The process in which guild {Guild} ran alone was lost: {Why}")]
    private static partial void LogLost(ILogger logger, string guild, string why);

    [LoggerMessage(1033, LogLevel.Critical, "A process for guild {Guild} to run alone could not be started")]
    private static partial void LogUnstarted(ILogger logger, string guild, Exception exception);
}
