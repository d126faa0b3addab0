using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Execution;

/// <summary>How a run ended.</summary>
public enum LuaVmResultKind
{
    /// <summary>The entry chunk returned; <see cref="LuaVmResult.ResultJson"/> holds its value.</summary>
    Ok,

    /// <summary>The template raised an error, did not compile, or returned something that has no JSON form.</summary>
    LuaError,

    /// <summary>The wall or CPU limit of the run was reached.</summary>
    Timeout,

    /// <summary>The run took the guild's VM over its memory limit; the VM is gone.</summary>
    MemoryLimit,

    /// <summary>The run did nothing wrong, its VM was lost under it: another run broke it, its thread was lost, it was destroyed or the process stops.</summary>
    VmBroken,
}

/// <summary>The one result that every accepted run gets.</summary>
public sealed record LuaVmResult
{
    /// <summary>How the run ended.</summary>
    public required LuaVmResultKind Kind { get; init; }

    /// <summary>UTF-8 JSON of the returned value, at most the result limit; <c>null</c> unless <see cref="Kind"/> is Ok.</summary>
    public ReadOnlyMemory<byte> ResultJson { get; init; }

    /// <summary>What went wrong; null when <see cref="Kind"/> is Ok.</summary>
    public RunError? Error { get; init; }

    /// <summary>Why the VM was lost; only with VmBroken, MemoryLimit, or a Timeout that had to be forced.</summary>
    public BrokenReason? BrokenReason { get; init; }

    /// <summary>What the template printed, one entry a call, capped.</summary>
    public IReadOnlyList<string> Logs { get; internal set; } = [];

    /// <summary>Wall time from acceptance by the VM thread to the result, waiting included.</summary>
    public TimeSpan Duration { get; internal set; }

    /// <summary>Time the run held its VM thread.</summary>
    public TimeSpan Cpu { get; internal set; }

    /// <summary>Bytes the guild's VM held when the run ended.</summary>
    public long MemoryBytes { get; internal set; }

    /// <summary>Threads of the run go on: its end is told later, by <see cref="IRunLifetime"/>.</summary>
    internal bool ThreadsRemain { get; set; }
}

/// <summary>A template's failure, told to the person who can act on it: its author.</summary>
/// <param name="Code">A <c>TFnnnn</c> code with a page in the diagnostics documentation.</param>
/// <param name="Message">One sentence; positions are the author's own files and lines.</param>
public sealed record RunError(string Code, string Message)
{
    /// <summary>Path of the template's file, when known.</summary>
    public string? File { get; init; }

    /// <summary>1-based line in <see cref="File"/>, when known.</summary>
    public int? Line { get; init; }

    /// <summary>The five source lines around <see cref="Line"/> with a marker, when known.</summary>
    public string? Frame { get; init; }

    /// <summary>The Lua traceback in the author's own names and lines, when there was one.</summary>
    public string? Traceback { get; init; }
}
