namespace TemplateFunctions.Core.Durable;

/// <summary>
/// The operations of a guild's entity. Names are what an engine shows and stores: they never change their meaning, because
/// messages sent by an older version of the app are still under way when a newer one starts.
/// </summary>
public static class GuildSignals
{
    /// <summary>An event for the guild's templates.</summary>
    public const string Dispatch = "dispatch";

    /// <summary>One run of one template, under an execution id that the sender has chosen.</summary>
    public const string Execute = "execute";

    /// <summary>Looks after journaled runs that are not alive, and after an ended quarantine. Sent by a timer and by holders.</summary>
    public const string Recover = "recover";

    /// <summary>Ends the VM.</summary>
    public const string Destroy = "destroy";

    /// <summary>Ends the VM, forgets its faults, lifts quarantine and suspicion.</summary>
    public const string Reset = "reset";

    /// <summary>Stops the guild until a time.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Changes the guild's memory limit.</summary>
    public const string SetMemoryLimit = "set_memory_limit";

    /// <summary>The guild's templates have changed.</summary>
    public const string Reload = "reload";

    /// <summary>The guild was running when a process died natively.</summary>
    public const string MarkSuspect = "mark_suspect";

    /// <summary>Commits what the holder has learned since the entity's last operation.</summary>
    public const string Keep = "keep";
}
