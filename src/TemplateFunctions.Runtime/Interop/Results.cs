using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Interop;

/// <summary>Makes the results of runs. Figures (time, memory, log) are filled in where the run is settled.</summary>
internal static class Results
{
    public static LuaVmResult FromValues(KhronosRuntime vm, Run run, nint at, int first, int count)
    {
        var buffer = JsonBuffer.Rent(vm.Services.Limits.ResultBytes);
        var refusal = WriteValues(vm, at, first, count, buffer);
        if (refusal is null && buffer.Overflow)
        {
            refusal = new JsonRefusal("result", "the value is too large as JSON", "TF3005");
        }

        var json = refusal is null ? buffer.Written.ToArray() : [];
        buffer.Return();
        if (refusal is null)
        {
            return new LuaVmResult { Kind = LuaVmResultKind.Ok, ResultJson = json };
        }

        var limit = refusal.Code == "TF3005" ? $" (a run may return {vm.Services.Limits.ResultBytes} bytes)" : "";
        return Failed(new RunError(refusal.Code, $"{refusal}{limit}") { File = run.Request.Template.EntryPath }, 0);
    }

    public static LuaVmResult Failed(RunError error, long memory) => new() { Kind = LuaVmResultKind.LuaError, Error = error, MemoryBytes = memory };

    public static LuaVmResult TimedOut(KhronosRuntime vm, Run run, int reason, bool forced)
    {
        var limits = vm.Services.Limits;
        var error = reason == KillReasons.Cpu
            ? new RunError("TF3002", $"The run used more than {limits.RunCpu.TotalSeconds:0.###} s of processor time (limit run_cpu).")
            : reason == KillReasons.CannotYield
            ? new RunError("TF3002", "The run held its thread for more than 0.4 s of processor time in code that cannot be interrupted (part of limit run_cpu): a __close that coroutine.close runs, or a metamethod called from native code.")
            : new RunError("TF3001", $"The run took longer than {limits.RunWall.TotalSeconds:0.###} s (limit run_wall).");
        return new LuaVmResult
        {
            Kind = LuaVmResultKind.Timeout,
            BrokenReason = forced ? BrokenReason.ExecutionTimeout : null,
            Error = ErrorReader.Placed(run.Request.Template, error with { Traceback = run.Main is { Status: not ThreadStatus.Done } main ? Trace(main) : null }),
        };
    }

    public static LuaVmResult OutOfMemory(KhronosRuntime vm, long limit) => new()
    {
        Kind = LuaVmResultKind.MemoryLimit,
        BrokenReason = BrokenReason.MemoryLimitExceeded,
        Error = vm.IsStarved
            ? new RunError("TF3019", $"The guild's VM wanted to grow and all VMs of the process together hold the {vm.Services.Memory.Limit} bytes that they may (limit Pool:MemoryBytes).")
            : new RunError("TF3003", $"The guild's VM went over its memory limit of {limit} bytes (limit memory_bytes) while this run was on it."),
    };

    public static LuaVmResult Broken(BrokenReason reason) => new()
    {
        Kind = LuaVmResultKind.VmBroken,
        BrokenReason = reason,
        Error = reason switch
        {
            BrokenReason.ExplicitDestroy => new RunError("TF5005", "The guild's VM was destroyed while the run was on it."),
            BrokenReason.PanicRecovery => new RunError("TF5006", "The VM's thread was lost while the run was on it."),
            _ => new RunError("TF5004", "The guild's VM was lost under the run; another run broke it."),
        },
    };

    public static LuaVmResult Unbuilt() => new()
    {
        Kind = LuaVmResultKind.VmBroken,
        BrokenReason = BrokenReason.InternalError,
        Error = new RunError("TF5007", "The guild's VM could not be built."),
    };

    public static LuaVmResult NoRoom(long limit, TimeSpan waited) => new()
    {
        Kind = LuaVmResultKind.VmBroken,
        Error = new RunError("TF3019", $"All VMs of the process together hold the {limit} bytes that they may (limit Pool:MemoryBytes), and in {waited.TotalSeconds:0.###} s none became idle: there was no room for the guild's VM."),
    };

    public static LuaVmResult Cancelled() => new()
    {
        Kind = LuaVmResultKind.VmBroken,
        Error = new RunError("TF4014", "The run was cancelled by its caller."),
    };

    public static RunError EventTooLarge(long limit) => new("TF3003", $"The event does not fit into the guild's VM (memory limit {limit} bytes).");

    private static string? Trace(LuaThread main) => StackReader.Traceback(main.State) is { Length: > 0 } text ? text : null;

    /// <summary>No value is null, one is itself, several are a list.</summary>
    private static JsonRefusal? WriteValues(KhronosRuntime vm, nint at, int first, int count, JsonBuffer buffer)
    {
        if (count == 0)
        {
            buffer.Raw("null"u8);
            return null;
        }

        if (count == 1)
        {
            return new LuaJsonWriter(at, vm, buffer).Write(first, "result");
        }

        buffer.Byte((byte)'[');
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
            {
                buffer.Byte((byte)',');
            }

            if (new LuaJsonWriter(at, vm, buffer).Write(first + i, $"result[{i + 1}]") is { } refusal)
            {
                return refusal;
            }
        }

        buffer.Byte((byte)']');
        return null;
    }
}
