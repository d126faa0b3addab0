namespace TemplateFunctions.Runtime.Vm;

/// <summary>The life of one guild VM inside a process.</summary>
public enum VmState
{
    /// <summary>Being built; actions queue behind it.</summary>
    Initializing,

    /// <summary>Takes actions.</summary>
    Healthy,

    /// <summary>Lost for a <see cref="BrokenReason"/>; the next dispatch builds a fresh one.</summary>
    Broken,

    /// <summary>Being torn down on request.</summary>
    Destroying,
}

/// <summary>Why a VM was lost.</summary>
public enum BrokenReason
{
    /// <summary>An allocation went over the VM's memory limit.</summary>
    MemoryLimitExceeded,

    /// <summary>A run had to be stopped by force, in code that could not yield.</summary>
    ExecutionTimeout,

    /// <summary>The VM's thread was lost: a host bug or a native call that did not return.</summary>
    PanicRecovery,

    /// <summary>The VM could not be built or its host part failed.</summary>
    InternalError,

    /// <summary>Somebody asked for it: destroy, reset, eviction, shutdown.</summary>
    ExplicitDestroy,
}
