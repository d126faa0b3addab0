namespace TemplateFunctions.Core.Diagnostics;

/// <summary>TF5xxx: the host and its storage. What the author of a template did not cause.</summary>
public static class HostDiagnostics
{
    public static readonly Diagnostic Internal = new(
        "TF5001",
        "Internal error",
        "The host has a bug. The log of the host has the details under the execution id.",
        "Report it with the execution id. Sending the event again may work.",
        500);

    public static readonly Diagnostic StorageUnavailable = new(
        "TF5002",
        "Storage is not available",
        "The store did not answer or refused the operation. The host's log has the details; queue messages come back.",
        "Try again later, with the same event id or idempotency key; the operator should look at the storage account or the data directory.",
        503);

    public static readonly Diagnostic ShuttingDown = new(
        "TF5003",
        "The host is shutting down",
        "New work is refused while running templates finish.",
        "Try again; another instance or the restarted one will answer.",
        503);

    public static readonly Diagnostic VmLost = new(
        "TF5004",
        "The guild's VM was lost under the run",
        "Another run of the guild took the VM over its memory limit or had to be stopped by force. This run did nothing wrong. Runs fed by the queue start again with `attempt` + 1.",
        "Send the event again. The guild's errors name the template that broke the VM.");

    public static readonly Diagnostic VmDestroyed = new(
        "TF5005",
        "The guild's VM was destroyed",
        "Somebody destroyed or reset the guild's VM, or the process stopped, while the run was under way.",
        "Send the event again.");

    public static readonly Diagnostic ThreadLost = new(
        "TF5006",
        "The VM's thread was lost",
        "The thread that ran the guild's VM met a host bug or a native call that did not return. The guild continues on another thread.",
        "Send the event again. The operator should recycle the process when its health says degraded.");

    public static readonly Diagnostic VmNotBuilt = new(
        "TF5007",
        "The guild's VM could not be built",
        "The process is out of memory or its native Lua library does not work.",
        "The operator should look at the log of the host and its memory.",
        503);

    public static readonly Diagnostic StaleEpoch = new(
        "TF5010",
        "The guild has moved to another process",
        "The process that made this write no longer owns the guild. The write was refused.",
        "Nothing needs to be done: the run is repeated by the guild's new owner.");

    public static readonly Diagnostic AttemptsExhausted = new(
        "TF5011",
        "The event was given up",
        "The event was started five times and the host failed each time before the run ended. It went to the dead letters.",
        "Look at the guild's errors, then replay the dead letter.");

    public static readonly Diagnostic LuaTooOld = new(
        "TF5012",
        "The native Lua library is too old",
        "The loaded Lua library has published memory-safety errors. The host did not start.",
        "Restore the packages that the project names: KeraLua 1.4.11 or newer.");
}
