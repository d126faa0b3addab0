using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>What a worker says. Its frames are checked as a stranger's: whatever does not add up ends it.</summary>
internal sealed partial class WorkerConnection
{
    private void Read()
    {
        try
        {
            _receiver.Run();
            Lose("it ended");
        }
        catch (ProtocolException broken)
        {
            Lose($"it broke the protocol: {broken.Message}");
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            Lose("its pipe broke");
        }
        catch (Exception bug)
        {
            LogReaderBug(Logger, ProcessId, bug);
            Lose("the host met a bug of its own");
        }
    }

    private void Handle(FrameKind kind, FrameReader frame)
    {
        if (!_greeted)
        {
            Greet(kind, ref frame);
            return;
        }

        switch (kind)
        {
            case FrameKind.Result:
                TakeResult(ref frame);
                break;
            case FrameKind.Over:
                TakeOver(ref frame);
                break;
            case FrameKind.Waiting:
                TakeWaiting(ref frame);
                break;
            case FrameKind.TaskError:
                TakeTaskError(ref frame);
                break;
            case FrameKind.Broken:
                TakeBroken(ref frame);
                break;
            case FrameKind.Told:
                TakeTold(ref frame);
                break;
            case FrameKind.Call:
                _calls.Handle(ref frame, Find(frame.Int(), alive: true));
                return;
            case FrameKind.Pong:
                TakePong(ref frame);
                break;
            case FrameKind.Log:
                TakeLog(ref frame);
                break;
            case FrameKind.Cpu:
                TakeCpu(ref frame);
                break;
            default:
                throw new ProtocolException($"A worker does not send {kind}.");
        }

        frame.End();
    }

    private void Greet(FrameKind kind, ref FrameReader frame)
    {
        if (kind != FrameKind.Hello)
        {
            throw new ProtocolException("It did not introduce itself.");
        }

        if (SetupCodec.ReadHello(ref frame) is { } refusal)
        {
            throw new ProtocolException(refusal);
        }

        frame.End();
        SetupCodec.Write(_sender.Enter(), _services.Setup with { RunningFile = _running });
        Volatile.Write(ref _greeted, true);
        _sender.Leave();
        _owner.OnReady(this);
    }

    private void TakeResult(ref FrameReader frame)
    {
        var number = frame.Int();
        var result = ResultCodec.Read(ref frame);
        Check(result);
        WorkerRun? run;
        bool quiet;
        lock (Gate)
        {
            run = Known(number);
            if (run is { Settled: true })
            {
                throw new ProtocolException($"Run {number} has two results.");
            }

            if (run is not null)
            {
                run.Settled = true;
                if (result is { BrokenReason: null, Kind: not LuaVmResultKind.VmBroken })
                {
                    _guilds.Add(run.Guild);
                }

                if (!result.ThreadsRemain)
                {
                    _runs.Remove(number);
                }
            }

            quiet = _runs.Count == 0;
        }

        if (run is null)
        {
            return;
        }

        Tell(() => run.Settle(result));
        if (!result.ThreadsRemain)
        {
            run.End();
            TellQuiet(quiet);
        }
    }

    private void TakeOver(ref FrameReader frame)
    {
        var number = frame.Int();
        WorkerRun? run;
        bool quiet;
        lock (Gate)
        {
            run = Known(number);
            if (run is { Settled: false })
            {
                throw new ProtocolException($"Run {number} is over without a result.");
            }

            _runs.Remove(number);
            quiet = _runs.Count == 0;
        }

        run?.End();
        TellQuiet(quiet);
    }

    private void TakeWaiting(ref FrameReader frame)
    {
        var run = Find(frame.Int(), alive: true);
        DateTimeOffset? until = frame.Flag() ? AskCodec.ReadTime(ref frame) : null;
        if (run?.Request.Observer is { } observer)
        {
            Tell(() => observer.OnWaiting(until));
        }
    }

    private void TakeTaskError(ref FrameReader frame)
    {
        var run = Find(frame.Int(), alive: false);
        var error = ResultCodec.ReadError(ref frame);
        if (run is not null)
        {
            Tell(() => _services.Vms.Observer.OnTaskError(run.Guild, run.Request.Template.Name, run.Request.RunId, error));
        }
    }

    private void TakeBroken(ref FrameReader frame)
    {
        var guild = new GuildId((ulong)frame.Long());
        var reason = ResultCodec.ReadReason(ref frame);
        bool known;
        lock (Gate)
        {
            known = _guilds.Remove(guild) || _runs.Values.Any(run => run.Guild == guild);
        }

        if (known)
        {
            Tell(() => _services.Vms.Observer.OnBroken(guild, reason));
        }
    }

    private void TakeTold(ref FrameReader frame)
    {
        LuaVmAction? action;
        var number = frame.Int();
        lock (Gate)
        {
            if (!_asked.Remove(number, out action) && !_closed)
            {
                throw new ProtocolException($"Nobody asked {number}.");
            }
        }

        if (action is not null)
        {
            AskCodec.ReadAnswer(ref frame, action, _firstSlot);
            TellQuiet(true);
        }
    }

    /// <summary>A run by its number; only with the gate. Null when the connection has been closed meanwhile.</summary>
    private WorkerRun? Known(int number) =>
        _runs.TryGetValue(number, out var run) ? run : _closed ? null : throw new ProtocolException($"There is no run {number}.");

    private WorkerRun? Find(int number, bool alive)
    {
        lock (Gate)
        {
            if (!_runs.TryGetValue(number, out var run))
            {
                return null;
            }

            if (alive)
            {
                _guilds.Add(run.Guild);
            }

            return run;
        }
    }

    private void TellQuiet(bool quiet)
    {
        if (quiet)
        {
            _owner.OnQuiet(this);
        }
    }
}
