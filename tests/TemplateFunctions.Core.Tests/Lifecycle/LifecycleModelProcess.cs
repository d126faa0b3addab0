using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Lifecycle;

/// <summary>
/// One worker process of the model: carries effects out one at a time, so that the scheduler can stop it, kill it or let
/// another process go on between any two of them.
/// </summary>
internal sealed class LifecycleModelProcess(LifecycleModelStore store, string incarnation, LifecycleLimits limits, Func<DateTimeOffset> now, bool persists)
{
    private int _vmGeneration;

    public string Incarnation => incarnation;

    public GuildVmState State { get; set; } = store.State;

    public Dictionary<RunKey, Run> Alive { get; } = [];

    /// <summary>Facts the process noticed and did not report yet; they die with it.</summary>
    public List<GuildOperation> Facts { get; } = [];

    /// <summary>The work in progress: one step is one effect.</summary>
    public IEnumerator<int>? Work { get; set; }

    /// <summary>Lost its guild without noticing.</summary>
    public bool IsZombie { get; set; }

    public IEnumerable<int> Handle(GuildOperation operation)
    {
        var decision = GuildLifecycle.Apply(State, Refresh(operation), Context());
        var before = State;
        store.Note($"{incarnation}: {operation} -> epoch {decision.State.Epoch}, {string.Join(", ", decision.Effects.Select(e => e.GetType().Name))}");
        State = decision.State;
        Assert.InRange(GuildVmStateJson.Write(State).Length, 1, GuildVmStateJson.MaxBytes);
        yield return 0;
        if (persists && State.MustPersistAfter(before))
        {
            store.State = State;
            yield return 0;
        }

        foreach (var effect in decision.Effects)
        {
            if (FenceRefuses(effect))
            {
                foreach (var step in Handle(new GuildOperation.FenceLost(store.Fence.Epoch)).Concat(Handle(operation)))
                {
                    yield return step;
                }

                yield break;
            }

            foreach (var nested in Nested(effect))
            {
                foreach (var step in Handle(nested))
                {
                    yield return step;
                }
            }

            yield return 0;
        }
    }

    /// <summary>The VM goes: the culprit had its turn, the others are lost.</summary>
    public void LoseVm(RunKey? culprit, Runtime.Vm.BrokenReason reason)
    {
        _vmGeneration++;
        foreach (var (key, run) in Alive)
        {
            Facts.Add(Settled(key, run, key == culprit ? RunEnd.Failed : RunEnd.Lost));
        }

        Alive.Clear();
        Facts.Add(new GuildOperation.VmBroke(reason, State.Epoch, now().AddMilliseconds(_vmGeneration)));
    }

    public void Finish(RunKey key, RunEnd end)
    {
        Alive.Remove(key, out var run);
        Facts.Add(Settled(key, run!, end));
    }

    private static GuildOperation.RunSettled Settled(RunKey key, Run run, RunEnd end) =>
        new(key, run.Epoch, run.Attempt, end, RunPresence.New, null, end == RunEnd.Completed ? null : new LifecycleError("TF2001", "it failed"));

    private LifecycleContext Context() => new()
    {
        Now = now(),
        Incarnation = incarnation,
        Limits = limits,
        Slot = 3,
        LiveRuns = Alive.Values.Count(r => !r.Journaled),
        RunningRuns = Alive.Count,
        JournaledRuns = store.Journal.Count,
        WaitingRuns = store.Journal.Values.Count(r => !r.Started),
    };

    private GuildOperation Refresh(GuildOperation operation) => operation switch
    {
        GuildOperation.Dispatch d => d with { Presence = PresenceOf(d.Run) },
        GuildOperation.RecoverRow r when store.Journal.TryGetValue(r.Run, out var row) =>
            r with { Presence = PresenceOf(r.Run), Attempt = row.Attempt, Started = row.Started },
        GuildOperation.RecoverRow r => r with { Presence = RunPresence.Settled },
        GuildOperation.RunOutstayed o => o with
        {
            Presence = Alive.TryGetValue(o.Run, out var run) && run.Attempt == o.Attempt && !run.Journaled ? RunPresence.Alive : RunPresence.New,
        },
        GuildOperation.RunSettled s => s with { Presence = PresenceOf(s.Run), JournaledAttempt = store.Journal.GetValueOrDefault(s.Run)?.Attempt },
        _ => operation,
    };

    private RunPresence PresenceOf(RunKey run) =>
        Alive.ContainsKey(run) || Facts.Any(f => f is GuildOperation.RunSettled s && s.Run == run) ? RunPresence.Alive :
        store.Outcomes.Contains(run) ? RunPresence.Settled :
        store.Journal.ContainsKey(run) ? RunPresence.Journaled :
        RunPresence.New;

    private bool FenceRefuses(GuildEffect effect) => effect switch
    {
        GuildEffect.TakeFence fence => !store.TakeFence(fence.Epoch, incarnation),
        GuildEffect.ParkRun park => store.Refuses(park.Epoch),
        GuildEffect.DeleteRow delete => store.Refuses(delete.Epoch),
        GuildEffect.StoreOutcome outcome => store.Refuses(outcome.Epoch),
        _ => false,
    };

    private IEnumerable<GuildOperation> Nested(GuildEffect effect)
    {
        switch (effect)
        {
            case GuildEffect.RecoverParked:
                return [.. store.Journal.Select(r => new GuildOperation.RecoverRow(r.Key, r.Value.Attempt, r.Value.Started, RunPresence.Journaled))];
            case GuildEffect.StartNextParked:
                return [.. store.Journal.Where(r => !r.Value.Started).Take(1).Select(r => new GuildOperation.RecoverRow(r.Key, r.Value.Attempt, false, RunPresence.Journaled))];
            case GuildEffect.Again again:
                return [again.Operation];
            case GuildEffect.StartRun start:
                Start(start);
                break;
            case GuildEffect.ParkRun park:
                store.Journal[park.Run] = new(park.Attempt, park.Epoch, park.Started);
                Alive.GetValueOrDefault(park.Run)?.Journal();
                break;
            case GuildEffect.DeleteRow delete when store.Journal.TryGetValue(delete.Run, out var row) && row.Epoch <= delete.Epoch:
                store.Journal.Remove(delete.Run);
                break;
            case GuildEffect.StoreOutcome outcome:
                store.Outcomes.Add(outcome.Run);
                break;
            case GuildEffect.DeadLetter letter:
                store.DeadLetters[letter.Run] = letter.Error;
                break;
            case GuildEffect.DestroyVm when Alive.Count > 0:
                LoseVm(null, Runtime.Vm.BrokenReason.ExplicitDestroy);
                break;
            default:
                break;
        }

        return [];
    }

    private void Start(GuildEffect.StartRun start)
    {
        Assert.True(store.Starts.Add((start.Run, start.Attempt)), $"{start.Run} was started twice as attempt {start.Attempt}");
        Assert.False(Alive.ContainsKey(start.Run), $"{start.Run} was started beside itself");
        Assert.InRange(start.Attempt, 1, limits.Attempts);
        Assert.False(State.IsQuarantinedAt(now()), "a quarantined guild's run was started");
        // A process that lost the guild may still start an attempt that it had decided on: the attempt's number tells.
        Assert.True(IsZombie || store.Fence != (start.Epoch, incarnation) || !store.Outcomes.Contains(start.Run), $"{start.Run} was started again after it had settled");
        Assert.Equal(incarnation, store.StartersByEpoch.TryAdd(start.Epoch, incarnation) ? incarnation : store.StartersByEpoch[start.Epoch]);
        Alive[start.Run] = new Run(start.Attempt, start.Epoch, start.Journaled);
        Assert.InRange(Alive.Values.Count(r => !r.Journaled), 0, limits.LiveRuns);
        Assert.InRange(Alive.Count, 0, start.Alone ? 1 : limits.RunningRuns);
    }

    public sealed class Run(int attempt, long epoch, bool journaled)
    {
        public int Attempt => attempt;

        public long Epoch => epoch;

        public bool Journaled { get; private set; } = journaled;

        public void Journal() => Journaled = true;
    }
}
