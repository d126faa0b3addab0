using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Lifecycle;

public sealed class LifecycleRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly RunKey Run = new(new GuildId(7), "event-1", "greet");
    private static readonly LifecycleContext Here = new() { Now = Now, Incarnation = "here", Limits = new LifecycleLimits(), Slot = 2 };
    private static readonly GuildVmState Held = new() { Incarnation = "here", Epoch = 4, Slot = 2, State = VmState.Healthy };

    private static GuildOperation.Dispatch New => new(Run, 1, RunPresence.New);

    [Fact]
    public void Dispatch_GuildHeldElsewhere_TakesTheFenceAndRecoversBeforeItDecides()
    {
        var decision = GuildLifecycle.Apply(Held with { Incarnation = "gone", MemoryLimit = 5 << 20 }, New, Here);

        Assert.Equal(5, decision.State.Epoch);
        Assert.Equal("here", decision.State.Incarnation);
        Assert.Equal(
            [new GuildEffect.TakeFence(5), new GuildEffect.SetVmLimit(5 << 20), new GuildEffect.RecoverParked(5), new GuildEffect.Again(New)],
            decision.Effects);
    }

    [Fact]
    public void Dispatch_GuildHeldHere_StartsTheRunInTheGrace() => Assert.Equal(
        [new GuildEffect.StartRun(Run, 1, 4, 2, Journaled: false, Alone: false)],
        GuildLifecycle.Apply(Held, New, Here).Effects);

    [Fact]
    public void Dispatch_EightLiveRuns_ParksBeforeItStarts() => Assert.Equal(
        [new GuildEffect.ParkRun(Run, 1, 4, Started: true), new GuildEffect.StartRun(Run, 1, 4, 2, Journaled: true, Alone: false)],
        GuildLifecycle.Apply(Held, New, Here with { LiveRuns = 8, RunningRuns = 8 }).Effects);

    [Fact]
    public void Dispatch_VmFull_WaitsInTheJournal() => Assert.Equal(
        [new GuildEffect.ParkRun(Run, 1, 4, Started: false)],
        GuildLifecycle.Apply(Held, New, Here with { RunningRuns = 256 }).Effects);

    [Fact]
    public void Dispatch_JournalFull_BuriesWithTheLimit()
    {
        var letter = Assert.Single(GuildLifecycle.Apply(Held, New, Here with { JournaledRuns = 10_000 }).Effects.OfType<GuildEffect.DeadLetter>());

        Assert.Equal(LimitDiagnostics.TooManyPendingRuns.Code, letter.Error.Code);
        Assert.Contains("10000", letter.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Dispatch_SixthAttempt_IsBuriedWithAnOutcome()
    {
        var decision = GuildLifecycle.Apply(Held, New with { Attempt = 6 }, Here);

        Assert.Equal(HostDiagnostics.AttemptsExhausted.Code, Assert.IsType<GuildEffect.DeadLetter>(decision.Effects[0]).Error.Code);
        Assert.Equal(HostDiagnostics.AttemptsExhausted.Code, Assert.IsType<GuildEffect.RecordError>(decision.Effects[1]).Error.Code);
        Assert.Equal(HostDiagnostics.AttemptsExhausted.Code, Assert.IsType<GuildEffect.StoreOutcome>(decision.Effects[2]).Instead?.Code);
        Assert.Equal(HostDiagnostics.AttemptsExhausted.Code, decision.State.LastError?.Code);
    }

    [Fact]
    public void VmBroke_FiveTimesInAMinute_QuarantinesUntilReset()
    {
        var state = Held;
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(state.QuarantinedUntil);
            state = GuildLifecycle.Apply(state, new GuildOperation.VmBroke(BrokenReason.MemoryLimitExceeded, 4, Now.AddSeconds(i * 10)), Here).State;
        }

        Assert.Equal(Now.AddMinutes(10), state.QuarantinedUntil);
        var letter = GuildLifecycle.Apply(state, New, Here).Effects.OfType<GuildEffect.DeadLetter>().Single();
        Assert.Equal(RequestDiagnostics.Quarantined.Code, letter.Error.Code);
        Assert.Equal(state.QuarantinedUntil, letter.ReleaseAt);

        var reset = GuildLifecycle.Apply(state, new GuildOperation.Reset(), Here);
        Assert.Null(reset.State.QuarantinedUntil);
        Assert.Equal(0, reset.State.Faults);
        Assert.Contains(new GuildEffect.DestroyVm(), reset.Effects);
        Assert.Contains(GuildLifecycle.Apply(reset.State, New, Here).Effects, e => e is GuildEffect.StartRun);
    }

    [Fact]
    public void VmBroke_SlowlyOrOnPurpose_DoesNotQuarantine()
    {
        var state = Held;
        for (var i = 0; i < 20; i++)
        {
            state = GuildLifecycle.Apply(state, new GuildOperation.VmBroke(BrokenReason.PanicRecovery, 4, Now.AddSeconds(i * 16)), Here).State;
            state = GuildLifecycle.Apply(state, new GuildOperation.VmBroke(BrokenReason.ExplicitDestroy, 4, Now.AddSeconds(i * 16)), Here).State;
        }

        Assert.Null(state.QuarantinedUntil);
        Assert.Equal(20, state.Faults);
    }

    [Fact]
    public void VmBroke_ToldTwiceOrByAnOlderEpoch_CountsOnce()
    {
        var broke = new GuildOperation.VmBroke(BrokenReason.ExecutionTimeout, 4, Now);
        var once = GuildLifecycle.Apply(Held, broke, Here).State;

        Assert.Equal(once, GuildLifecycle.Apply(once, broke, Here).State);
        Assert.Equal(once, GuildLifecycle.Apply(once, broke with { Epoch = 3, At = Now.AddSeconds(1) }, Here).State);
    }

    [Fact]
    public void Dispatch_QuarantineOver_RecoversAndDecidesAgain()
    {
        var decision = GuildLifecycle.Apply(Held with { QuarantinedUntil = Now, QuarantineReason = "x" }, New, Here);

        Assert.Null(decision.State.QuarantinedUntil);
        Assert.Equal([new GuildEffect.RecoverParked(4), new GuildEffect.Again(New)], decision.Effects);
    }

    [Fact]
    public void RunSettled_Lost_IsJournaledBeforeItsNextAttempt()
    {
        var lost = new GuildOperation.RunSettled(Run, 4, 1, RunEnd.Lost, RunPresence.New, null);

        Assert.Equal(
            [new GuildEffect.ParkRun(Run, 2, 4, Started: true), new GuildEffect.StartRun(Run, 2, 4, 2, Journaled: true, Alone: false)],
            GuildLifecycle.Apply(Held, lost, Here).Effects);
        Assert.Empty(GuildLifecycle.Apply(Held, lost with { JournaledAttempt = 2 }, Here).Effects);
        Assert.Empty(GuildLifecycle.Apply(Held, lost with { Epoch = 3 }, Here).Effects);
    }

    [Fact]
    public void RunSettled_Failed_TellsTheErrorThenStoresTheOutcomeThenTheRowGoesAndTheNextStarts()
    {
        var failed = new GuildOperation.RunSettled(Run, 4, 1, RunEnd.Failed, RunPresence.Journaled, 1, new LifecycleError("TF2001", "boom"));
        var decision = GuildLifecycle.Apply(Held, failed, Here with { WaitingRuns = 3 });

        Assert.Equal(
            [
                new GuildEffect.RecordError(Run, new LifecycleError("TF2001", "boom")),
                new GuildEffect.StoreOutcome(Run, 1, 4),
                new GuildEffect.DeleteRow(Run, 4),
                new GuildEffect.StartNextParked(4),
            ],
            decision.Effects);
        Assert.Equal(1, decision.State.Executions);
    }

    [Fact]
    public void Suspect_RunsOneAtATimeAlone_AndADeathAloneQuarantines()
    {
        var suspect = GuildLifecycle.Apply(Held, new GuildOperation.MarkSuspect(), Here).State;

        Assert.True(Assert.IsType<GuildEffect.StartRun>(GuildLifecycle.Apply(suspect, New, Here).Effects[0]).Alone);
        Assert.Equal([new GuildEffect.ParkRun(Run, 1, 4, Started: false)], GuildLifecycle.Apply(suspect, New, Here with { RunningRuns = 1 }).Effects);
        Assert.False(GuildLifecycle.Apply(suspect, new GuildOperation.RunSettled(Run, 4, 1, RunEnd.Completed, RunPresence.New, null), Here).State.Suspect);
        Assert.Equal(Now.AddMinutes(10), GuildLifecycle.Apply(suspect, new GuildOperation.DiedAlone(4), Here).State.QuarantinedUntil);
        Assert.False(GuildLifecycle.Apply(suspect, new GuildOperation.EndedAlone(4), Here).State.Suspect);
        Assert.Equal(suspect, GuildLifecycle.Apply(suspect, new GuildOperation.DiedAlone(3), Here).State);
        Assert.Equal(suspect, GuildLifecycle.Apply(suspect, new GuildOperation.EndedAlone(3), Here).State);
    }

    [Fact]
    public void Reset_WhileRunsRun_EndsTheVmAndLiftsQuarantineAndSuspicion()
    {
        var decision = GuildLifecycle.Apply(
            Held with { Suspect = true, Faults = 3, QuarantinedUntil = Now.AddMinutes(5), QuarantineReason = "x" }, new GuildOperation.Reset(), Here with { LiveRuns = 2, RunningRuns = 3 });

        Assert.Equal((false, 0, null, VmState.Destroying), (decision.State.Suspect, decision.State.Faults, decision.State.QuarantinedUntil, decision.State.State));
        Assert.Contains(new GuildEffect.DestroyVm(), decision.Effects);
        Assert.Contains(new GuildEffect.RecoverParked(4), decision.Effects);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(2)]
    public void Settled_RunThatDiedAlone_IsBuriedWithTheQuarantineItBegins(int? journaled)
    {
        var suspect = Held with { Suspect = true };

        var decision = GuildLifecycle.Apply(
            suspect, new GuildOperation.RunSettled(Run, 4, 2, RunEnd.Fatal, RunPresence.New, journaled, new LifecycleError("TF5006", "lost")), Here);

        var until = Now.AddMinutes(10);
        Assert.Equal((until, "a run of it, running alone, took its process down", true), (decision.State.QuarantinedUntil, decision.State.QuarantineReason, decision.State.Suspect));
        var error = new LifecycleError(RequestDiagnostics.Quarantined.Code, "the guild is in quarantine until 2026-01-01T00:10:00Z: a run of it, running alone, took its process down");
        Assert.Equal(
            [
                new GuildEffect.DestroyVm(),
                new GuildEffect.WakeAt(until),
                new GuildEffect.DeadLetter(Run, 3, error, until),
                new GuildEffect.RecordError(Run, error),
                new GuildEffect.StoreOutcome(Run, 3, 4, error),
                new GuildEffect.DeleteRow(Run, 4),
            ],
            decision.Effects);
    }

    [Fact]
    public void Culprit_AfterItsQuarantine_StillRunsAlone()
    {
        var released = Held with { Suspect = true, QuarantinedUntil = Now.AddMinutes(-1), QuarantineReason = "x" };

        var lifted = GuildLifecycle.Apply(released, New, Here).State;

        Assert.Null(lifted.QuarantinedUntil);
        Assert.True(Assert.IsType<GuildEffect.StartRun>(GuildLifecycle.Apply(lifted, New, Here).Effects[0]).Alone);
        Assert.False(GuildLifecycle.Apply(lifted, new GuildOperation.Reset(), Here).State.Suspect);
    }

    /// <summary>Guilds that share a process share its fate, but nobody's quarantine may follow from what another did.</summary>
    [Fact]
    public void VmBroke_WithItsProcess_IsHeldAgainstNobody()
    {
        var state = Held;
        for (var i = 0; i < 10; i++)
        {
            state = GuildLifecycle.Apply(state, new GuildOperation.VmBroke(BrokenReason.PanicRecovery, 4, Now.AddMilliseconds(i), WithProcess: true), Here).State;
        }

        Assert.Equal((null, 0, VmState.Broken, HostDiagnostics.ThreadLost.Code), (state.QuarantinedUntil, state.Faults, state.State, state.LastError?.Code));
        Assert.Empty(state.RecentFaults);
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1 << 20) - 1)]
    [InlineData(long.MaxValue)]
    public void SetMemoryLimit_OutOfRange_IsRefusedAndChangesNothing(long bytes)
    {
        var decision = GuildLifecycle.Apply(Held, new GuildOperation.SetMemoryLimit(bytes), Here);

        Assert.Equal(Held, decision.State);
        Assert.Equal("TF4002", Assert.IsType<GuildEffect.Refuse>(Assert.Single(decision.Effects)).Error.Code);
    }

    [Fact]
    public void Reload_SameVersion_DoesNothing()
    {
        var loaded = GuildLifecycle.Apply(Held, new GuildOperation.Reload("v2"), Here);

        Assert.Equal([new GuildEffect.ReloadTemplates("v2")], loaded.Effects);
        Assert.Empty(GuildLifecycle.Apply(loaded.State, new GuildOperation.Reload("v2"), Here).Effects);
    }

    [Fact]
    public void FenceLost_NewerEpochFound_TakesTheNextOne()
    {
        var decision = GuildLifecycle.Apply(Held, new GuildOperation.FenceLost(9), Here);

        Assert.Equal(10, decision.State.Epoch);
        Assert.Equal([new GuildEffect.DestroyVm(), new GuildEffect.TakeFence(10), new GuildEffect.RecoverParked(10)], decision.Effects);
    }
}
