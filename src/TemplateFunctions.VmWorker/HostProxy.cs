using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Processes.Wire;

namespace TemplateFunctions.VmWorker;

/// <summary>
/// Stands for the host's functions. A call blocks its VM thread until the host has values, refuses, or says that it will take longer:
/// what answers at once there answers at once here, and scripts see no difference.
/// </summary>
internal sealed class HostProxy(FrameSender sender)
{
    private readonly ConcurrentDictionary<int, OpenCall> _open = new();
    private int _calls;

    /// <summary>The host's modules with functions that ask the host.</summary>
    public IReadOnlyList<HostModule> Proxies(IReadOnlyList<HostModule> modules)
    {
        var number = 0;
        return [.. modules.Select(module => new HostModule
        {
            Name = module.Name,
            ContextName = module.ContextName,
            LuaSource = module.LuaSource,
            Functions = [.. module.Functions.Select(function => Proxy(function.Name, number++))],
        })];
    }

    /// <summary>Takes what the host answered.</summary>
    public void TakeAnswer(ref FrameReader frame)
    {
        var number = frame.Int();
        var (values, refusal) = WorkerCalls.ReadAnswer(ref frame);
        if (values is null && refusal is null)
        {
            if (_open.TryGetValue(number, out var waiting))
            {
                waiting.TakesLonger();
            }
        }
        else if (_open.TryRemove(number, out var call))
        {
            call.End(values, refusal);
        }
    }

    private HostFunction Proxy(string name, int number) => new(name, call => Invoke(call, name, number));

    private HostReturn Invoke(HostCall call, string name, int function)
    {
        if (call.RunHere.Request.Observer is not HostRun run)
        {
            throw new InvalidOperationException("The run is none of the host's.");
        }

        var number = Interlocked.Increment(ref _calls);
        var open = new OpenCall();
        _open[number] = open;
        var frame = sender.Enter();
        try
        {
            frame.Begin(FrameKind.Call);
            frame.Int(run.Number);
            frame.Int(number);
            frame.Int(function);
            call.Write(frame);
            frame.End();
        }
        catch (ProtocolException)
        {
            _open.TryRemove(number, out _);
            throw new ScriptException("TF3005", $"{name}: the arguments are too large");
        }
        finally
        {
            sender.Leave();
        }

        return open.Wait();
    }

    /// <summary>A call that the host has not answered.</summary>
    private sealed class OpenCall
    {
        private readonly ManualResetEventSlim _answered = new();
        private HostReturn? _values;
        private ScriptException? _refusal;
        private TaskCompletionSource<HostReturn>? _later;

        public HostReturn Wait()
        {
            _answered.Wait();
            if (_later is { } later)
            {
                return HostReturn.Later(later.Task);
            }

            return _refusal is null ? _values!.Value : throw _refusal;
        }

        /// <summary>The VM thread goes on to others; the script is resumed by <see cref="End"/>.</summary>
        public void TakesLonger()
        {
            _later = new TaskCompletionSource<HostReturn>();
            _answered.Set();
        }

        public void End(HostReturn? values, ScriptException? refusal)
        {
            if (_later is not { } later)
            {
                (_values, _refusal) = (values, refusal);
                _answered.Set();
            }
            else if (refusal is not null)
            {
                later.TrySetException(refusal);
            }
            else
            {
                later.TrySetResult(values!.Value);
            }
        }
    }
}
