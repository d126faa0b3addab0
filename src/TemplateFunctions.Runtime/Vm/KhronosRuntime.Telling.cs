using Microsoft.Extensions.Logging;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Scheduling;

namespace TemplateFunctions.Runtime.Vm;

/// <summary>
/// What the VM tells its host. It may do so below native frames, through which no exception can pass: a callback that throws is logged.
/// </summary>
internal sealed partial class KhronosRuntime
{
    private void TellResult(Run run, LuaVmResult result)
    {
        try
        {
            run.Sink.Settle(run.Request, result);
        }
        catch (Exception bug)
        {
            LogCallbackBug(_services.Logger, Guild.ToString(), bug);
        }
    }

    private void TellTaskError(Run run, RunError error)
    {
        try
        {
            _services.Observer.OnTaskError(Guild, run.Request.Template.Name, run.Request.RunId, error);
        }
        catch (Exception bug)
        {
            LogCallbackBug(_services.Logger, Guild.ToString(), bug);
        }
    }

    /// <summary>A primitive of the sandbox failed: a bug of ours, which its script got as an error.</summary>
    public void TellBug(Exception bug) => LogPrimitiveBug(_services.Logger, Guild.ToString(), bug);

    private void TellWaiting(LuaThread thread)
    {
        if (thread is not { Kind: ThreadKind.Main, Run.Request.Observer: { } observer })
        {
            return;
        }

        try
        {
            observer.OnWaiting(thread.WaitDue is { } due ? _services.Time.GetUtcNow() + _services.Time.GetElapsedTime(thread.WaitStarted, due) : null);
        }
        catch (Exception bug)
        {
            LogCallbackBug(_services.Logger, Guild.ToString(), bug);
        }
    }

    [LoggerMessage(1010, LogLevel.Error, "A primitive of the sandbox failed for guild {Guild}")]
    private static partial void LogPrimitiveBug(ILogger logger, string guild, Exception exception);

    [LoggerMessage(1006, LogLevel.Error, "A callback of the host failed for guild {Guild}")]
    private static partial void LogCallbackBug(ILogger logger, string guild, Exception exception);
}
