namespace TemplateFunctions.Core.Lifecycle;

/// <summary>What the process and its stores know of a run when it is delivered.</summary>
public enum RunPresence
{
    /// <summary>Nothing: it starts.</summary>
    New,

    /// <summary>It runs in this process: the delivery joins it.</summary>
    Alive,

    /// <summary>A journal row holds it: the delivery adds nothing.</summary>
    Journaled,

    /// <summary>Its outcome is stored: a duplicate.</summary>
    Settled,
}

/// <summary>How a started run ended, as far as the lifecycle cares.</summary>
public enum RunEnd
{
    /// <summary>The template returned.</summary>
    Completed,

    /// <summary>The template failed or met a limit; it had its turn.</summary>
    Failed,

    /// <summary>Its VM was lost under it; it is owed another attempt.</summary>
    Lost,

    /// <summary>It ran alone, and its process died under it: it is the culprit.</summary>
    Fatal,
}

/// <summary>A failure as kept in a guild's state: the code and one sentence.</summary>
/// <param name="Code">A <c>TFnnnn</c> code.</param>
/// <param name="Message">One sentence.</param>
public sealed record LifecycleError(string Code, string Message);
