using System.Text.Json.Serialization;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>A guild's VM as <c>GET /guilds/{guild_id}/vm</c> and <c>GET /vms</c> answer it. Bytes, counts, UTC times.</summary>
public sealed record VmView
{
    /// <summary>The guild.</summary>
    public required string GuildId { get; init; }

    /// <summary>The VM's state; a guild without a live VM shows the last one it had.</summary>
    [JsonConverter(typeof(SnakeCaseEnumConverter<VmState>))]
    public required VmState State { get; init; }

    /// <summary>Why the VM was lost.</summary>
    [JsonConverter(typeof(SnakeCaseEnumConverter<BrokenReason>))]
    public BrokenReason? Reason { get; init; }

    /// <summary>How many times the guild was given to a process.</summary>
    public required long Epoch { get; init; }

    /// <summary>The VM thread that serves the guild.</summary>
    public required int Thread { get; init; }

    /// <summary>Lua heap; 0 without a live VM.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Templates that made the heap grow most, an estimate; absent in <c>GET /vms</c>.</summary>
    public IReadOnlyList<TemplateMemory>? Templates { get; init; }

    /// <summary>The guild's limit.</summary>
    public required long MemoryLimit { get; init; }

    /// <summary>Processor time that the guild has used and that has not come back yet; in this process.</summary>
    public required double CpuUsedMs { get; init; }

    /// <summary>What it may have used before its runs stand still.</summary>
    public required double CpuLimitMs { get; init; }

    /// <summary>In which time that much comes back.</summary>
    public required double CpuWindowMs { get; init; }

    /// <summary>How long its runs stand still now; absent while they do not.</summary>
    public double? CpuWaitMs { get; init; }

    /// <summary>Runs of the live VM; without one, delivered runs that had their turn.</summary>
    public long Executions { get; init; }

    /// <summary>Coroutines alive.</summary>
    public int Coroutines { get; init; }

    /// <summary>Runs in the VM.</summary>
    public int LiveRuns { get; init; }

    /// <summary>Runs in the journal.</summary>
    public int ParkedRuns { get; init; }

    /// <summary>VM breaks since the last reset.</summary>
    public int Faults { get; init; }

    /// <summary>Until when the guild may not run.</summary>
    public DateTimeOffset? QuarantinedUntil { get; init; }

    /// <summary>Why it may not.</summary>
    public string? QuarantineReason { get; init; }

    /// <summary>True while the guild is suspected to have taken a process down: its next run runs alone.</summary>
    public bool? Suspect { get; init; }

    /// <summary>The newest failure.</summary>
    public LastError? LastError { get; init; }

    /// <summary>When the live VM was made.</summary>
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>When it last ran.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }
}

/// <summary>The typed answer of <c>POST /guilds/{guild_id}/vm/actions</c>; only the field of the action is set, and the type.</summary>
public sealed record VmActionResult
{
    /// <summary>The action.</summary>
    public required string Type { get; init; }

    /// <summary>get_state.</summary>
    public VmView? State { get; init; }

    /// <summary>get_memory_usage.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>set_memory_limit: the limit before.</summary>
    public long? PreviousLimit { get; init; }

    /// <summary>set_memory_limit: the limit now.</summary>
    public long? Limit { get; init; }

    /// <summary>clear_cache: compiled templates dropped.</summary>
    public int? Cleared { get; init; }

    /// <summary>destroy, panic: whether there was a VM.</summary>
    public bool? Destroyed { get; init; }
}

/// <summary>A VM thread as <c>GET /threads</c> answers it.</summary>
public sealed record ThreadView(int Thread, string State, int Vms, int ReadyRuns, int WaitingRuns, long Actions, double BusyMs, int Throttled)
{
    internal static ThreadView Of(VmThreadInfo info) =>
        new(info.Slot, info.State, info.Vms, info.ReadyRuns, info.WaitingRuns, info.Actions, info.Busy.TotalMilliseconds, info.Throttled);
}

/// <summary>One recent failure as <c>GET /guilds/{guild_id}/errors</c> answers it.</summary>
public sealed record ErrorView(
    long Sequence,
    string? Template,
    string Code,
    string Message,
    string? File,
    int? Line,
    string? Frame,
    string? Traceback,
    string? EventId,
    string? EventName,
    long Count,
    DateTimeOffset FirstAt,
    DateTimeOffset LastAt);

/// <summary>One dead letter as <c>GET /dead-letters</c> answers it; the body as text when it is UTF-8, else in base64.</summary>
public sealed record DeadLetterView(
    string Id,
    string Source,
    string? GuildId,
    string ReasonCode,
    string ReasonText,
    int Attempts,
    DateTimeOffset At,
    string? Body,
    string? BodyBase64);

/// <summary>A page of dead letters.</summary>
/// <param name="DeadLetters">Newest first.</param>
/// <param name="Total">How many are kept.</param>
/// <param name="Displaced">How many had to make room.</param>
/// <param name="Before">The id to ask the next page with; null at the end.</param>
public sealed record DeadLetterPageView(IReadOnlyList<DeadLetterView> DeadLetters, int Total, long Displaced, string? Before);

/// <summary>Readiness as <c>GET /health</c> answers it.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
/// <param name="Stopping">Whether the process stops.</param>
/// <param name="Strategy">How guilds are spread.</param>
/// <param name="Threads">VM threads.</param>
/// <param name="Vms">Live VMs.</param>
/// <param name="Storage">What is wrong with the storage; null when nothing is.</param>
/// <param name="Incarnation">Id of this life of the process.</param>
/// <param name="RecycleRequested">Whether a VM thread is stuck for good: only a new process gets rid of it.</param>
public sealed record HealthView(string Status, bool Stopping, string Strategy, int Threads, int Vms, string? Storage, string Incarnation, bool RecycleRequested = false);

/// <summary>The JSON of the views: snake_case, absent instead of null.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(VmView))]
[JsonSerializable(typeof(IReadOnlyList<VmView>))]
[JsonSerializable(typeof(VmActionResult))]
[JsonSerializable(typeof(IReadOnlyList<ThreadView>))]
[JsonSerializable(typeof(IReadOnlyList<ErrorView>))]
[JsonSerializable(typeof(DeadLetterPageView))]
[JsonSerializable(typeof(HealthView))]
public sealed partial class ViewJson : JsonSerializerContext;
