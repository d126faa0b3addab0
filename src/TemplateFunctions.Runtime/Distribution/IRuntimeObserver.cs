using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Runtime.Distribution;

/// <summary>
/// What the runtime tells its host beside the results of runs. Called on VM threads: implementations must return at once.
/// </summary>
public interface IRuntimeObserver
{
    /// <summary>A guild's VM was lost. Fired once a VM.</summary>
    void OnBroken(GuildId guild, BrokenReason reason);

    /// <summary>
    /// A guild's VM was lost with the process that it lived in, which is not known to be the guild's doing. Told before the runs that
    /// the process had are answered.
    /// </summary>
    /// <param name="guild">The guild.</param>
    /// <param name="wasRunning">Whether its code ran in that moment.</param>
    void OnProcessLost(GuildId guild, bool wasRunning) => OnBroken(guild, BrokenReason.PanicRecovery);

    /// <summary>A task that outlived its run failed or was ended by a limit.</summary>
    void OnTaskError(GuildId guild, string template, string runId, RunError error);

    /// <summary>A guild has used some processor time; told in sums, not after every run. For whoever accounts for other processes.</summary>
    void OnCpuUsed(GuildId guild, TimeSpan used)
    {
    }
}
