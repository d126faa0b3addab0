using Microsoft.Extensions.Logging;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Guilds;

/// <summary>What the guilds of a process stand on.</summary>
public sealed record GuildPorts
{
    /// <summary>Where guild VMs live.</summary>
    public required IVmDistributionStrategy Vms { get; init; }

    /// <summary>
    /// Where the runs of suspects run, each in a process of its own: one that answers <c>VmBroken(PanicRecovery)</c> there took that
    /// process down and nothing else. Null when the host has no such place; suspects then run one run at a time.
    /// </summary>
    public IVmDistributionStrategy? LoneVms { get; init; }

    /// <summary>
    /// Guilds that were running when a process died on this machine: each learns it before its first operation here. Whoever keeps the
    /// guilds' states beyond this process is told by the host's start.
    /// </summary>
    public IReadOnlyCollection<GuildId> Suspects { get; init; } = [];

    /// <summary>Templates.</summary>
    public required ITemplateStore Templates { get; init; }

    /// <summary>The guilds' key-value stores, for expiry, resume and the fence.</summary>
    public required IKvStore Kv { get; init; }

    /// <summary>Outcomes.</summary>
    public required IResultStore Results { get; init; }

    /// <summary>Parked runs and lifecycle states.</summary>
    public required IInflightStore Journal { get; init; }

    /// <summary>Messages that entities were promised; null where the engine loses none, or this process holds all guilds.</summary>
    public IOutboxStore? Outbox { get; init; }

    /// <summary>Messages that were given up.</summary>
    public required IDeadLetterStore DeadLetters { get; init; }

    /// <summary>The guilds' recent failures.</summary>
    public required IErrorStore Errors { get; init; }

    /// <summary>Queues for replies; null when the host has none, which refuses <c>reply_to</c>.</summary>
    public IMessageSinks? Queues { get; init; }

    /// <summary>Told of each delivered run whose outcome was stored, for views. Must return at once and not throw.</summary>
    public Action<SettledRun>? OnSettled { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The log.</summary>
    public required ILogger Logger { get; init; }

    /// <summary>Where a run goes.</summary>
    internal IVmDistributionStrategy VmsFor(bool alone) => alone ? LoneVms! : Vms;

    internal IEnumerable<IVmDistributionStrategy> AllVms => LoneVms is null ? [Vms] : [Vms, LoneVms];
}
