using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Guilds;

/// <summary>What an operation leaves to be done after its turn: the effects on runs, each run's in order.</summary>
internal sealed class ShellWork
{
    private List<(GuildRun Run, List<GuildEffect> Effects)>? _runs;

    /// <summary>Why the operation was refused.</summary>
    public LifecycleError? Refusal { get; set; }

    public void Add(GuildRun run, GuildEffect effect)
    {
        _runs ??= [];
        var index = _runs.FindIndex(entry => ReferenceEquals(entry.Run, run));
        if (index < 0)
        {
            _runs.Add((run, [effect]));
        }
        else
        {
            _runs[index].Effects.Add(effect);
        }
    }

    /// <summary>Completes when the writes are done; never fails, each run tells its own failure.</summary>
    public Task Done { get; private set; } = Task.CompletedTask;

    /// <summary>Begins the writes, while the turn lasts, so that those of one run keep their order.</summary>
    public void Start(RunWrites writes)
    {
        if (_runs is not null)
        {
            Done = Task.WhenAll(_runs.Select(entry => writes.Begin(entry.Run, entry.Effects)).ToArray());
        }
    }
}
