using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>
/// The host's side of a run in a worker: who gets its result, and on whose behalf its calls are made. What a worker says about
/// itself is not believed; guild, epoch and capabilities come from here.
/// </summary>
internal sealed class WorkerRun(int number, GuildId guild, RunRequest request, IRunSink sink) : IRemoteCaller
{
    private readonly Lock _gate = new();
    private CancellationTokenSource? _cancellation;
    private CancellationTokenRegistration _callersToken;
    private bool _over;

    public int Number { get; } = number;

    public GuildId Guild { get; } = guild;

    public RunRequest Request { get; } = request;

    /// <summary>Its result has come; with the connection's gate.</summary>
    public bool Settled { get; set; }

    public RunInfo Info => field ??= new RunInfo(
        Guild, Request.Template.Name, Request.OwnerGuild ?? Guild, Request.RunId, Request.Event.Header.Id, Request.Event.Header.Attempt, Request.Epoch);

    /// <summary>Cancelled when the run is over or its process goes. Made on demand: most runs call nothing that waits.</summary>
    public CancellationToken Cancellation
    {
        get
        {
            lock (_gate)
            {
                _cancellation ??= new CancellationTokenSource();
                if (_over)
                {
                    _ = _cancellation.CancelAsync();
                }

                return _cancellation.Token;
            }
        }
    }

    /// <summary>Has the caller's token tell the worker.</summary>
    public void WatchCaller(Action<WorkerRun> cancel)
    {
        if (!Request.Cancellation.CanBeCanceled)
        {
            return;
        }

        var registration = Request.Cancellation.UnsafeRegister(_ => cancel(this), null);
        lock (_gate)
        {
            _callersToken = registration;
            if (!_over)
            {
                return;
            }
        }

        registration.Unregister();
    }

    public void Settle(LuaVmResult result) => sink.Settle(Request, result);

    /// <summary>Nothing of the run is left.</summary>
    public void End()
    {
        lock (_gate)
        {
            _over = true;
            _callersToken.Unregister();

            // Registered callbacks are the host's: they must not run on, nor throw into, the reader's thread.
            _ = _cancellation?.CancelAsync();
        }
    }
}
