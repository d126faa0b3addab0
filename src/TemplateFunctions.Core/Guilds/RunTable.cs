using System.Diagnostics.CodeAnalysis;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The delivered runs of one guild, in the VM or in the journal, counted by what the lifecycle asks for.</summary>
internal sealed class RunTable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<RunKey, GuildRun> _runs = [];
    private readonly Queue<RunKey> _waiting = new();

    /// <summary>In the VM, without a journal row: somebody waits for them.</summary>
    public int Live { get; private set; }

    /// <summary>In the VM.</summary>
    public int Running { get; private set; }

    /// <summary>With a journal row.</summary>
    public int Journaled { get; private set; }

    /// <summary>With a journal row whose attempt was not started.</summary>
    public int Waiting { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _runs.Count;
            }
        }
    }

    public GuildRun? Find(RunKey key)
    {
        lock (_gate)
        {
            return _runs.GetValueOrDefault(key);
        }
    }

    /// <summary>Adds the run, or answers the one that is there.</summary>
    public bool TryAdd(GuildRun run, [NotNullWhen(false)] out GuildRun? there)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run.Key, out there))
            {
                return false;
            }

            _runs.Add(run.Key, run);
            Weigh(run, 1);
            return true;
        }
    }

    public void Remove(GuildRun run)
    {
        lock (_gate)
        {
            if (_runs.TryGetValue(run.Key, out var there) && ReferenceEquals(there, run))
            {
                _runs.Remove(run.Key);
                Weigh(run, -1);
            }
        }
    }

    /// <summary>Takes all runs out.</summary>
    public GuildRun[] Clear()
    {
        lock (_gate)
        {
            GuildRun[] all = [.. _runs.Values];
            _runs.Clear();
            _waiting.Clear();
            (Running, Live, Journaled, Waiting) = (0, 0, 0, 0);
            return all;
        }
    }

    public void Move(GuildRun run, RunPhase phase) => Change(run, r => r.Phase = phase);

    /// <summary>Sets what the run's journal row says; null for no row.</summary>
    public void SetRow(GuildRun run, int? attempt, bool started) => Change(run, r =>
    {
        r.JournaledAttempt = attempt;
        r.RowStarted = started;
    });

    /// <summary>The row of that attempt could not be written; a later decision's row stays.</summary>
    public void TakeBackRow(GuildRun run, int attempt) => Change(run, r =>
    {
        if (!r.HasRow && r.JournaledAttempt == attempt)
        {
            r.JournaledAttempt = null;
        }
    });

    public GuildRun[] InPhase(params ReadOnlySpan<RunPhase> phases)
    {
        lock (_gate)
        {
            var found = new List<GuildRun>();
            foreach (var run in _runs.Values)
            {
                if (phases.Contains(run.Phase))
                {
                    found.Add(run);
                }
            }

            return [.. found];
        }
    }

    /// <summary>The run that has waited longest for its start, or null.</summary>
    public GuildRun? NextWaiting()
    {
        lock (_gate)
        {
            while (_waiting.TryDequeue(out var key))
            {
                if (_runs.TryGetValue(key, out var run) && IsWaiting(run))
                {
                    return run;
                }
            }

            return null;
        }
    }

    private void Change(GuildRun run, Action<GuildRun> change)
    {
        lock (_gate)
        {
            var listed = _runs.TryGetValue(run.Key, out var there) && ReferenceEquals(there, run);
            var waited = IsWaiting(run);
            if (listed)
            {
                Weigh(run, -1);
            }

            change(run);
            if (listed)
            {
                Weigh(run, 1);
                if (!waited && IsWaiting(run))
                {
                    _waiting.Enqueue(run.Key);
                }
            }
        }
    }

    private static bool IsWaiting(GuildRun run) => run is { Phase: RunPhase.Waiting, RowStarted: false, JournaledAttempt: not null };

    private void Weigh(GuildRun run, int sign)
    {
        Running += run.Phase == RunPhase.Alive ? sign : 0;
        Live += run is { Phase: RunPhase.Alive, JournaledAttempt: null } ? sign : 0;
        Journaled += run.JournaledAttempt is not null ? sign : 0;
        Waiting += IsWaiting(run) ? sign : 0;
    }
}
