using System.Runtime.CompilerServices;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Tests.Simulation;

/// <summary>Sees what nobody in the system sees at once, and objects to what must never happen.</summary>
internal sealed class Witness(TimeProvider clock, Dictionary<RunKey, ExecutionRecord> results, LifecycleLimits limits)
{
    private readonly Dictionary<RunKey, List<(long Epoch, int Attempt)>> _starts = [];
    private readonly Dictionary<GuildId, long> _newest = [];
    private readonly HashSet<(string Incarnation, GuildId Guild)> _suspects = [];
    private readonly Dictionary<GuildId, (DateTimeOffset Until, long Epoch, string Incarnation)> _quarantines = [];

    /// <summary>What happened, for whoever reads a failure; null when nobody will.</summary>
    public List<string>? Notes { get; init; }

    /// <summary>Runs that were begun again from the dead letters: their attempts count anew.</summary>
    public HashSet<RunKey> Replayed { get; } = [];

    /// <summary>The first thing that must not happen and did. Kept, not thrown: the product must not be able to catch it.</summary>
    public string? Failure { get; private set; }

    public int Starts { get; private set; }

    public int Deaths { get; set; }

    /// <summary>First runs of suspects.</summary>
    public int Alone { get; private set; }

    public int Moves { get; set; }

    /// <summary>Messages that the engine dropped with the process that handled them.</summary>
    public int Losses { get; set; }

    /// <summary>Whether a reset of the guild is under way: when it takes effect is open.</summary>
    public required Func<GuildId, bool> IsReleasing { get; init; }

    public int Refused { get; private set; }

    public void Note([InterpolatedStringHandlerArgument("")] ref NoteText what)
    {
        if (Notes is not null)
        {
            Notes.Add($"{clock.GetUtcNow():mm:ss.fff} {what.Text}");
        }
    }

    /// <summary>A process came up that knows of guilds which ran when another died.</summary>
    public void Suspected(string incarnation, GuildId guild) => _suspects.Add((incarnation, guild));

    /// <summary>Whether the guild is a suspect still is open from now on: it has moved, or a reset has come.</summary>
    public void Unsuspected(GuildId guild) => _suspects.RemoveWhere(suspect => suspect.Guild == guild);

    /// <summary>A VM got a run.</summary>
    public void Started(RunKey key, long epoch, int attempt, string incarnation, bool delivered, bool alone)
    {
        Starts++;
        var isSuspect = delivered && _suspects.Remove((incarnation, key.Guild)) && !IsReleasing(key.Guild);
        Never(isSuspect && !alone, $"{key} was started beside others, though its guild ran when a process died");
        Alone += isSuspect ? 1 : 0;
        _newest[key.Guild] = Math.Max(epoch, _newest.GetValueOrDefault(key.Guild));
        var isHolder = _quarantines.TryGetValue(key.Guild, out var quarantine) && (epoch, incarnation) == (quarantine.Epoch, quarantine.Incarnation);
        if (isHolder && delivered && !IsReleasing(key.Guild))
        {
            Never(clock.GetUtcNow() < quarantine.Until, $"{key} was started in the quarantine of its guild, which lasts until {quarantine.Until:O}");
        }

        if (!delivered || Replayed.Contains(key))
        {
            return;
        }

        Never(attempt < 1 || attempt > limits.Attempts, $"{key} was started as attempt {attempt}");
        var settled = results.GetValueOrDefault(key) is { Status: ExecutionStatus.Done } done && done.Owner.Epoch == epoch;
        Never(settled && attempt == 1, $"{key} was started as attempt 1 though it has an outcome");
        if (!_starts.TryGetValue(key, out var before))
        {
            _starts[key] = before = [];
        }

        foreach (var other in before)
        {
            Never(attempt == other.Attempt, $"{key} was started twice as attempt {attempt}, in the epochs {other.Epoch} and {epoch}");
            Never(attempt > other.Attempt != epoch >= other.Epoch, $"{key}: attempt {attempt} of epoch {epoch} came after attempt {other.Attempt} of epoch {other.Epoch}");
        }

        before.Add((epoch, attempt));
    }

    /// <summary>Nobody writes once a later holder's templates run.</summary>
    public void KvWritten(GuildId guild, long epoch) => IsOfHolder(guild, epoch, "a key");

    public void JournalWritten(GuildId guild, long epoch) => IsOfHolder(guild, epoch, "a journal row");

    public void RowDeleted(GuildId guild, string row, long epoch) => IsOfHolder(guild, epoch, $"(by deletion) the journal row {row}");

    public void Settled(RunKey key, long epoch)
    {
        Never(results.GetValueOrDefault(key) is { Status: ExecutionStatus.Done }, $"the outcome of {key} was overwritten");
        Never(results.GetValueOrDefault(key) is { } other && other.Owner.Epoch > epoch, $"epoch {epoch} settled {key}, which a later one has taken over");
    }

    /// <summary>The entity of a guild has a new state.</summary>
    public void Committed(GuildId guild, GuildVmState state)
    {
        if (state.QuarantinedUntil is { } until)
        {
            Refused++;
            _quarantines[guild] = (until, state.Epoch, state.Incarnation);
        }
        else
        {
            _quarantines.Remove(guild);
        }
    }

    private void IsOfHolder(GuildId guild, long epoch, string what) => Never(
        epoch < _newest.GetValueOrDefault(guild), $"epoch {epoch} of guild {guild} wrote {what} though epoch {_newest.GetValueOrDefault(guild)} runs templates");

    public void Never(bool what, [InterpolatedStringHandlerArgument("what")] ref NoteText told)
    {
        if (what)
        {
            Failure ??= told.Text;
        }
    }
}

/// <summary>Text that is only put together when somebody will read it.</summary>
[InterpolatedStringHandler]
internal readonly ref struct NoteText
{
    private readonly System.Text.StringBuilder? _text;

    public NoteText(int literalLength, int formattedCount, bool isRead, out bool goOn)
    {
        _text = isRead ? new System.Text.StringBuilder(literalLength + (formattedCount * 16)) : null;
        goOn = isRead;
    }

    public NoteText(int literalLength, int formattedCount, Witness witness, out bool goOn)
        : this(literalLength, formattedCount, witness.Notes is not null, out goOn)
    {
    }

    public string Text => _text?.ToString() ?? "";

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted<T>(T value) => _text!.Append(value);

    public void AppendFormatted<T>(T value, string format)
        where T : IFormattable => _text!.Append(value.ToString(format, null));
}
