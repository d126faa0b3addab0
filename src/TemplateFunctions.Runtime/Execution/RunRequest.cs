using TemplateFunctions.Runtime.Events;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>One run of one template on one event: what a host asks of a VM.</summary>
public sealed class RunRequest
{
    /// <summary>Identifies the run in logs, traces and observers.</summary>
    public required string RunId { get; init; }

    /// <summary>The template to run.</summary>
    public required TemplateSource Template { get; init; }

    /// <summary>The event; parsed on the caller's thread and shared by all templates of a dispatch.</summary>
    public required EventDocument Event { get; init; }

    /// <summary>The capabilities the template holds: exact strings or <c>*</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>JSON object shown to the template as <c>ctx.data</c>: its own record. Null shows an empty table.</summary>
    public ReadOnlyMemory<byte>? TemplateDataJson { get; init; }

    /// <summary>The guild that owns the template; the running guild when null.</summary>
    public GuildId? OwnerGuild { get; init; }

    /// <summary>The guild's epoch under which the run was started; handed to host functions as the fence of their writes.</summary>
    public long Epoch { get; init; }

    /// <summary>Told when the run starts to wait, resumes and settles. Called on the VM thread: must return at once.</summary>
    public IRunObserver? Observer { get; init; }

    /// <summary>
    /// Whoever waits for the run would rather be refused than wait long for room for the guild's VM; other runs wait for as long as it takes.
    /// </summary>
    public bool Impatient { get; init; }

    /// <summary>Stops the run (at its next slice) when cancelled.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Follows one run from the VM thread. Implementations must not block.</summary>
public interface IRunObserver
{
    /// <summary>The main coroutine starts to wait, until <paramref name="until"/> at the earliest when that is known.</summary>
    void OnWaiting(DateTimeOffset? until);
}

/// <summary>An observer that wants to know when the last thread of its run has ended, which may be after the run's result.</summary>
internal interface IRunLifetime
{
    /// <summary>Nothing of the run is left. Called on the VM thread.</summary>
    void OnOver();
}
