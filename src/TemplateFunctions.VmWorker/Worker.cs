using System.Collections.Concurrent;
using System.Globalization;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Events;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Processes;
using TemplateFunctions.Runtime.Processes.Wire;
using TemplateFunctions.Runtime.Suspects;

namespace TemplateFunctions.VmWorker;

/// <summary>
/// The inside of a VM process: a thread pool of VMs whose actions, results and host functions go through two pipes. Ends when the
/// host closes its end, whatever runs then.
/// </summary>
internal sealed class Worker
{
    private readonly FrameReceiver _receiver;
    private readonly Dictionary<int, ReceivedSource> _sources = [];
    private readonly ConcurrentDictionary<int, CancellationTokenSource> _cancellations = new();
    private EventDocument? _lastEvent;
    private IVmDistributionStrategy? _vms;
    private GuildCpuLedger? _cpu;
    private bool _greeted;

    public Worker(Stream input, Stream output)
    {
        _receiver = new FrameReceiver(input, Handle);
        Sender = new FrameSender(output, "out", static failure => Environment.Exit(failure is null ? 0 : 3));
        Calls = new HostProxy(Sender);
    }

    public FrameSender Sender { get; }

    public HostProxy Calls { get; }

    /// <summary>Serves the host until it closes its end.</summary>
    /// <returns>The exit code: 0 when the host closed, 4 when it did not keep to the protocol.</returns>
    public int Run()
    {
        Sender.Start();
        SetupCodec.WriteHello(Sender.Enter());
        Sender.Leave();
        try
        {
            _receiver.Run();
            return End(0);
        }
        catch (ProtocolException broken)
        {
            Console.Error.WriteLine(broken.Message);
            return End(4);
        }
    }

    /// <summary>Nobody hears what is left to say.</summary>
    private static int End(int code)
    {
        Environment.Exit(code);
        return code;
    }

    private void Handle(FrameKind kind, FrameReader frame)
    {
        switch (kind)
        {
            case FrameKind.Hello when !_greeted:
                _greeted = SetupCodec.ReadHello(ref frame) is { } refusal ? throw new ProtocolException(refusal) : true;
                break;
            case FrameKind.Setup when _greeted && _vms is null:
                _vms = Start(SetupCodec.Read(ref frame));
                break;
            case FrameKind.Source:
                _sources.Add(frame.Int(), new ReceivedSource(RunCodec.ReadSource(ref frame)));
                break;
            case FrameKind.ForgetSource:
                _sources.Remove(frame.Int());
                break;
            case FrameKind.Run:
                TakeRun(ref frame);
                break;
            case FrameKind.Cancel:
                if (_cancellations.TryRemove(frame.Int(), out var cancellation))
                {
                    cancellation.Cancel();
                }

                break;
            case FrameKind.Ask:
                TakeQuestion(ref frame);
                break;
            case FrameKind.Answer:
                Calls.TakeAnswer(ref frame);
                break;
            case FrameKind.Cpu:
                (_cpu ?? throw new ProtocolException("The host has not said what there is.")).Add(new GuildId((ulong)frame.Long()), new TimeSpan(frame.Long()));
                break;
            case FrameKind.Ping:
                TakePing(ref frame);
                break;
            case FrameKind.Stop:
                _ = StopAsync();
                break;
            default:
                throw new ProtocolException($"A host does not send {kind} here.");
        }

        frame.End();
    }

    private IVmDistributionStrategy Start(WorkerSetup setup)
    {
        _cpu = new GuildCpuLedger(setup.Limits, TimeProvider.System);
        var logger = new HostLogger(Sender);
        var options = new RuntimeOptions
        {
            Threads = setup.Threads,
            Limits = setup.Limits,
            Cpu = _cpu,
            AllowPanic = setup.AllowPanic,
            Running = setup.RunningFile is { } file ? RunningGuilds.OfWorker(file, logger) : null,
            Modules = setup.AllowPanic ? [.. Calls.Proxies(setup.Modules).Where(module => module.Name != FaultModule.Name), FaultModule.Create()] : Calls.Proxies(setup.Modules),
        };
        return VmDistribution.Create(options, TimeProvider.System, new HostObserver(Sender), logger);
    }

    private void TakeRun(ref FrameReader frame)
    {
        var run = new HostRun(this, frame.Int());
        var received = RunCodec.Read(
            ref frame,
            number => _sources.GetValueOrDefault(number) ?? throw new ProtocolException($"There is no template {number}."),
            ref _lastEvent,
            run.Number.ToString(CultureInfo.InvariantCulture),
            run,
            () => _cancellations.GetOrAdd(run.Number, _ => new CancellationTokenSource()).Token);
        Vms.Dispatch(received.Guild, new SinkAction(received.Request, run), received.Slot);
    }

    /// <summary>A run has its result; cancelling it is not needed any more.</summary>
    public void Forget(int run)
    {
        if (!_cancellations.IsEmpty)
        {
            _cancellations.TryRemove(run, out _);
        }
    }

    private IVmDistributionStrategy Vms => _vms ?? throw new ProtocolException("The host has not said what there is.");

    private void TakeQuestion(ref FrameReader frame)
    {
        var (number, guild, slot) = (frame.Int(), new GuildId((ulong)frame.Long()), frame.Int());
        var action = AskCodec.Read(ref frame);
        _ = AnswerAsync(number, action);
        Vms.Dispatch(guild, action, slot);
    }

    private async Task AnswerAsync(int number, LuaVmAction action)
    {
        await AskCodec.CompletionOf(action).ConfigureAwait(false);
        Send(FrameKind.Told, frame =>
        {
            frame.Int(number);
            AskCodec.WriteAnswer(frame, action);
        });
    }

    private void TakePing(ref FrameReader frame)
    {
        var (number, withVms) = (frame.Int(), frame.Flag());
        var threads = Vms.Threads();
        var vms = withVms ? Vms.Vms() : [];
        var memory = Vms.Memory();
        Send(FrameKind.Pong, pong =>
        {
            pong.Int(number);
            pong.Int(threads.Count(thread => thread.State == "lost"));
            var live = threads.Where(thread => thread.State != "lost").ToList();
            pong.Int(live.Count);
            live.ForEach(thread => AskCodec.Write(pong, thread));
            pong.Int(vms.Count);
            foreach (var vm in vms)
            {
                AskCodec.Write(pong, vm);
            }

            AskCodec.Write(pong, memory);
        });
    }

    private async Task StopAsync()
    {
        if (_vms is not null)
        {
            await _vms.DisposeAsync().ConfigureAwait(false);
        }

        // What was answered is written before the pipe closes, which ends the process.
        Sender.Finish();
    }

    /// <summary>Sends a frame of any size that has to be one.</summary>
    public void Send(FrameKind kind, Action<FrameBuffer> write)
    {
        var frame = Sender.Enter();
        try
        {
            frame.Begin(kind);
            write(frame);
            frame.End();
        }
        finally
        {
            Sender.Leave();
        }
    }
}
