using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>The engine, and what goes wrong.</summary>
internal sealed partial class Simulation
{
    private SimulatedProcess Spawn()
    {
        var process = new SimulatedProcess(this, $"p{_spawned++}", [.. _suspects]);
        _processes.Add(process);
        _suspects.Clear();
        process.Post(() => StartAsync(process));
        return process;
    }

    /// <summary>What the app does when it starts.</summary>
    private static async Task StartAsync(SimulatedProcess process)
    {
        process.Host.Start();
        while (true)
        {
            try
            {
                await process.Host.TellSuspectsAsync();
                return;
            }
            catch (StorageException)
            {
                // The engine will be there some time.
                continue;
            }
        }
    }

    /// <summary>The engine brings messages, commits, or takes a guild away.</summary>
    private bool Engine(bool faults)
    {
        var entities = _entities.Values.Where(e => e.Current?.Result is not null || (e.Current is null && e.Inbox.Count > 0)).ToArray();
        if (entities.Length == 0)
        {
            return false;
        }

        var entity = entities[_random.Next(entities.Length)];
        if (entity.Current is not null)
        {
            if (faults && _random.Next(8) == 0)
            {
                Witness.Note($"entity {entity.Guild}: the batch is not committed");
                entity.Current = null;
            }
            else
            {
                entity.Commit(Witness);
            }

            return true;
        }

        entity.Holder ??= Any();
        entity.Begin(_random, Witness);
        return true;
    }

    private SimulatedProcess Any() => _processes[_random.Next(_processes.Count)];

    private void Trouble()
    {
        var entity = _entities.Values.ElementAt(_random.Next(_entities.Count));
        switch (_random.Next(10))
        {
            case < 3:
                entity.Move(Any(), Witness);
                Witness.Moves++;
                Witness.Note($"entity {entity.Guild} moves to {entity.Holder!.Name}");
                break;
            case < 5:
                Crash(Any());
                break;
            case 5:
                var process = Any();
                process.IsPaused = true;
                Witness.Note($"{process.Name} stands still");
                if (_processes.TrueForAll(p => p.IsPaused))
                {
                    Spawn();
                }

                foreach (var held in _entities.Values.Where(e => e.Holder == process))
                {
                    held.Move(_processes.Find(p => !p.IsPaused), Witness);
                    Witness.Moves++;
                }

                break;
            case 6 or 7:
                foreach (var paused in _processes.Where(p => p.IsPaused))
                {
                    Witness.Note($"{paused.Name} goes on");
                    paused.IsPaused = false;
                }

                break;
            case 8:
                _outage = !_outage;
                break;
            default:
                if (_processes.Count < 4)
                {
                    Spawn();
                }

                break;
        }
    }

    /// <summary>A deadly run: alone it takes nothing but its own process down.</summary>
    private void Die(SimulatedProcess process, ModelRun run)
    {
        Witness.Deaths++;
        if (process.LoneVms.Running.Contains(run))
        {
            process.Context.Run(() => process.LoneVms.Break(run.Guild, null, Runtime.Vm.BrokenReason.PanicRecovery));
            return;
        }

        foreach (var guild in process.Vms.Running.Select(r => r.Guild).Distinct())
        {
            _suspects.Enqueue(guild);
        }

        Crash(process);
    }

    private void Crash(SimulatedProcess process)
    {
        Witness.Note($"{process.Name} crashes");
        process.Kill();
        _processes.Remove(process);
        foreach (var entity in _entities.Values.Where(e => e.Holder == process))
        {
            if (entity.Current is not null && _random.Next(2) == 0)
            {
                entity.Lose(Witness);
            }

            entity.Move(null, Witness);
        }

        foreach (var message in _queue.Where(m => m.Reader == process))
        {
            message.Reader = null;
        }

        if (_processes.Count == 0 || _processes.TrueForAll(p => p.IsPaused) || _suspects.Count > 0)
        {
            Spawn();
        }
    }
}
