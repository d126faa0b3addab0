using Microsoft.Extensions.Logging.Abstractions;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>One life of a worker process: the product's own code on simulated threads, storage and VMs.</summary>
internal sealed class SimulatedProcess
{
    private readonly ProcessTime _time;
    private readonly IWire _wire;
    private readonly Action<Exception> _fail;

    public SimulatedProcess(Simulation world, string name, GuildId[] suspects)
    {
        Name = name;
        _fail = world.Fail;
        _time = new ProcessTime(world.Clock, Context);
        _wire = new StorageWire(this, world.UnderWay);
        var events = new RuntimeEvents();
        Vms = new SimulatedVms(world.Witness, events);
        LoneVms = new SimulatedVms(world.Witness, null);
        Kv = new SimulatedKv(world.Kv, _wire, world.Witness);
        var ports = new GuildPorts
        {
            Vms = Vms,
            LoneVms = LoneVms,
            Suspects = suspects,
            Templates = new SimulatedTemplates(_wire),
            Kv = Kv,
            Results = new SimulatedResults(world.Results, _wire, world.Clock, world.Witness),
            Journal = new SimulatedJournal(world.Journal, _wire, world.Witness),
            DeadLetters = new SimulatedLetters(world.Letters, _wire),
            Outbox = new SimulatedOutbox(world.Outbox, _wire),
            Errors = new NoErrors(),
            Time = _time,
            Logger = NullLogger.Instance,
        };
        Host = new DurableGuildHost(ports, Simulation.Options, events, new SimulatedEntityClient(world.EntityOf, _wire));
        Vms.Incarnation = LoneVms.Incarnation = Host.Incarnation;
        Array.ForEach(suspects, guild => world.Witness.Suspected(Host.Incarnation, guild));
    }

    public string Name { get; }

    public ProcessContext Context { get; } = new();

    public SimulatedVms Vms { get; }

    public SimulatedVms LoneVms { get; }

    public SimulatedKv Kv { get; }

    public DurableGuildHost Host { get; }

    /// <summary>It stands still and notices nothing.</summary>
    public bool IsPaused { get; set; }

    public IEnumerable<ModelRun> Runs => Vms.Running.Concat(LoneVms.Running);

    /// <summary>Has the process do something; what it throws is a failure of the history.</summary>
    public void Post(Func<Task> work) => Context.Post(_ => { _ = WatchAsync(work); }, null);

    public void Kill()
    {
        Context.Kill();
        _time.Kill();
    }

    private async Task WatchAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception e)
        {
            _fail(e);
        }
    }
}
