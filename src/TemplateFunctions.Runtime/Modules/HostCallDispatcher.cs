using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Interop;
using TemplateFunctions.Runtime.Native;
using TemplateFunctions.Runtime.Scheduling;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Modules;

/// <summary>
/// Runs one host function for a script. Whatever the function does, the script gets values, a wait or an error: nothing managed ever
/// passes an unmanaged frame.
/// </summary>
internal static partial class HostCallDispatcher
{
    /// <summary>Expects (function number, capability set or nil, arguments...) on the stack.</summary>
    public static int Invoke(nint L, KhronosRuntime vm)
    {
        var function = vm.Services.Modules.Functions[(int)FunctionNumber(L)];
        try
        {
            var result = function.Body(new HostCall(L, vm, function.Name));
            return result.Pending is { } pending ? Wait(L, vm, pending, function.Name) : ValuePusher.PushAnswer(L, new HostAnswer(result, null));
        }
        catch (ScriptException refusal)
        {
            return ValuePusher.PushAnswer(L, Refusal(refusal));
        }
        catch (Exception bug)
        {
            return ValuePusher.PushAnswer(L, Bug(vm, function.Name, bug));
        }
    }

    private static unsafe long FunctionNumber(nint L) => LuaNative.lua_tointegerx(L, 1, null);

    private static int Wait(nint L, KhronosRuntime vm, Task<HostReturn> pending, string name)
    {
        if (pending.IsCompleted)
        {
            return ValuePusher.PushAnswer(L, AnswerOf(vm, name, pending));
        }

        if (vm.BeginWait(L, null, returnsElapsed: false, out var thread) is { } refusal)
        {
            return ValuePusher.PushAnswer(L, new HostAnswer(default, refusal));
        }

        var number = thread.WaitNumber;
        _ = pending.ContinueWith(
            task => vm.Complete(thread, number, AnswerOf(vm, name, task)),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        LuaNative.lua_pushlightuserdata(L, vm.WaitToken);
        return 1;
    }

    private static HostAnswer AnswerOf(KhronosRuntime vm, string name, Task<HostReturn> task)
    {
        if (task.IsCompletedSuccessfully)
        {
            return new HostAnswer(task.Result, null);
        }

        return task.Exception?.InnerException switch
        {
            ScriptException refusal => Refusal(refusal),
            null => new HostAnswer(default, "the operation was cancelled [TF4014]"),
            var bug => Bug(vm, name, bug),
        };
    }

    private static HostAnswer Refusal(ScriptException refusal) => new(default, $"{refusal.Message} [{refusal.Code}]");

    private static HostAnswer Bug(KhronosRuntime vm, string name, Exception bug)
    {
        LogHostBug(vm.Services.Logger, name, vm.Guild.ToString(), bug);
        return new HostAnswer(default, $"{name}: internal error [TF5001]");
    }

    [LoggerMessage(1001, LogLevel.Error, "Host function {Function} failed for guild {Guild}")]
    private static partial void LogHostBug(ILogger logger, string function, string guild, Exception exception);
}
