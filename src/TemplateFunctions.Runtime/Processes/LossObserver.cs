using TemplateFunctions.Runtime.Distribution;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Processes;

/// <summary>Passes on what happens to guilds that run alone, but not that their process ends when they are done: nothing was lost then.</summary>
internal sealed class LossObserver(IRuntimeObserver observer) : IRuntimeObserver
{
    public void OnBroken(GuildId guild, BrokenReason reason)
    {
        if (reason != BrokenReason.ExplicitDestroy)
        {
            observer.OnBroken(guild, reason);
        }
    }

    public void OnProcessLost(GuildId guild, bool wasRunning) => observer.OnProcessLost(guild, wasRunning);

    public void OnTaskError(GuildId guild, string template, string runId, RunError error) => observer.OnTaskError(guild, template, runId, error);
}
