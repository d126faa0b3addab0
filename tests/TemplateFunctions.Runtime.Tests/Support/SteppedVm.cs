using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Modules;
using TemplateFunctions.Runtime.Modules.Builtin;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Support;

/// <summary>
/// One VM without a thread of its own: the test gives it turns, ends its slices at the instructions it chooses (see
/// <see cref="ForcedSwitches"/>), lets time pass, and completes what scripts wait for. The same choices make the same run.
/// </summary>
/// <remarks>Templates find <c>@antiraid/step</c>: <c>from()</c> and <c>to()</c> bound what is switched in, <c>later(v)</c> waits.</remarks>
internal sealed unsafe class SteppedVm : IVmScheduler, ILogger, IDisposable
{
    private readonly FakeClock _clock = new();
    private readonly PriorityQueue<(ITimerTarget Target, int Number), (long Due, int Order)> _timers = new();
    private readonly ConcurrentQueue<(LuaThread Thread, int Number, HostAnswer Answer)> _completed = new();
    private readonly Queue<(TaskCompletionSource<HostReturn> Source, HostReturn Answer)> _waits = new();
    private readonly Dictionary<string, LuaVmResult> _answers = [];
    private readonly List<string> _faults = [];
    private int _order;
    private int _chosen;
    private bool _counting;
    private string? _first;

    public SteppedVm(RuntimeLimits? limits = null, params HostModule[] modules)
    {
        HostModule[] all = [.. BuiltinModules.All, Step, .. modules.Select(Ordered)];
        Services = new VmServices(limits ?? new RuntimeLimits { RunCpu = TimeSpan.FromMinutes(1) }, new ModuleRegistry(all), _clock, new SilentObserver(), this);
        Vm = new KhronosRuntime(new GuildId(42), Services, this);
        Vm.Block->Switches.Period = 1;
    }

    public KhronosRuntime Vm { get; private set; }

    public VmServices Services { get; }

    /// <summary>What the runtime logged as an error, and answers that came twice: bugs of ours.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>Whether the chosen instruction was met.</summary>
    public bool Switched { get; private set; }

    int IVmScheduler.Slot => 0;

    /// <summary>Starts the runs one after the other, each when the one before is switched away from, waits or has ended; the first switch comes at an instruction of <c>from()</c> ... <c>to()</c>.</summary>
    /// <param name="chosen">Which, from 1; 0 for none.</param>
    /// <param name="whenAnswered">Acts on the VM when the run of that name is answered.</param>
    /// <param name="runs">The requests, told apart by the names of their templates.</param>
    public IReadOnlyDictionary<string, LuaVmResult> Play(int chosen, Action<string>? whenAnswered, params RunRequest[] runs)
    {
        _chosen = chosen;
        Switched = false;
        _first = runs[0].RunId;
        _answers.Clear();
        foreach (var run in runs)
        {
            Vm.Accept(new PendingRun(run, new Sink(this, whenAnswered), _clock.GetTimestamp()));
        }

        while (GoOn())
        {
        }

        while (Vm.State != VmState.Healthy && Vm.TryTakeUnstarted(out var unstarted))
        {
            unstarted.Sink.Settle(unstarted.Request, Results.Broken(Vm.Reason!.Value));
        }

        NoteSwitch();
        return new Dictionary<string, LuaVmResult>(_answers);
    }

    /// <summary>Plays the runs with switches at random looks, chosen by the seed; how many there are is too.</summary>
    public IReadOnlyDictionary<string, LuaVmResult> PlayAtRandom(int seed, params RunRequest[] runs)
    {
        ref var switches = ref Vm.Block->Switches;
        switches.Seed = ((ulong)seed * 0x9E3779B97F4A7C15) | 1;
        switches.Odds = (uint)(2 << (seed & 7));
        var answers = Play(0, null, runs);
        switches.Odds = 0;
        return answers;
    }

    /// <summary>Does something to every live run but that of the template which was just answered, when it is the given one.</summary>
    public void StopOthers(string answered, string when, Action<Run> stop)
    {
        foreach (var run in answered == when ? Vm.LiveRuns : [])
        {
            if (run.Request.Template.Name != when)
            {
                stop(run);
            }
        }
    }

    /// <summary>What is wrong with the VM now that nothing runs on it; null when all is as it should be.</summary>
    public string? FindFault()
    {
        if (_faults.Count > 0)
        {
            return _faults[0];
        }

        if (Vm.State != VmState.Healthy)
        {
            return $"the VM is {Vm.State} ({Vm.Reason})";
        }

        Vm.Trim();
        var block = Vm.Block;
        return Vm.Info.LiveRuns != 0 ? $"{Vm.Info.LiveRuns} runs go on for ever"
            : Vm.Info.Coroutines != 0 ? $"{Vm.Info.Coroutines} coroutines stay known"
            : block->HostDepth != 0 ? $"the host depth is {block->HostDepth}"
            : block->Charged != 0 ? $"{block->Charged} bytes stay charged"
            : null;
    }

    /// <summary>Closes the VM and answers the bytes that it still counts.</summary>
    public long Close()
    {
        Vm.Break(BrokenReason.ExplicitDestroy);
        return Vm.Close();
    }

    public void Dispose() => Close();

    public void Enqueue(KhronosRuntime vm)
    {
    }

    public void At(long timestamp, ITimerTarget target, int number) => _timers.Enqueue((target, number), (timestamp, _order++));

    public void Complete(KhronosRuntime vm, LuaThread thread, int waitNumber, HostAnswer answer) => _completed.Enqueue((thread, waitNumber, answer));

    public void Cancel(Run run) => Vm.CancelRun(run);

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel level) => level >= LogLevel.Error;

    void ILogger.Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (level >= LogLevel.Error)
        {
            _faults.Add($"{formatter(state, exception)} {exception}");
        }
    }

    /// <summary>One step of a thread's life: a turn, else an answer of the host, else the next timer.</summary>
    private bool GoOn()
    {
        if (Vm.HasWork)
        {
            Vm.Turn(long.MaxValue / 4);
        }
        else if (_completed.TryDequeue(out var completed))
        {
            completed.Thread.Run?.Vm.WaitIsOver(completed.Thread, completed.Number, completed.Answer);
        }
        else if (_waits.TryDequeue(out var wait))
        {
            wait.Source.SetResult(wait.Answer);
        }
        else if (Vm.State == VmState.Healthy && _timers.TryDequeue(out var timer, out var due))
        {
            if (due.Due > _clock.GetTimestamp())
            {
                _clock.Advance(TimeSpan.FromTicks(due.Due - _clock.GetTimestamp()));
            }

            timer.Target.OnTimer(timer.Number);
        }
        else
        {
            return false;
        }

        return true;
    }

    private HostModule Step => new()
    {
        Name = "@antiraid/step",
        Functions =
        [
            new HostFunction("from", call =>
            {
                Vm.Block->Switches.After = _chosen;
                _counting = _chosen != 0;
                return HostReturn.None;
            }),
            new HostFunction("to", call =>
            {
                NoteSwitch();
                return HostReturn.None;
            }),
            new HostFunction("later", call => Later(HostReturn.Of(LuaValue.FromJson(call.Json(1, "value", 1 << 20))))),
        ],
    };

    private HostReturn Later(HostReturn answer)
    {
        var source = new TaskCompletionSource<HostReturn>();
        _waits.Enqueue((source, answer));
        return HostReturn.Later(source.Task);
    }

    /// <summary>The module with answers that come in the order in which they were asked for.</summary>
    private HostModule Ordered(HostModule module) => new()
    {
        Name = module.Name,
        ContextName = module.ContextName,
        LuaSource = module.LuaSource,
        Functions = [.. module.Functions.Select(function => new HostFunction(function.Name, call => InOrder(function.Body(call))))],
    };

    private HostReturn InOrder(HostReturn answer)
    {
        if (answer.Pending is not { } pending)
        {
            return answer;
        }

        ((IAsyncResult)pending).AsyncWaitHandle.WaitOne();
        return pending.IsCompletedSuccessfully ? Later(pending.Result) : HostReturn.Later(pending);
    }

    private void NoteSwitch()
    {
        if (_counting)
        {
            _counting = false;
            Switched = Vm.Block->Switches.After == 0;
            Vm.Block->Switches.After = 0;
        }
    }

    private sealed class Sink(SteppedVm world, Action<string>? whenAnswered) : IRunSink
    {
        public void Settle(RunRequest request, LuaVmResult result)
        {
            if (request.RunId == world._first)
            {
                world.NoteSwitch();
            }

            if (!world._answers.TryAdd(request.Template.Name, result))
            {
                world._faults.Add($"{request.Template.Name} was answered twice: {result.Kind} {result.Error} {string.Join("|", result.Logs)}");
            }

            whenAnswered?.Invoke(request.Template.Name);
        }
    }
}
