using System.Text;
using TemplateFunctions.Core.Diagnostics;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Storage;
using TemplateFunctions.Core.Tests.Simulation;

namespace TemplateFunctions.Core.Tests.Durable;

/// <summary>A message that an engine loses with the process that handles it comes again until it is done.</summary>
public sealed class OutboxTests
{
    private readonly DurableWorld _world = new();
    private readonly DurableProcess _process;

    public OutboxTests() => _process = new DurableProcess(_world, keepsPromises: true);

    [Fact]
    public void Raise_Event_IsPromisedBeforeItIsSentAndDoneWhenItsRunIsJournaled()
    {
        Raise();
        var row = Assert.Single(_world.Outbox);
        var sent = Assert.Single(_world.Sent);
        Assert.Equal((GuildSignals.Dispatch, DurableWorld.Guild), (row.Operation, row.Guild));
        Assert.Contains(row.Id, sent.Argument, StringComparison.Ordinal);

        _process.Deliver(sent);

        Assert.Single(_world.Journal.Rows);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void Raise_StoreRefusesThePromise_NothingIsSent()
    {
        var wire = new FailingWire();
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        wire.Fails = true;

        Assert.IsType<StorageException>(process.Begin(() => RaiseAsync(process)).Exception!.InnerException);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void Recover_MessageLostWithItsProcess_IsSentAgainAfter20SecondsAndRunsOnce()
    {
        Raise();
        _world.Sent.Clear();
        Recover(TimeSpan.FromSeconds(19));
        Assert.Empty(_world.Sent);

        Recover(TimeSpan.FromSeconds(1));
        _process.Deliver(Assert.Single(_world.Sent));

        Assert.Equal(1, Assert.Single(_process.Vms.Running).Attempt);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void Recover_MessageThatWasOnlyLate_RunsOnce()
    {
        Raise();
        Recover(TimeSpan.FromSeconds(20));
        Assert.Equal(2, _world.Sent.Count);

        _world.Sent.ForEach(sent => _process.Deliver(sent));

        Assert.Equal(1, Assert.Single(_process.Vms.Running).Attempt);
    }

    [Fact]
    public void Recover_MessageThatIsNeverDone_ComesMoreAndMoreSeldomAndEndsAsADeadLetter()
    {
        Raise();
        List<TimeSpan> times = [];
        var begun = _world.Clock.GetUtcNow();
        while (_world.Outbox.Count > 0)
        {
            _world.Sent.Clear();
            Recover(TimeSpan.FromSeconds(20));
            if (_world.Sent.Count > 0)
            {
                times.Add(_world.Clock.GetUtcNow() - begun);
            }
        }

        Assert.Equal([20, 80, 260, 800, 2420, 7280, 21860], times.Select(time => (int)time.TotalSeconds));
        var letter = Assert.Single(_world.Letters);
        Assert.Equal((HostDiagnostics.AttemptsExhausted.Code, 8), (letter.ReasonCode, letter.Attempts));
        Assert.Contains("\"e1\"", Encoding.UTF8.GetString(letter.Body.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Deliver_OperationOnTheStateAlone_IsDoneOnceTheStateIsCommitted()
    {
        var reset = EntityRequest.NameRow(EntityRequest.Reset(_world.Clock.GetUtcNow()), "r1");
        _world.Outbox.Add(new OutboxRow { Id = "r1", Guild = DurableWorld.Guild, Operation = reset.Operation, Argument = default, Due = default });

        var left = Assert.Single(_process.Deliver(reset).Signals);
        Assert.Single(_world.Outbox);
        Assert.Empty(_process.Deliver(left).Signals);

        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void Deliver_OperationThatIsPutOff_KeepsItsPromise()
    {
        var wire = new FailingWire();
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Do(() => RaiseAsync(process));
        wire.Fails = true;

        var left = Assert.Single(process.Deliver(Assert.Single(_world.Sent)).Signals);

        Assert.Contains(Assert.Single(_world.Outbox).Id, left.Argument, StringComparison.Ordinal);
    }

    [Fact]
    public void Deliver_EventsOfOneBatch_WaitForTheStorageTogether()
    {
        var wire = new HeldWire();
        var process = Holder(wire);
        wire.IsHeld = true;
        wire.Asked.Clear();
        Assert.Empty(process.Deliver(_world.Sent[0]).Signals);
        Assert.Empty(process.Deliver(_world.Sent[1]).Signals);

        // A request each, and neither is answered.
        Assert.Equal(2, wire.Asked.Count);
        Assert.Equal(2, _world.Outbox.Count);
        Assert.Empty(process.Vms.Running);

        wire.Release();
        process.Do(() => Task.FromResult(0));

        Assert.Equal(2, process.Vms.Running.Count);
        Assert.Empty(_world.Outbox);
    }

    [Fact]
    public void Deliver_StoreFailsBehindTheOperation_TheMessageIsSentAgainAtOnceAndStaysPromised()
    {
        var wire = new FailingWire();
        var process = Holder(wire);
        _world.Sent.RemoveAt(1);
        wire.Fails = true;
        Assert.Empty(process.Deliver(_world.Sent[0]).Signals);

        Assert.True(EntityRequest.TryRead(DurableWorld.Guild, _world.Sent[1], out var again));
        Assert.Equal((GuildSignals.Dispatch, 1), (again.Operation, again.Tries));
        Assert.Contains(_world.Outbox, row => row.Id == again.Row);

        wire.Fails = false;
        process.Begin(() => process.Host.Entity.ApplyAsync(DurableWorld.Guild, _world.Committed, _world.Sent[1]));
        process.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(1, Assert.Single(process.Vms.Running).Attempt);
        Assert.DoesNotContain(_world.Outbox, row => row.Id == again.Row);
    }

    [Fact]
    public void Remind_RecoverAndKeep_NeedNoPromise()
    {
        Raise();
        _process.Deliver(_world.Sent[0]);
        _world.Sent.Clear();

        Recover(TimeSpan.FromSeconds(20));

        Assert.Equal(GuildSignals.Recover, Assert.Single(_world.Sent).Operation);
        Assert.Empty(_world.Outbox);
    }

    /// <summary>A process that holds the guild, and two events that were sent to it before.</summary>
    private DurableProcess Holder(IWire wire)
    {
        var process = new DurableProcess(_world, wire, keepsPromises: true);
        process.Do(() => RaiseAsync(process));
        process.Do(() => RaiseAsync(process, "e2"));
        process.Deliver(EntityRequest.Recover());
        return process;
    }

    private void Raise() => _process.Do(() => RaiseAsync(_process));

    private static async Task<int> RaiseAsync(DurableProcess process, string id = "e1")
    {
        var body = Encoding.UTF8.GetBytes($$$"""{"id":"{{{id}}}","guild_id":"42","event":{"name":"FIRST"}}""");
        await process.Host.Intake.ConsumeAsync(new QueueMessage("m", "p", body, 1, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch), "q");
        return 0;
    }

    private void Recover(TimeSpan later)
    {
        _world.Clock.Advance(later);
        _process.Do(async () =>
        {
            await _process.Host.RecoverAsync();
            return 0;
        });
    }
}
