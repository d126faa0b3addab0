using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.VmWorker;

/// <summary>A run of the host's: tells the host how it goes, from the VM thread.</summary>
internal sealed class HostRun(Worker worker, int number) : IRunSink, IRunObserver, IRunLifetime
{
    private int _settled;
    private bool _outlived;

    public int Number { get; } = number;

    public void Settle(RunRequest request, LuaVmResult result)
    {
        // A thread that was given up and comes back settles its runs again.
        if (Interlocked.Exchange(ref _settled, 1) != 0)
        {
            return;
        }

        _outlived = result.ThreadsRemain;
        worker.Forget(Number);
        try
        {
            Send(result);
        }
        catch (ProtocolException)
        {
            var failed = Results.Failed(new RunError("TF3005", "The result is too large to be handed over."), result.MemoryBytes);
            failed.ThreadsRemain = result.ThreadsRemain;
            Send(failed);
        }
    }

    public void OnOver()
    {
        if (_outlived)
        {
            var frame = worker.Sender.Enter();
            frame.Begin(FrameKind.Over);
            frame.Int(Number);
            frame.End();
            worker.Sender.Leave();
        }
    }

    public void OnWaiting(DateTimeOffset? until)
    {
        var frame = worker.Sender.Enter();
        frame.Begin(FrameKind.Waiting);
        frame.Int(Number);
        frame.Flag(until is not null);
        if (until is { } time)
        {
            frame.Long(time.UtcTicks);
        }

        frame.End();
        worker.Sender.Leave();
    }

    private void Send(LuaVmResult result)
    {
        var frame = worker.Sender.Enter();
        try
        {
            frame.Begin(FrameKind.Result);
            frame.Int(Number);
            ResultCodec.Write(frame, result);
            frame.End();
        }
        finally
        {
            worker.Sender.Leave();
        }
    }
}
