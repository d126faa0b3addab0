using System.Text.Json.Serialization;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>
/// All that is kept of a guild between operations: who holds its VM, under which epoch, and whether it may run.
/// Immutable; below 4 KB of JSON whatever happened to the guild.
/// </summary>
public sealed record GuildVmState
{
    /// <summary>A guild that no process has held yet.</summary>
    public static GuildVmState Initial { get; } = new();

    /// <summary>Version of this shape. A reader ignores what it does not know; a field never changes its meaning.</summary>
    [JsonPropertyName("v")]
    public int Version { get; init; } = 1;

    /// <summary>The VM's state as last reported.</summary>
    [JsonPropertyName("state"), JsonConverter(typeof(SnakeCaseEnumConverter<VmState>))]
    public VmState State { get; init; } = VmState.Initializing;

    /// <summary>Why the VM was lost; null unless it was.</summary>
    [JsonPropertyName("reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), JsonConverter(typeof(SnakeCaseEnumConverter<BrokenReason>))]
    public BrokenReason? Reason { get; init; }

    /// <summary>Id of the life of the worker process that holds the VM; empty before the first.</summary>
    [JsonPropertyName("incarnation")]
    public string Incarnation { get; init; } = "";

    /// <summary>The VM thread the guild is pinned to.</summary>
    [JsonPropertyName("slot")]
    public int Slot { get; init; }

    /// <summary>How many times the guild was given to a process: the fence of its side effects.</summary>
    [JsonPropertyName("epoch")]
    public long Epoch { get; init; }

    /// <summary>Version of the guild's set of templates; changes when any of them does.</summary>
    [JsonPropertyName("template_version"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TemplateVersion { get; init; }

    /// <summary>Delivered runs that had their turn.</summary>
    [JsonPropertyName("executions")]
    public long Executions { get; init; }

    /// <summary>VM breaks that count, since the last reset.</summary>
    [JsonPropertyName("faults")]
    public int Faults { get; init; }

    /// <summary>Times of the newest breaks, oldest first, as many as quarantine needs. Unix milliseconds.</summary>
    [JsonPropertyName("recent_faults")]
    public IReadOnlyList<long> RecentFaults { get; init; } = [];

    /// <summary>Until when the guild's events go to the dead letters; null when it may run.</summary>
    [JsonPropertyName("quarantined_until"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? QuarantinedUntil { get; init; }

    /// <summary>Why the guild is in quarantine.</summary>
    [JsonPropertyName("quarantine_reason"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? QuarantineReason { get; init; }

    /// <summary>The guild ran when a process died: its next run runs alone.</summary>
    [JsonPropertyName("suspect"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suspect { get; init; }

    /// <summary>The newest failure.</summary>
    [JsonPropertyName("last_error"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LastError? LastError { get; init; }

    /// <summary>The guild's own memory limit in bytes; null for the default.</summary>
    [JsonPropertyName("memory_limit"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? MemoryLimit { get; init; }

    /// <summary>When the guild was last reset; null before the first time. What was decided about the guild before then is void.</summary>
    [JsonPropertyName("reset_at"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ResetAt { get; init; }

    /// <summary>Whether the guild's events must not run at that moment.</summary>
    public bool IsQuarantinedAt(DateTimeOffset now) => QuarantinedUntil > now;

    /// <summary>
    /// Whether a crash that forgets the step from <paramref name="before"/> to this state changes what happens next.
    /// Counters and the last error do not; a shell may write those late.
    /// </summary>
    public bool MustPersistAfter(GuildVmState before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return this with { Executions = before.Executions, LastError = before.LastError, State = before.State, Reason = before.Reason } != before;
    }

    /// <inheritdoc/>
    public bool Equals(GuildVmState? other) =>
        other is not null
        && (State, Reason, Incarnation, Slot, Epoch, TemplateVersion) == (other.State, other.Reason, other.Incarnation, other.Slot, other.Epoch, other.TemplateVersion)
        && (Executions, Faults, QuarantinedUntil, QuarantineReason) == (other.Executions, other.Faults, other.QuarantinedUntil, other.QuarantineReason)
        && (Suspect, LastError, MemoryLimit, ResetAt) == (other.Suspect, other.LastError, other.MemoryLimit, other.ResetAt)
        && RecentFaults.SequenceEqual(other.RecentFaults);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Incarnation, Epoch, Executions, Faults, State);
}

/// <summary>A guild's newest failure.</summary>
/// <param name="Code">A <c>TFnnnn</c> code.</param>
/// <param name="Message">One sentence, cut to 200 characters.</param>
/// <param name="At">When it was recorded.</param>
public sealed record LastError(
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("at")] DateTimeOffset At);
