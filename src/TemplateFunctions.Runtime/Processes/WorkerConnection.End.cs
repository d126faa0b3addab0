using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Suspects;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>The end of a worker process, wanted or not.</summary>
internal sealed partial class WorkerConnection
{
    /// <summary>Tells the process to answer everybody and end.</summary>
    public void Stop()
    {
        _stopping = true;
        var frame = _sender.Enter();
        if (!_closed)
        {
            frame.Begin(FrameKind.Stop);
            frame.End();
        }

        _sender.Leave();
    }

    /// <summary>Ends the connection and the process, once; who still waits is answered by <see cref="AnswerAll"/>.</summary>
    public void Lose(string why)
    {
        if (Interlocked.Exchange(ref _lost, 1) != 0)
        {
            return;
        }

        _sender.Enter();
        _closed = true;
        _sender.Leave();
        _sender.Finish();
        try
        {
            _process.Kill();
        }
        catch (Exception ended) when (ended is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            LogEnded(Logger, ProcessId, ended.Message);
        }

        _owner.OnLost(this, why, _stopping);
    }

    /// <summary>Answers everybody who waited on the process; tells of the VMs that went with it first.</summary>
    public void AnswerAll(BrokenReason reason)
    {
        _sender.Enter();
        var guilds = _guilds.Union(_runs.Values.Where(run => !run.Settled).Select(run => run.Guild)).ToList();
        var runs = _runs.Values.ToList();
        var asked = _asked.Values.ToList();
        var reports = _reports.Values.ToList();
        _guilds.Clear();
        _runs.Clear();
        _asked.Clear();
        _reports.Clear();
        _sender.Leave();
        var running = TakeRunning();
        foreach (var guild in guilds)
        {
            Tell(() => TellLost(guild, reason, running));
        }

        foreach (var run in runs)
        {
            if (!run.Settled)
            {
                Tell(() => run.Settle(Results.Broken(reason)));
            }

            run.End();
        }

        reports.ForEach(report => report.TrySetResult(null));
        foreach (var action in asked)
        {
            ActionHandler.Refuse(action, reason);
        }
    }

    private void TellLost(GuildId guild, BrokenReason reason, IReadOnlyList<GuildId> running)
    {
        if (reason == BrokenReason.PanicRecovery)
        {
            _services.Vms.Observer.OnProcessLost(guild, running.Contains(guild));
        }
        else
        {
            _services.Vms.Observer.OnBroken(guild, reason);
        }
    }

    /// <summary>The guilds whose code ran in the process, by its own word: only those that it had are asked about.</summary>
    private IReadOnlyList<GuildId> TakeRunning() => _running is null ? [] : RunningGuilds.TakeWorkerFile(_running);
}
