using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Guilds;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Tests.Guilds;
using TemplateFunctions.Core.Tests.Simulation;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Durable;

/// <summary>Stores that several processes share, the messages they sent, and a clock that stands still.</summary>
internal sealed class DurableWorld : IGuildEntityClient
{
    public static readonly GuildId Guild = new(42);

    public FakeClock Clock { get; } = new();

    public JournalData Journal { get; } = new();

    public Dictionary<RunKey, ExecutionRecord> Results { get; } = [];

    public List<DeadLetter> Letters { get; } = [];

    public List<OutboxRow> Outbox { get; } = [];

    /// <summary>What was sent to the guild's entity, oldest first.</summary>
    public List<GuildSignal> Sent { get; } = [];

    public GuildVmState? Committed { get; set; }

    public ValueTask SignalAsync(GuildId guild, GuildSignal signal, CancellationToken cancellation = default)
    {
        Sent.Add(signal);
        return ValueTask.CompletedTask;
    }

    public ValueTask<GuildVmState?> GetAsync(GuildId guild, CancellationToken cancellation = default) => new(Committed);
}

/// <summary>One process of such a world, on one simulated thread: nothing happens in it but while a test lets it.</summary>
internal sealed class DurableProcess
{
    private readonly DurableWorld _world;
    private readonly ProcessContext _context = new();

    public DurableProcess(DurableWorld world, IWire? wire = null, bool keepsPromises = false, params GuildId[] suspects)
    {
        _world = world;
        wire ??= new DirectWire();
        var witness = new Witness(world.Clock, world.Results, new LifecycleLimits()) { IsReleasing = _ => false };
        var events = new RuntimeEvents();
        Vms = new SimulatedVms(witness, events);
        var ports = new GuildPorts
        {
            Vms = Vms,
            Suspects = suspects,
            Templates = new SimulatedTemplates(wire),
            Kv = new SimulatedKv(new KvData(), wire, witness),
            Results = new SimulatedResults(world.Results, wire, world.Clock, witness),
            Journal = new SimulatedJournal(world.Journal, wire, witness),
            DeadLetters = new SimulatedLetters(world.Letters, wire),
            Outbox = keepsPromises ? new SimulatedOutbox(world.Outbox, wire) : null,
            Errors = new NoErrors(),
            Time = new ProcessTime(world.Clock, _context),
            Logger = Log,
        };
        Host = new DurableGuildHost(ports, new ExecutionOptions(), events, world);
    }

    public SimulatedVms Vms { get; }

    public DurableGuildHost Host { get; }

    public TestLog Log { get; } = new();

    /// <summary>Begins something and lets it go as far as it goes.</summary>
    public Task<T> Begin<T>(Func<Task<T>> work)
    {
        Task<T>? task = null;
        _context.Run(() => task = work());
        Go();
        return task!;
    }

    /// <summary>Does something that must come to its end without time or help.</summary>
    public T Do<T>(Func<Task<T>> work)
    {
        var task = Begin(work);
        return task.Ended();
    }

    /// <summary>Delivers a message to the guild's entity, which is here now, and commits.</summary>
    public GuildEntityStep Deliver(GuildSignal signal)
    {
        var step = Do(() => Host.Entity.ApplyAsync(DurableWorld.Guild, _world.Committed, signal));
        _world.Committed = step.State;
        return step;
    }

    public void End(ModelRun run)
    {
        _context.Run(() => Vms.End(run, well: true));
        Go();
    }

    /// <summary>The guild's VM goes, and the first of its runs with it.</summary>
    public void Break(GuildId guild, Runtime.Vm.BrokenReason reason)
    {
        _context.Run(() => Vms.Break(guild, Vms.Running[0], reason));
        Go();
    }

    /// <summary>Time passes, in steps small enough for polling to be seen.</summary>
    public void Advance(TimeSpan time)
    {
        for (var step = TimeSpan.FromMilliseconds(5); time > TimeSpan.Zero; time -= step)
        {
            _world.Clock.Advance(step);
            Go();
        }
    }

    private void Go()
    {
        while (_context.Count > 0)
        {
            _context.RunOne(0);
        }
    }
}

/// <summary>A wire whose requests fail while a test says so.</summary>
internal sealed class FailingWire : IWire
{
    public bool Fails { get; set; }

    /// <summary>What the requests that fail begin with.</summary>
    public string Only { get; init; } = "";

    public Exception Failure { get; init; } = new StorageException(StorageCodes.Unavailable, "The store failed, as the test wished.");

    public List<string> Asked { get; } = [];

    public ValueTask<T> CallAsync<T>(FormattableString what, Func<T> apply)
    {
        Asked.Add(what.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return Fails && Asked[^1].StartsWith(Only, StringComparison.Ordinal)
            ? ValueTask.FromException<T>(Failure)
            : ValueTask.FromResult(apply());
    }
}

/// <summary>A wire whose requests arrive and are answered when a test lets them.</summary>
internal sealed class HeldWire : IWire
{
    private readonly Queue<Action> _held = [];

    public bool IsHeld { get; set; }

    public Exception Failure { get; init; } = new StorageException(StorageCodes.Unavailable, "The store failed, as the test wished.");

    public List<string> Asked { get; } = [];

    public ValueTask<T> CallAsync<T>(FormattableString what, Func<T> apply)
    {
        Asked.Add(what.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (!IsHeld)
        {
            return ValueTask.FromResult(apply());
        }

        var answer = new TaskCompletionSource<T>();
        _held.Enqueue(() => answer.SetResult(apply()));
        return new ValueTask<T>(answer.Task);
    }

    public void Release()
    {
        IsHeld = false;
        while (_held.TryDequeue(out var held))
        {
            held();
        }
    }
}

internal static class EndedTask
{
    /// <summary>What a task has come to; it must be over.</summary>
    public static T Ended<T>(this Task<T> task)
    {
        Assert.True(task.IsCompleted, "it waits for something");
        return task.GetAwaiter().GetResult();
    }
}
