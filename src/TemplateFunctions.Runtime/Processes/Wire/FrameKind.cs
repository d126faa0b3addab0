namespace TemplateFunctions.Runtime.Processes.Wire;

/// <summary>What a frame between a host and one of its VM processes says. The names tell who sends it.</summary>
internal enum FrameKind : byte
{
    /// <summary>Both ways, first: who speaks, in which version.</summary>
    Hello = 1,

    /// <summary>From the host, second: limits and modules.</summary>
    Setup,

    /// <summary>From the host: a template that later runs refer to.</summary>
    Source,

    /// <summary>From the host: a template that no later run refers to.</summary>
    ForgetSource,

    /// <summary>From the host: a run, with its event when the last one was another.</summary>
    Run,

    /// <summary>From the host: the caller of a run wants it stopped.</summary>
    Cancel,

    /// <summary>From the host: an action that is not a run.</summary>
    Ask,

    /// <summary>From the host: what a host function answered.</summary>
    Answer,

    /// <summary>From the host: is anybody there?</summary>
    Ping,

    /// <summary>From the host: answer everybody and end.</summary>
    Stop,

    /// <summary>From the worker: a run's result.</summary>
    Result,

    /// <summary>From the worker: the last thread of a run that had a result already.</summary>
    Over,

    /// <summary>From the worker: a run waits.</summary>
    Waiting,

    /// <summary>From the worker: a task failed after its run.</summary>
    TaskError,

    /// <summary>From the worker: a guild's VM was lost.</summary>
    Broken,

    /// <summary>From the worker: the answer of an <see cref="Ask"/>.</summary>
    Told,

    /// <summary>From the worker: a script calls a host function.</summary>
    Call,

    /// <summary>From the worker: the answer of a <see cref="Ping"/>.</summary>
    Pong,

    /// <summary>From the worker: a line for the operator's log.</summary>
    Log,

    /// <summary>Both ways: processor time that a guild has used where the other side cannot see it.</summary>
    Cpu,
}
