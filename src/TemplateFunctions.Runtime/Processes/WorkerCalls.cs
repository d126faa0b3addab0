using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>Carries out what scripts in a worker ask of the host. Functions run on the connection's reader, as they run on a VM thread otherwise.</summary>
internal sealed partial class WorkerCalls(HostFunction[] functions, FrameSender sender, ILogger logger)
{
    private const int MostPending = 100_000;
    private int _pending;

    /// <summary>What the worker gets.</summary>
    private enum Status : byte
    {
        Values,
        Refused,
        Pending,
    }

    /// <summary>Reads the rest of a call's frame, carries it out and answers.</summary>
    /// <exception cref="ProtocolException">The frame is none, or the worker has too many calls open.</exception>
    public void Handle(ref FrameReader frame, WorkerRun? run)
    {
        var (call, number) = (frame.Int(), frame.Int());
        if (number < 0 || number >= functions.Length)
        {
            throw new ProtocolException($"The host has no function {number}.");
        }

        if (run is null)
        {
            Refuse(call, new ScriptException("TF4014", "the operation was cancelled"));
            return;
        }

        var remote = CallCodec.Read(ref frame, run, run.Request.Capabilities);
        frame.End();
        Invoke(call, functions[number], remote);
    }

    /// <summary>Reads an answer in the worker: values, a refusal, or neither while the host is at it.</summary>
    public static (HostReturn? Values, ScriptException? Refusal) ReadAnswer(ref FrameReader frame) => (Status)frame.Byte() switch
    {
        Status.Values => (ValueCodec.Read(ref frame), null),
        Status.Refused => (null, new ScriptException(frame.Text(), frame.Text())),
        Status.Pending => (null, null),
        var other => throw new ProtocolException($"{other} is no answer."),
    };

    private void Invoke(int call, HostFunction function, RemoteCall remote)
    {
        try
        {
            var result = function.Body(new HostCall(remote, function.Name));
            if (result.Pending is not { } pending)
            {
                Answer(call, function, result);
            }
            else if (pending.IsCompleted)
            {
                AnswerEnded(call, function, pending);
            }
            else
            {
                AnswerLater(call, function, pending);
            }
        }
        catch (ScriptException refusal)
        {
            Refuse(call, refusal);
        }
        catch (Exception bug) when (bug is not ProtocolException)
        {
            Refuse(call, Bug(function, bug));
        }
    }

    private void AnswerLater(int call, HostFunction function, Task<HostReturn> pending)
    {
        if (Interlocked.Increment(ref _pending) > MostPending)
        {
            throw new ProtocolException("Too many calls are open.");
        }

        Send(call, Status.Pending, default, null);
        _ = pending.ContinueWith(
            task =>
            {
                Interlocked.Decrement(ref _pending);
                AnswerEnded(call, function, task);
            },
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void AnswerEnded(int call, HostFunction function, Task<HostReturn> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            Answer(call, function, task.Result);
            return;
        }

        Refuse(call, task.Exception?.InnerException switch
        {
            ScriptException refusal => refusal,
            null => new ScriptException("TF4014", "the operation was cancelled"),
            var bug => Bug(function, bug),
        });
    }

    private void Answer(int call, HostFunction function, in HostReturn result)
    {
        try
        {
            Send(call, Status.Values, result, null);
        }
        catch (ProtocolException tooLarge)
        {
            Refuse(call, Bug(function, tooLarge));
        }
    }

    private void Refuse(int call, ScriptException refusal) => Send(call, Status.Refused, default, refusal);

    private void Send(int call, Status status, in HostReturn result, ScriptException? refusal)
    {
        var frame = sender.Enter();
        try
        {
            frame.Begin(FrameKind.Answer);
            frame.Int(call);
            frame.Byte((byte)status);
            if (refusal is not null)
            {
                frame.Text(refusal.Code);
                frame.Text(refusal.Message);
            }
            else if (status == Status.Values)
            {
                ValueCodec.Write(frame, result);
            }

            frame.End();
        }
        finally
        {
            sender.Leave();
        }
    }

    private ScriptException Bug(HostFunction function, Exception bug)
    {
        LogHostBug(logger, function.Name, bug);
        return new ScriptException("TF5001", $"{function.Name}: internal error");
    }

    [LoggerMessage(1020, LogLevel.Error, "Host function {Function} failed for a script in a VM process")]
    private static partial void LogHostBug(ILogger logger, string function, Exception exception);
}
