using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Lifecycle;

/// <summary>
/// A seeded world around the lifecycle. Queue-fed: one process at a time, messages come back with a count when it dies.
/// Entity: operations are signalled, repeated when they did not commit, and the guild moves between processes that may not
/// notice that they lost it.
/// </summary>
internal sealed class LifecycleModel
{
    public static readonly LifecycleLimits QueueFed = new() { LiveRuns = 2, RunningRuns = 4, JournaledRuns = 12, Attempts = 3, BreaksToQuarantine = 3 };

    private readonly Random _random;
    private readonly bool _entity;
    private readonly LifecycleLimits _limits;
    private readonly List<LifecycleModelProcess> _processes = [];
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch.AddYears(50);
    private int _incarnations;
    private int _events;

    public LifecycleModel(int seed, bool entity)
    {
        _random = new Random(seed);
        _entity = entity;
        _limits = QueueFed with { JournalBeforeStart = entity };
        Spawn();
    }

    public LifecycleModelStore Store { get; } = new();

    private LifecycleModelProcess Owner => _processes[^1];

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
            Assert.InRange(Store.Journal.Count, 0, _limits.JournaledRuns);
        }

        Drain();
        foreach (var run in Store.Accepted)
        {
            Assert.True(Store.Outcomes.Contains(run), $"{run} was accepted and has no outcome");
        }

        Assert.Empty(Store.Journal);
        Assert.Empty(Store.Queue);
        Assert.Empty(Store.Inbox);
    }

    private void Step()
    {
        var choice = _random.Next(100);
        var process = _processes[_random.Next(_processes.Count)];
        if (choice < 40)
        {
            Work(process);
        }
        else if (choice < 55)
        {
            Accept(new RunKey(new GuildId(1), $"e{_events++}", "t"));
        }
        else if (choice < 75)
        {
            EndOrKeepWaiting(process);
        }
        else if (choice < 80)
        {
            _now += TimeSpan.FromSeconds(_random.Next(1, 40));
        }
        else if (choice < 86)
        {
            Operate();
        }
        else if (choice < 90)
        {
            process.LoseVm(process.Alive.Count > 0 ? process.Alive.Keys.First() : null, (BrokenReason)_random.Next(5));
        }
        else if (choice < 94)
        {
            Crash();
        }
        else if (choice < 97 && _entity)
        {
            Owner.IsZombie = true;
            Spawn();
        }
        else
        {
            Redeliver();
        }
    }

    private void Accept(RunKey run)
    {
        Store.Accepted.Add(run);
        if (_entity)
        {
            Store.Inbox.Insert(_random.Next(Store.Inbox.Count + 1), new GuildOperation.Dispatch(run, 1, RunPresence.New));
        }
        else
        {
            Store.Queue.Add(new LifecycleModelStore.Message(run));
        }
    }

    private void Redeliver()
    {
        if (_entity && Store.Accepted.Count > 0)
        {
            Accept(Store.Accepted.ElementAt(_random.Next(Store.Accepted.Count)));
        }
        else if (Store.Queue.Count > 0)
        {
            Store.Queue[_random.Next(Store.Queue.Count)].Holder = null;
        }
    }

    private void Operate()
    {
        GuildOperation operation = _random.Next(8) switch
        {
            0 => new GuildOperation.Destroy(),
            1 => new GuildOperation.Reset(),
            2 => new GuildOperation.Quarantine(TimeSpan.FromSeconds(_random.Next(0, 60)), "an operator said so"),
            3 => new GuildOperation.SetMemoryLimit(_random.Next(4) << 20),
            4 => new GuildOperation.Reload($"v{_random.Next(3)}"),
            5 => new GuildOperation.MarkSuspect(),
            _ => new GuildOperation.Recover(),
        };
        (_entity ? Store.Inbox : Owner.Facts).Add(operation);
    }

    private void EndOrKeepWaiting(LifecycleModelProcess process)
    {
        if (process.Alive.Count == 0)
        {
            return;
        }

        var (key, run) = process.Alive.ElementAt(_random.Next(process.Alive.Count));
        if (!run.Journaled && _random.Next(3) == 0)
        {
            process.Facts.Add(new GuildOperation.RunOutstayed(key, run.Epoch, run.Attempt, RunPresence.New));
        }
        else
        {
            process.Finish(key, _random.Next(4) == 0 ? RunEnd.Failed : RunEnd.Completed);
        }
    }

    /// <summary>One effect further; a process without work takes some.</summary>
    private void Work(LifecycleModelProcess process)
    {
        if (process.Work is null)
        {
            process.Work = (_entity ? TakeSignals(process) : TakeMessage(process))?.GetEnumerator();
        }
        else if (!process.Work.MoveNext())
        {
            process.Work = null;
        }
    }

    private IEnumerable<int>? TakeMessage(LifecycleModelProcess process)
    {
        Acknowledge(process);
        if (process.Facts.Count > 0)
        {
            // The shell notices in any order: the result of a run may come before the word that its VM is lost.
            var at = _random.Next(process.Facts.Count);
            var fact = process.Facts[at];
            process.Facts.RemoveAt(at);
            return process.Handle(fact);
        }

        if (Store.Queue.Find(m => m.Holder is null) is not { } message)
        {
            return null;
        }

        message.Dequeued++;
        message.Holder = process.Incarnation;
        return process.Handle(new GuildOperation.Dispatch(message.Run, message.Dequeued, RunPresence.New));
    }

    /// <summary>A message goes when its run is settled or journaled, and not before.</summary>
    private void Acknowledge(LifecycleModelProcess process) => Store.Queue.RemoveAll(m =>
        m.Holder == process.Incarnation && (Store.Outcomes.Contains(m.Run) || Store.Journal.ContainsKey(m.Run)));

    private IEnumerable<int>? TakeSignals(LifecycleModelProcess process)
    {
        Store.Inbox.AddRange(process.Facts);
        process.Facts.Clear();
        return process == Owner && Store.Inbox.Count > 0 ? Batch(process) : null;
    }

    private IEnumerable<int> Batch(LifecycleModelProcess process)
    {
        process.State = Store.State;
        GuildOperation[] batch = [.. Store.Inbox.OrderBy(_ => _random.Next()).Take(_random.Next(1, 4))];
        foreach (var operation in batch)
        {
            foreach (var step in process.Handle(operation))
            {
                yield return step;
            }
        }

        if (process == Owner)
        {
            Store.State = process.State;
            foreach (var operation in batch)
            {
                Store.Inbox.RemoveAt(Store.Inbox.FindIndex(o => ReferenceEquals(o, operation)));
            }
        }
    }

    private void Crash()
    {
        var victim = _processes[_random.Next(_processes.Count)];
        _processes.Remove(victim);
        foreach (var message in Store.Queue.Where(m => m.Holder == victim.Incarnation))
        {
            message.Holder = null;
        }

        if (_processes.Count == 0 || victim.IsZombie is false)
        {
            Spawn();
        }
    }

    private void Spawn() => _processes.Add(new LifecycleModelProcess(Store, $"i{_incarnations++}", _limits, () => _now, persists: !_entity));

    /// <summary>No more faults: everything accepted must come to its end.</summary>
    private void Drain()
    {
        _processes.RemoveAll(p => p.IsZombie);
        for (var round = 0; round < 400 && !IsQuiet; round++)
        {
            if (round % 10 == 0)
            {
                _now += TimeSpan.FromMinutes(1);
                (_entity ? Store.Inbox : Owner.Facts).Add(new GuildOperation.Recover());
            }

            do
            {
                Work(Owner);
            }
            while (Owner.Work is not null);
            foreach (var key in Owner.Alive.Keys.ToArray())
            {
                Owner.Finish(key, RunEnd.Completed);
            }
        }
    }

    private bool IsQuiet => Store.Journal.Count + Store.Queue.Count + Store.Inbox.Count + Owner.Alive.Count + Owner.Facts.Count == 0 && Owner.Work is null;
}
