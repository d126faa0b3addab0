using System.Globalization;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF3xxx: limits. The message always names the limit, its value and what was asked.</summary>
public static class LimitDiagnostics
{
    public static readonly Diagnostic RunWall = new(
        "TF3001",
        "The run took too long",
        "The run, waiting included, reached its wall time limit (10 minutes unless configured) and was ended.",
        "End the run earlier. For work that lies further ahead store a key with an expiry in the KV store and handle `KeyExpiry`.");

    public static readonly Diagnostic RunCpu = new(
        "TF3002",
        "The run used too much processor time",
        "The run held its thread for longer than its CPU budget (10 seconds unless configured) and was ended. Usually it is an endless loop.",
        "Look for a loop that does not end. Split large work over several events.");

    public static readonly Diagnostic Memory = new(
        "TF3003",
        "The guild's memory limit was reached",
        "The run took the guild's VM over its memory limit (20 MiB unless configured). The VM was dropped; the next event gets a fresh one, with an empty `ctx.store`.",
        "Keep less in `ctx.store` and in globals; work on large data in pieces.");

    public static readonly Diagnostic Allocation = new(
        "TF3004",
        "One string or table is too large",
        "A single value would need more memory than one allocation may take: a string of more than 4 MiB or a table with more than 16,384 hash entries.",
        "Build the value in pieces, or use several tables.");

    public static readonly Diagnostic ResultTooLarge = new(
        "TF3005",
        "The result is too large",
        "The returned value is larger than a result may be (1 MiB of JSON unless configured).",
        "Return less: a summary, or the key under which the rest is stored.");

    public static readonly Diagnostic TooManyTasks = new(
        "TF3006",
        "Too many tasks",
        "The guild's VM holds as many waiting tasks and timers as it may (10,000 unless configured).",
        "Start fewer tasks at once, or one task that works through a list.");

    public static readonly Diagnostic TooManyPendingRuns = new(
        "TF3007",
        "Too many pending runs",
        "The guild has as many pending runs as it may. Over HTTP (1,000 unless configured) the request is refused and may be repeated after `Retry-After` seconds; events from the queue wait in the journal (10,000) and go to the dead letters after that.",
        "Send events more slowly, or look for a template that keeps runs waiting.",
        429);

    public static readonly Diagnostic BodyTooLarge = new(
        "TF3008",
        "The request body is too large",
        "The body is larger than a request may be (1 MiB; 4 MiB where it is a template).",
        "Send less in one request.",
        413);

    public static readonly Diagnostic RateLimited = new(
        "TF3009",
        "A rate limit was reached",
        "The guild's templates called an operation more often than its rate limit allows. The message names the bucket and the seconds to wait.",
        "Call less often, or wait for the time the message names with `task.wait`. Nothing was done by the refused call.",
        429);

    public static readonly Diagnostic TooManyTemplates = new(
        "TF3010",
        "The guild has too many templates",
        Text($"A guild may have {StorageLimits.TemplatesPerGuild} templates."),
        "Delete a template that is no longer used.",
        409);

    public static readonly Diagnostic CoroutineDepth = new(
        "TF3011",
        "Coroutines resume each other too deeply",
        "A coroutine resumed a coroutine that resumed another one, more levels deep than allowed (32), or calls nest too deeply.",
        "Use a loop, or `task.spawn`, which does not nest.");

    public static readonly Diagnostic LoadedSource = new(
        "TF3012",
        "The source given to load is too large",
        "`load` takes at most 256 KiB of source.",
        "Load it in pieces.");

    public static readonly Diagnostic Depth = new(
        "TF3013",
        "A value is nested too deeply",
        "Values that cross between Lua and JSON may be nested 64 levels deep.",
        "Flatten the value.");

    public static readonly Diagnostic QueueMessageTooLarge = new(
        "TF3014",
        "The queue message is too large",
        "A queue message may have 45 KiB. The message went to the dead letters.",
        "Send less data with the event, or use the HTTP route, which takes 1 MiB.",
        413);

    public static readonly Diagnostic KvKey = new(
        "TF3015",
        "A KV key, scope or value is too long",
        Text($"A key has 1 to {StorageLimits.KvKeyLength} characters, a scope 1 to {StorageLimits.KvScopeLength}, a value at most {StorageLimits.KvValueBytes >> 10} KiB of JSON."),
        "Use a shorter key; split the value over several keys.");

    public static readonly Diagnostic ForcedStop = new(
        "TF3016",
        "The run had to be stopped by force",
        "The run passed its time limit inside an operation that cannot be interrupted. The guild's VM was dropped with it.",
        "Look for very large strings, patterns or sorts in the template.");

    public static readonly Diagnostic KvFull = new(
        "TF3017",
        "The guild's KV store is full",
        Text($"A guild may store {StorageLimits.KvRecordsPerGuild:N0} records and {StorageLimits.KvBytesPerGuild >> 20} MiB of keys and values. Nothing was written."),
        "Delete records that are no longer needed, or give them an expiry.");

    public static readonly Diagnostic GuildCpu = new(
        "TF3018",
        "The guild has used its processor time up",
        "The guild's runs and tasks together have used as much processor time as a guild may (30 seconds at once, and 30 seconds a minute from then on, unless configured). What it runs stands still until some has come back; over HTTP a new run is refused and may be repeated after `Retry-After` seconds, events wait.",
        "Look in `GET /guilds/{guild_id}/vm` for `cpu_used_ms`, and in its templates for loops, tasks that never end and events that raise each other.",
        429);

    public static readonly Diagnostic AllVms = new(
        "TF3019",
        "There is no room for another VM",
        "All VMs of the process together hold as much memory as they may (half of what the process may use, unless configured), and none is idle. Over HTTP the run is refused after 5 seconds and may be repeated after `Retry-After` seconds; events wait. A VM that wanted to grow makes way after 5 seconds and its events start again.",
        "Give the process more memory or set `Pool:MemoryBytes`; lower `Limits:MemoryBytes`; look in `GET /vms` for guilds that hold much.",
        503);

    public static readonly Diagnostic RequestRate = new(
        "TF3020",
        "Too many requests",
        "A client, or the callers of one guild's routes together, sent requests faster than a host takes them (5,000 a second a client and 200 a guild unless configured, five times as many at once). Nothing was done.",
        "Wait for the seconds of `Retry-After`, and send more slowly; events in great number go through the queue.",
        429);

    /// <summary>A sentence with figures, which are those of the code.</summary>
    private static string Text(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);
}
