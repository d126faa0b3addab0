using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Guilds;

/// <summary>The guild under the suspicion that it has taken a process down: it learns that first, and runs alone.</summary>
internal sealed partial class GuildShell
{
    /// <summary>Whether the host has a place where a guild runs in a process of its own.</summary>
    public bool CanRunAlone => _services.Ports.LoneVms is not null;

    /// <summary>Whether a run that starts now runs in a process of its own.</summary>
    public bool RunsAlone => _state.Suspect && CanRunAlone;

    /// <summary>
    /// The VM was lost with its process. Called before the process's runs are answered: whatever is decided on the strength of those
    /// answers is decided by a guild that knows that it is a suspect.
    /// </summary>
    public void OnProcessLost(bool wasRunning)
    {
        if (wasRunning)
        {
            _suspected = true;
        }

        Startup.VmLost(BrokenReason.PanicRecovery);
        _ = ReportSoonAsync(new GuildOperation.VmBroke(BrokenReason.PanicRecovery, Hold.Epoch, _services.Now, WithProcess: true));
    }

    /// <summary>A run that its caller or the host itself has started alone has ended.</summary>
    public Task EndedAloneAsync(LuaVmResult result, long epoch, bool liftsSuspicion) =>
        IsDeath(result) ? ReportAsync(new GuildOperation.DiedAlone(epoch)) :
        liftsSuspicion && result.Kind != LuaVmResultKind.VmBroken ? ReportAsync(new GuildOperation.EndedAlone(epoch)) :
        Task.CompletedTask;

    /// <summary>In turn, before anything else is decided.</summary>
    private async Task SuspectAsync(ShellWork work)
    {
        if (!_suspected)
        {
            return;
        }

        _suspected = false;
        try
        {
            await ApplyAsync(new GuildOperation.MarkSuspect(), work);
        }
        catch
        {
            _suspected = true;
            throw;
        }
    }
}
