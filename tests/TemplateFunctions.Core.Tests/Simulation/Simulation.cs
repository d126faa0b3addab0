using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>
/// A seeded history of an app with many processes: at every step the scheduler chooses what happens next, and everything that
/// happens follows from the seed. First come faults of all kinds, then none: what was accepted must come to its end.
/// </summary>
internal sealed partial class Simulation
{
    public static readonly ExecutionOptions Options = new()
    {
        Lifecycle = new LifecycleLimits
        {
            LiveRuns = 2,
            RunningRuns = 3,
            JournaledRuns = 14,
            Attempts = 4,
            BreaksToQuarantine = 3,
            QuarantineFor = TimeSpan.FromMinutes(1),
        },
    };

    private readonly Random _random;
    private readonly List<SimulatedProcess> _processes = [];
    private readonly Dictionary<GuildId, SimulatedEntity> _entities = [];
    private readonly Queue<GuildId> _suspects = [];
    private Exception? _failure;
    private bool _outage;
    private int _spawned;

    public Simulation(int seed, bool noted = false)
    {
        _random = new Random(seed);
        Witness = new Witness(Clock, Results, Options.Lifecycle) { Notes = noted ? [] : null, IsReleasing = IsReleasing };
        for (var i = 1; i <= _random.Next(1, 3); i++)
        {
            var guild = new GuildId((ulong)i);
            _entities[guild] = new SimulatedEntity(guild);
        }

        Spawn();
        Spawn();
    }

    public FakeClock Clock { get; } = new();

    public Witness Witness { get; }

    public JournalData Journal { get; } = new();

    public KvData Kv { get; } = new();

    public Dictionary<RunKey, ExecutionRecord> Results { get; } = [];

    public List<DeadLetter> Letters { get; } = [];

    public List<OutboxRow> Outbox { get; } = [];

    /// <summary>Requests to the stores that have not been answered.</summary>
    public List<StorageWire.Request> UnderWay { get; } = [];

    public SimulatedEntity EntityOf(GuildId guild) => _entities[guild];

    /// <summary>Something the product must not do was seen.</summary>
    public void Fail(Exception failure) => _failure ??= failure;

    /// <summary>Runs the history to its end.</summary>
    public void Run()
    {
        var steps = 100 + _random.Next(400);
        for (var step = 0; step < steps; step++)
        {
            Step();
            Check();
        }

        Drain();
        Judge();
    }

    private void Step()
    {
        switch (_random.Next(1000))
        {
            case < 470:
                Think();
                break;
            case < 680:
                Answer(faults: true);
                break;
            case < 760:
                Template();
                break;
            case < 850:
                Engine(faults: true);
                break;
            case < 930:
                Client();
                break;
            case < 965:
                Clock.Advance(TimeSpan.FromMilliseconds(_random.Next(3) switch { 0 => 30, 1 => 700, _ => _random.Next(40_000) }));
                break;
            default:
                Trouble();
                break;
        }
    }

    /// <summary>A process goes on with something.</summary>
    private bool Think()
    {
        SimulatedProcess[] able = [.. _processes.Where(p => !p.IsPaused && p.Context.Count > 0)];
        if (able.Length == 0)
        {
            return false;
        }

        var process = able[_random.Next(able.Length)];
        process.Context.RunOne(_random.Next(process.Context.Count));
        return true;
    }

    /// <summary>A store gets a request, and its asker an answer.</summary>
    private bool Answer(bool faults)
    {
        if (UnderWay.Count == 0)
        {
            return false;
        }

        var index = _random.Next(UnderWay.Count);
        var request = UnderWay[index];
        UnderWay.RemoveAt(index);
        var fate = faults ? _random.Next(_outage ? 3 : 40) : 39;
        var arrives = fate != 0 && (!request.Process.Context.IsDead || _random.Next(2) == 0);
        Witness.Note($"{request.Process.Name}: {request.What}{(arrives ? "" : " is lost")}{(fate == 1 ? ", its answer is lost" : "")}");
        if (arrives)
        {
            request.Arrive();
        }

        if (fate <= 1)
        {
            request.Fail();
        }
        else
        {
            request.Answer();
        }

        return true;
    }

    /// <summary>A run in a VM goes on.</summary>
    private void Template()
    {
        var able = _processes.Where(p => !p.IsPaused).SelectMany(p => p.Runs.Select(r => (Process: p, Run: r))).ToArray();
        if (able.Length == 0)
        {
            return;
        }

        var (process, run) = able[_random.Next(able.Length)];
        var fate = _random.Next(20);
        if (run.IsDeadly && fate < 12)
        {
            Die(process, run);
        }
        else if (fate < 3)
        {
            process.Context.Run(() => run.Action.Request.Observer?.OnWaiting(Clock.GetUtcNow().AddSeconds(_random.Next(600))));
        }
        else if (fate < 8)
        {
            var entry = new KvEntry("k", ["s"], System.Text.Encoding.UTF8.GetBytes($"{run.Epoch}"));
            process.Post(() => WriteKeyAsync(process, run, entry));
        }
        else if (fate < 11 && !run.IsDeadly)
        {
            process.Context.Run(() => VmsOf(process, run).Break(run.Guild, run, (Runtime.Vm.BrokenReason)_random.Next(4)));
        }
        else if (!run.IsDeadly)
        {
            process.Context.Run(() => VmsOf(process, run).End(run, _random.Next(4) > 0));
        }
    }

    private static SimulatedVms VmsOf(SimulatedProcess process, ModelRun run) => process.Vms.Running.Contains(run) ? process.Vms : process.LoneVms;

    private static async Task WriteKeyAsync(SimulatedProcess process, ModelRun run, KvEntry entry)
    {
        try
        {
            await process.Kv.SetAsync(run.Guild, run.Epoch, entry);
        }
        catch (StorageException)
        {
            // The template is told.
        }
    }

    private void Check()
    {
        if (_failure is not null)
        {
            throw _failure;
        }

        if (Witness.Failure is { } seen)
        {
            Assert.Fail(seen);
        }
    }
}
