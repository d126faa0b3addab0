using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.Execution;

/// <summary>What one run came to, as callers, stores and reply queues get it. Written as JSON by <see cref="OutcomeJson"/>.</summary>
/// <param name="ExecutionId">The id under <c>/executions/{id}</c>.</param>
/// <param name="Result">The runtime's answer.</param>
/// <param name="Kind">The word for <c>error.kind</c>; null when the run succeeded.</param>
public sealed record ExecutionOutcome(string ExecutionId, LuaVmResult Result, string? Kind)
{
    /// <summary><c>error.kind</c> of a run that the host gave up without a turn, or without another one.</summary>
    public const string GivenUpKind = "given_up";

    /// <summary>Whether the template returned.</summary>
    public bool IsOk => Kind is null;

    /// <summary>The outcome of a run that had its turn.</summary>
    public static ExecutionOutcome Of(string executionId, LuaVmResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return new(executionId, result, KindOf(result.Kind));
    }

    /// <summary>The outcome of a run that was given up.</summary>
    public static ExecutionOutcome GivenUp(string executionId, string code, string message) =>
        new(executionId, new LuaVmResult { Kind = LuaVmResultKind.VmBroken, Error = new RunError(code, message) }, GivenUpKind);

    /// <summary>The failure to tell; a result without one gets the code of its kind.</summary>
    public RunError? Error => IsOk ? null : Result.Error ?? Unexplained(Result.Kind);

    private static string? KindOf(LuaVmResultKind kind) => kind switch
    {
        LuaVmResultKind.Ok => null,
        LuaVmResultKind.LuaError => "lua_error",
        LuaVmResultKind.Timeout => "timeout",
        LuaVmResultKind.MemoryLimit => "memory_limit",
        _ => "vm_broken",
    };

    private static RunError Unexplained(LuaVmResultKind kind)
    {
        var diagnostic = kind switch
        {
            LuaVmResultKind.LuaError => RunDiagnostics.LuaError,
            LuaVmResultKind.Timeout => LimitDiagnostics.RunWall,
            LuaVmResultKind.MemoryLimit => LimitDiagnostics.Memory,
            _ => HostDiagnostics.VmLost,
        };
        return new RunError(diagnostic.Code, diagnostic.Title);
    }
}
