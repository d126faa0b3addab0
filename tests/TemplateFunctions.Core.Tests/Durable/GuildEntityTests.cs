using System.Text;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Events;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Durable;

public sealed class GuildEntityTests
{
    private readonly DurableWorld _world = new();

    [Theory]
    [InlineData("dispatch", "")]
    [InlineData("dispatch", "{")]
    [InlineData("dispatch", """{"message":{"guild_id":"43","event":{"name":"FIRST","id":"e"}}}""")]
    [InlineData("dispatch", """{"message":{"guild_id":"42","event":{"name":7}}}""")]
    [InlineData("execute", """{"key_event":"e","run":{}}""")]
    [InlineData("execute", """{"key_event":null,"key_template":null,"run":null}""")]
    [InlineData("quarantine", """{"until":"soon"}""")]
    [InlineData("set_memory_limit", """{"limit":1e300}""")]
    [InlineData("set_memory_limit", """{"limit":-1}""")]
    [InlineData("reload", """{"version":{}}""")]
    [InlineData("recover", "[]")]
    [InlineData("recover", "null")]
    [InlineData("no_such_operation", "{}")]
    public void Apply_WhatNobodyCanRead_IsIgnoredAndTheNextOperationWorks(string operation, string argument)
    {
        var process = new DurableProcess(_world);
        Assert.Empty(process.Deliver(new GuildSignal(operation, argument)).Signals);

        process.Deliver(Event("e1"));
        Assert.Single(process.Vms.Running);
    }

    [Fact]
    public void Apply_StateOfNobodyWeKnow_IsMadeSound()
    {
        _world.Committed = new GuildVmState { Incarnation = null!, RecentFaults = null!, Epoch = -5, LastError = new LastError(null!, null!, default), QuarantineReason = new string('x', 5_000) };
        var process = new DurableProcess(_world);
        process.Deliver(Event("e1"));

        Assert.Single(process.Vms.Running);
        Assert.InRange(GuildVmStateJson.Write(_world.Committed).Length, 1, GuildVmStateJson.MaxBytes);
    }

    [Fact]
    public void Apply_StateIsLost_TheJournalsFenceSaysWhichEpochComes()
    {
        _world.Journal.Fences[DurableWorld.Guild] = 7;
        new DurableProcess(_world).Deliver(Event("e1"));

        Assert.Equal(8, _world.Committed!.Epoch);
    }

    [Fact]
    public void Apply_GuildComesFromAnotherProcess_ItsRunsAreRecoveredAsTheNextAttempt()
    {
        var (first, second) = (new DurableProcess(_world), new DurableProcess(_world));
        first.Deliver(Event("e1"));
        Assert.Equal(1, Assert.Single(first.Vms.Running).Attempt);

        second.Deliver(new GuildSignal(GuildSignals.Recover, "{}"));

        var run = Assert.Single(second.Vms.Running);
        Assert.Equal((2, 2L), (run.Attempt, run.Epoch));
        Assert.Equal(second.Host.Incarnation, _world.Committed!.Incarnation);
    }

    [Fact]
    public void Apply_GuildComesBackToAProcessThatDidNotSeeItGo_TheOldRunsAreEndedFirst()
    {
        var (first, second) = (new DurableProcess(_world), new DurableProcess(_world));
        first.Deliver(Event("e1"));
        second.Deliver(new GuildSignal(GuildSignals.Recover, "{}"));
        first.Deliver(new GuildSignal(GuildSignals.Recover, "{}"));

        var run = Assert.Single(first.Vms.Running);
        Assert.Equal((3, 3L), (run.Attempt, run.Epoch));
    }

    [Fact]
    public void Apply_BatchIsRepeatedHere_RunsNothingTwice()
    {
        var process = new DurableProcess(_world);
        process.Deliver(Event("e1"));
        _world.Committed = null;
        process.Deliver(Event("e1"));

        Assert.Equal(1, Assert.Single(process.Vms.Running).Attempt);
    }

    [Fact]
    public void Apply_StorageFails_TheOperationComesBackAsASignal()
    {
        var wire = new FailingWire { Fails = true };
        var process = new DurableProcess(_world, wire);
        var left = Assert.Single(process.Deliver(Event("e1")).Signals);
        Assert.Equal(GuildSignals.Dispatch, left.Operation);
        Assert.Empty(process.Vms.Running);

        wire.Fails = false;
        var later = process.Begin(() => process.Host.Entity.ApplyAsync(DurableWorld.Guild, _world.Committed, left));
        Assert.False(later.IsCompleted);
        process.Advance(TimeSpan.FromMilliseconds(100));

        Assert.Empty(later.Ended().Signals);
        Assert.Equal(1, Assert.Single(process.Vms.Running).Attempt);
    }

    [Fact]
    public void Apply_ProcessStops_TheOperationGoesBack()
    {
        var process = new DurableProcess(_world);
        process.Begin(async () =>
        {
            await process.Host.StopAsync();
            return 0;
        });

        Assert.Equal(Event("e1").Operation, Assert.Single(process.Deliver(Event("e1")).Signals).Operation);
        Assert.Empty(process.Vms.Running);
    }

    [Fact]
    public void Apply_SuspectsFirstOperationFailsAndIsNotCommitted_ItIsASuspectStill()
    {
        var wire = new FailingWire { Fails = true };
        var process = new DurableProcess(_world, wire, suspects: DurableWorld.Guild);
        process.Do(() => process.Host.Entity.ApplyAsync(DurableWorld.Guild, null, EntityRequest.Recover()));
        wire.Fails = false;

        process.Deliver(EntityRequest.Recover());
        Assert.True(_world.Committed!.Suspect);

        process.Deliver(EntityRequest.Reset(_world.Clock.GetUtcNow()));
        new DurableProcess(_world).Deliver(EntityRequest.Recover());
        process.Deliver(EntityRequest.Recover());
        Assert.False(_world.Committed.Suspect);
    }

    [Fact]
    public void Apply_Reload_TheVersionIsInTheState()
    {
        new DurableProcess(_world).Deliver(new GuildSignal(GuildSignals.Reload, """{"version":"v7"}"""));
        Assert.Equal("v7", _world.Committed!.TemplateVersion);
    }

    [Fact]
    public void Apply_QuarantineThatWasDecidedBeforeAReset_IsVoid()
    {
        var process = new DurableProcess(_world);
        var now = _world.Clock.GetUtcNow();
        var quarantine = EntityRequest.Quarantine(now.AddMinutes(5), "it broke", now);
        process.Deliver(quarantine);
        Assert.True(_world.Committed!.IsQuarantinedAt(now));
        process.Deliver(EntityRequest.Reset(now.AddSeconds(1)));
        Assert.False(_world.Committed.IsQuarantinedAt(now));

        process.Deliver(quarantine);
        Assert.False(_world.Committed.IsQuarantinedAt(now));
        process.Deliver(EntityRequest.Quarantine(now.AddMinutes(5), "it broke again", now.AddSeconds(2)));
        process.Deliver(EntityRequest.Reset(now.AddSeconds(1)));
        Assert.True(_world.Committed.IsQuarantinedAt(now));
    }

    [Fact]
    public void Apply_EventInQuarantine_BecomesADeadLetterThatNamesIt()
    {
        var process = new DurableProcess(_world);
        var now = _world.Clock.GetUtcNow();
        process.Deliver(EntityRequest.Quarantine(now.AddMinutes(5), "an operator said so", now));
        process.Deliver(Event("e1"));

        var letter = Assert.Single(_world.Letters);
        Assert.Equal("TF4010", letter.ReasonCode);
        Assert.Contains("\"e1\"", Encoding.UTF8.GetString(letter.Body.Span), StringComparison.Ordinal);
        Assert.Empty(process.Vms.Running);
    }

    [Fact]
    public void Vm_BreaksTooOften_TheQuarantineIsCommittedByASignalOfItsOwn()
    {
        var process = new DurableProcess(_world);
        var limit = new LifecycleLimits().BreaksToQuarantine;
        for (var i = 0; i < limit; i++)
        {
            process.Deliver(Event($"e{i}"));
            process.Break(DurableWorld.Guild, BrokenReason.MemoryLimitExceeded);
            process.Advance(TimeSpan.FromMilliseconds(5));
        }

        Assert.False(_world.Committed!.IsQuarantinedAt(_world.Clock.GetUtcNow()));
        var signal = _world.Sent.Last(s => s.Operation == GuildSignals.Quarantine);
        new DurableProcess(_world).Deliver(signal);
        Assert.True(_world.Committed.IsQuarantinedAt(_world.Clock.GetUtcNow()));
    }

    [Fact]
    public void Intake_MalformedMessage_IsADeadLetterAndNoSignal()
    {
        Consume("{");
        Assert.Equal("TF4001", Assert.Single(_world.Letters).ReasonCode);
        Assert.Empty(_world.Sent);
    }

    [Theory]
    [InlineData("FIRST", 1)]
    [InlineData("NOBODY_WANTS_THIS", 0)]
    public void Intake_Event_IsSentWhenATemplateWantsIt(string name, int signals)
    {
        Consume($$$"""{"id":"e1","guild_id":"42","event":{"name":"{{{name}}}"}}""");
        Assert.Equal(signals, _world.Sent.Count(s => s.Operation == GuildSignals.Dispatch));
    }

    [Fact]
    public void Request_EverySignal_IsReadBackAsItWasWritten()
    {
        var now = _world.Clock.GetUtcNow();
        GuildSignal[] signals =
        [
            Event("e1"), EntityRequest.Recover(), EntityRequest.Keep(), EntityRequest.MarkSuspect(now), EntityRequest.Destroy("r"), EntityRequest.Reset(now),
            EntityRequest.Quarantine(now, "why", now), EntityRequest.SetMemoryLimit(5), EntityRequest.Reload("v"),
        ];
        Assert.All(signals, signal =>
        {
            Assert.True(EntityRequest.TryRead(DurableWorld.Guild, signal, out var request));
            Assert.Equal(signal, request.ToSignal());
        });
    }

    private void Consume(string body)
    {
        var process = new DurableProcess(_world);
        process.Do(async () =>
        {
            await process.Host.Intake.ConsumeAsync(
                new QueueMessage("m1", "r", Encoding.UTF8.GetBytes(body), 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), "template-events");
            return 0;
        });
    }

    private static GuildSignal Event(string id) => EntityRequest.Dispatch(
        new EventMessage { Guild = DurableWorld.Guild, Event = new EventRequest { Name = "FIRST", BaseName = "Test", Id = id } }, "template-events", "request");
}
