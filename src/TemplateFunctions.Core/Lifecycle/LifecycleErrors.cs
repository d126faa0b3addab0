using System.Globalization;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Lifecycle;

/// <summary>The refusals and losses that the lifecycle itself decides, each naming limit, value and what was asked.</summary>
internal static class LifecycleErrors
{
    public static LifecycleError JournalFull(LifecycleLimits limits) => Of(
        LimitDiagnostics.TooManyPendingRuns, $"the guild already has {limits.JournaledRuns} runs parked or waiting, which is its limit");

    public static LifecycleError AttemptsUsedUp(LifecycleLimits limits, int attempt) => Of(
        HostDiagnostics.AttemptsExhausted, $"a run is attempted {limits.Attempts} times; attempt {attempt} was not made");

    public static LifecycleError Quarantined(GuildVmState state) => Of(
        RequestDiagnostics.Quarantined, $"the guild is in quarantine until {state.QuarantinedUntil:yyyy-MM-ddTHH:mm:ssZ}: {state.QuarantineReason}");

    public static LifecycleError MemoryLimitOutOfRange(long asked) => Of(
        RequestDiagnostics.BodyRefused, $"a guild's memory limit is {RuntimeLimits.LeastMemoryBytes} to {RuntimeLimits.MostMemoryBytes} bytes; {asked} was asked");

    public static LifecycleError QuarantineOutOfRange(TimeSpan asked) => Of(
        RequestDiagnostics.BodyRefused, $"a quarantine lasts above 0 and at most 30 days; {asked} was asked");

    public static LifecycleError VmBroke(BrokenReason reason) => reason switch
    {
        BrokenReason.MemoryLimitExceeded => Of(LimitDiagnostics.Memory, $"the guild's VM was lost: a run went over the memory limit"),
        BrokenReason.ExecutionTimeout => Of(LimitDiagnostics.ForcedStop, $"the guild's VM was lost: a run had to be stopped by force"),
        BrokenReason.PanicRecovery => Of(HostDiagnostics.ThreadLost, $"the guild's VM was lost with its thread"),
        BrokenReason.InternalError => Of(HostDiagnostics.VmNotBuilt, $"the guild's VM could not be built or failed inside the host"),
        _ => Of(HostDiagnostics.VmDestroyed, $"the guild's VM was destroyed"),
    };

    public static LifecycleError ProcessLost() => Of(
        HostDiagnostics.ThreadLost, $"the guild's VM was lost with the process that it lived in");

    public const string DiedAlone = "a run of it, running alone, took its process down";

    public static string TooManyBreaks(LifecycleLimits limits) =>
        string.Create(CultureInfo.InvariantCulture, $"its VM broke {limits.BreaksToQuarantine} times within {limits.BreakWindow.TotalSeconds:0} s");

    private static LifecycleError Of(Diagnostic diagnostic, FormattableString message) =>
        new(diagnostic.Code, message.ToString(CultureInfo.InvariantCulture));
}
