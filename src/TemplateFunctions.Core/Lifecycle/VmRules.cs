using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>What becomes of the VM: taken over, destroyed, counted as broken, put into quarantine, released.</summary>
internal static class VmRules
{
    private const int LongestVersion = 64;
    private static readonly TimeSpan LongestQuarantine = TimeSpan.FromDays(30);

    public static void Apply(LifecycleStep step, GuildOperation operation)
    {
        switch (operation)
        {
            case GuildOperation.Recover:
                Recover(step);
                break;
            case GuildOperation.Destroy:
                step.State = step.State with { State = VmState.Destroying, Reason = BrokenReason.ExplicitDestroy };
                step.Add(new GuildEffect.DestroyVm());
                break;
            case GuildOperation.Reset reset when reset.At is null || !(step.State.ResetAt >= reset.At):
                Reset(step, reset.At ?? step.Context.Now);
                break;
            case GuildOperation.Quarantine quarantine:
                Quarantine(step, quarantine);
                break;
            case GuildOperation.SetMemoryLimit limit:
                SetMemoryLimit(step, limit.Bytes);
                break;
            case GuildOperation.Reload reload:
                Reload(step, reload.TemplateVersion);
                break;
            case GuildOperation.MarkSuspect:
                step.State = step.State with { Suspect = true };
                break;
            case GuildOperation.VmBroke broke when broke.Epoch == step.State.Epoch:
                Broke(step, broke);
                break;
            case GuildOperation.DiedAlone died when died.Epoch == step.State.Epoch:
                DiedAlone(step);
                break;
            case GuildOperation.EndedAlone ended when ended.Epoch == step.State.Epoch:
                step.State = step.State with { Suspect = false };
                break;
            case GuildOperation.FenceLost lost when lost.EpochFound >= step.State.Epoch:
                step.Add(new GuildEffect.DestroyVm());
                step.TakeOver(lost.EpochFound + 1);
                break;
            default:
                break;
        }
    }

    /// <summary>A culprit: in quarantine, and a suspect still when that is over.</summary>
    public static void DiedAlone(LifecycleStep step)
    {
        step.State = step.State with { State = VmState.Broken, Reason = BrokenReason.PanicRecovery, Suspect = true };
        if (!step.IsQuarantined)
        {
            step.Quarantine(step.Limits.QuarantineFor, LifecycleErrors.DiedAlone);
        }
    }

    private static void Reload(LifecycleStep step, string version)
    {
        // The state is small whatever a store takes for a version; its end tells versions apart.
        version = version.Length <= LongestVersion ? version : version[^LongestVersion..];
        if (version != step.State.TemplateVersion)
        {
            step.State = step.State with { TemplateVersion = version };
            step.Add(new GuildEffect.ReloadTemplates(version));
        }
    }

    private static void Recover(LifecycleStep step)
    {
        if (!step.IsOwner)
        {
            step.TakeOver(step.State.Epoch + 1);
            return;
        }

        if (step.IsQuarantined)
        {
            return;
        }

        if (step.State.QuarantinedUntil is not null)
        {
            step.LiftQuarantine();
        }

        step.Recover();
    }

    private static void Reset(LifecycleStep step, DateTimeOffset at)
    {
        step.LiftQuarantine();
        step.State = step.State with
        {
            State = VmState.Destroying,
            Reason = BrokenReason.ExplicitDestroy,
            Faults = 0,
            Suspect = false,
            LastError = null,
            ResetAt = at,
        };
        step.Add(new GuildEffect.DestroyVm());
        Recover(step);
    }

    private static void Quarantine(LifecycleStep step, GuildOperation.Quarantine quarantine)
    {
        if (quarantine.For <= TimeSpan.Zero || quarantine.For > LongestQuarantine)
        {
            step.Add(new GuildEffect.Refuse(LifecycleErrors.QuarantineOutOfRange(quarantine.For)));
            return;
        }

        step.State = step.State with { State = VmState.Destroying, Reason = BrokenReason.ExplicitDestroy };
        step.Quarantine(quarantine.For, quarantine.Reason);
    }

    private static void SetMemoryLimit(LifecycleStep step, long bytes)
    {
        if (bytes is < RuntimeLimits.LeastMemoryBytes or > RuntimeLimits.MostMemoryBytes)
        {
            step.Add(new GuildEffect.Refuse(LifecycleErrors.MemoryLimitOutOfRange(bytes)));
            return;
        }

        step.State = step.State with { MemoryLimit = bytes };
        step.Add(new GuildEffect.SetVmLimit(bytes));
    }

    private static void Broke(LifecycleStep step, GuildOperation.VmBroke broke)
    {
        var at = broke.At.ToUnixTimeMilliseconds();
        var counts = broke.Reason != BrokenReason.ExplicitDestroy;
        if (counts && step.State.RecentFaults.Contains(at))
        {
            return;
        }

        step.State = step.State with { State = VmState.Broken, Reason = broke.Reason };
        step.ApplyMemoryLimit();
        if (broke.WithProcess)
        {
            step.Fail(null, LifecycleErrors.ProcessLost());
            return;
        }

        if (!counts)
        {
            return;
        }

        var oldest = at - (long)step.Limits.BreakWindow.TotalMilliseconds;
        List<long> recent = [.. step.State.RecentFaults.Where(t => t > oldest).TakeLast(step.Limits.BreaksToQuarantine - 1), at];
        step.State = step.State with { Faults = step.State.Faults + 1, RecentFaults = recent };
        step.Fail(null, LifecycleErrors.VmBroke(broke.Reason));
        if (recent.Count >= step.Limits.BreaksToQuarantine && !step.IsQuarantined)
        {
            step.Quarantine(step.Limits.QuarantineFor, LifecycleErrors.TooManyBreaks(step.Limits));
        }
    }
}
