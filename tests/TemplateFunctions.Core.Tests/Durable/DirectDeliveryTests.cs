using System.Text;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Storage;

namespace TemplateFunctions.Core.Tests.Durable;

/// <summary>Events for a guild whose entity ran in this process a moment ago.</summary>
public sealed class DirectDeliveryTests
{
    private readonly DurableWorld _world = new();
    private readonly DurableProcess _here;

    public DirectDeliveryTests() => _here = new DurableProcess(_world, keepsPromises: true);

    [Fact]
    public void Consume_GuildRanHereAMomentAgo_JournalsAndRunsWithoutAMessage()
    {
        _here.Deliver(EntityRequest.Recover());
        Consume(_here).Ended();

        Assert.Empty(_world.Sent);
        Assert.Empty(_world.Outbox);
        Assert.Single(_world.Journal.Rows);
        _here.End(Assert.Single(_here.Vms.Running));
        Assert.Equal(ExecutionStatus.Done, Assert.Single(_world.Results).Value.Status);
        Assert.Empty(_world.Journal.Rows);
    }

    [Fact]
    public void Consume_RunIsNotInTheJournalYet_TheMessageIsNotDone()
    {
        var wire = new HeldWire();
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Deliver(EntityRequest.Recover());
        wire.IsHeld = true;
        var consumed = Consume(process);
        Assert.False(consumed.IsCompleted);

        wire.Release();
        process.Do(() => Task.FromResult(0));
        consumed.Ended();
        Assert.Single(_world.Journal.Rows);
    }

    [Fact]
    public void Consume_GuildWasNeverHere_GoesByMessage()
    {
        Consume(_here).Ended();
        Assert.Equal(GuildSignals.Dispatch, Assert.Single(_world.Sent).Operation);
        Assert.Empty(_here.Vms.Running);
    }

    [Fact]
    public void Consume_GuildRanHere30SecondsAgo_GoesByMessage()
    {
        _here.Deliver(EntityRequest.Recover());
        _here.Advance(TimeSpan.FromSeconds(30));
        Consume(_here).Ended();

        Assert.Equal(GuildSignals.Dispatch, Assert.Single(_world.Sent).Operation);
    }

    [Fact]
    public void Consume_GuildGetsEventsAllTheTime_StaysHere()
    {
        _here.Deliver(EntityRequest.Recover());
        for (var minute = 0; minute < 4; minute++)
        {
            _here.Advance(TimeSpan.FromSeconds(20));
            Consume(_here, $"e{minute}").Ended();
            _here.End(Assert.Single(_here.Vms.Running));
        }

        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void Consume_GuildHasLeftWithoutAWord_RunsNothingHereAndReachesItsHolder()
    {
        var there = new DurableProcess(_world, keepsPromises: true);
        _here.Deliver(EntityRequest.Recover());
        there.Deliver(EntityRequest.Recover());
        Consume(_here).Ended();
        Assert.Empty(_here.Vms.Running);

        there.Deliver(Assert.Single(_world.Sent));

        Assert.Equal((1, 2L), (Assert.Single(there.Vms.Running).Attempt, there.Vms.Running[0].Epoch));
        there.End(there.Vms.Running[0]);
        Assert.Equal(ExecutionStatus.Done, Assert.Single(_world.Results).Value.Status);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void Consume_StoreFails_TheMessageComesBackAndRunsOnce()
    {
        var wire = new FailingWire();
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Deliver(EntityRequest.Recover());
        Consume(process, "e1").Ended();
        process.End(process.Vms.Running[0]);
        wire.Fails = true;
        Assert.Throws<StorageException>(() => Consume(process).Ended());
        Assert.Empty(process.Vms.Running);
        Assert.Empty(_world.Sent);

        wire.Fails = false;
        Consume(process).Ended();

        Assert.Equal(1, Assert.Single(process.Vms.Running).Attempt);
    }

    [Fact]
    public void Consume_OneWriteFails_GoesByMessageAndRunsOnce()
    {
        var wire = new FailingWire { Only = "put " };
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Deliver(EntityRequest.Recover());
        wire.Fails = true;
        Consume(process).Ended();
        wire.Fails = false;
        Assert.Empty(process.Vms.Running);
        Assert.DoesNotContain(process.Log.Lines, line => line.Contains("could not be delivered here", StringComparison.Ordinal));

        // The row may be there all the same: until an operation of the entity has looked, every event goes through it.
        Consume(process, "e3").Ended();
        Assert.Equal(2, _world.Sent.Count);
        process.Deliver(_world.Sent[0]);

        Assert.Equal(1, Assert.Single(process.Vms.Running).Attempt);
        Assert.Single(_world.Outbox);
    }

    [Fact]
    public void Consume_MeetsABug_GoesByMessageAndTheLogSaysSo()
    {
        var wire = new FailingWire { Only = "begin ", Failure = new InvalidOperationException("A bug.") };
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Deliver(EntityRequest.Recover());
        wire.Fails = true;
        Consume(process).Ended();

        Assert.Empty(process.Vms.Running);
        Assert.Equal(GuildSignals.Dispatch, Assert.Single(_world.Sent).Operation);
        Assert.Contains(process.Log.Lines, line => line.StartsWith("Critical: Guild 42: event e2 could not be delivered here", StringComparison.Ordinal));
    }

    [Fact]
    public void Consume_ProcessStops_GoesByMessage()
    {
        _here.Deliver(EntityRequest.Recover());
        _here.Begin(async () =>
        {
            await _here.Host.StopAsync();
            return 0;
        });
        Consume(_here).Ended();

        Assert.Equal(GuildSignals.Dispatch, Assert.Single(_world.Sent).Operation);
        Assert.Empty(_here.Vms.Running);
    }

    [Fact]
    public void Consume_TheSameEventTwice_RunsOnce()
    {
        _here.Deliver(EntityRequest.Recover());
        Consume(_here).Ended();
        Consume(_here).Ended();
        _here.End(Assert.Single(_here.Vms.Running));
        Consume(_here).Ended();

        Assert.Empty(_here.Vms.Running);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void Raise_GuildIsHere_TellsTheExecutionIdOfTheRunThatItStarted()
    {
        _here.Deliver(EntityRequest.Recover());
        var answer = _here.Do(() => _here.Host.Guilds.RaiseAsync(DurableWorld.Guild, Encoding.UTF8.GetBytes("""{"id":"e9","name":"FIRST"}"""), wait: false).AsTask());
        _here.End(Assert.Single(_here.Vms.Running));

        Assert.Empty(_world.Sent);
        Assert.Equal(Assert.Single(_world.Results).Value.ExecutionId, Assert.Single(answer.Value!.Executions!).Value);
    }

    private static Task<int> Consume(DurableProcess process, string id = "e2") => process.Begin(async () =>
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"id":"{{{id}}}","guild_id":"42","event":{"name":"FIRST"}}""");
        await process.Host.Intake.ConsumeAsync(new QueueMessage("m", "p", body, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), "q");
        return 0;
    });
}
