using System.Text.Json;
using TemplateFunctions.Core.Durable;
using TemplateFunctions.Core.Execution;
using TemplateFunctions.Core.Lifecycle;

namespace TemplateFunctions.Core.Tests.Durable;

public sealed class DurableExecuteTests
{
    private static readonly GuildSignal Recover = new(GuildSignals.Recover, "{}");

    private readonly DurableWorld _world = new();
    private readonly DurableProcess _here;

    public DurableExecuteTests() => _here = new DurableProcess(_world);

    [Fact]
    public void Execute_GuildRanHereAMomentAgo_RunsAtOnceWithoutAMessage()
    {
        _here.Deliver(Recover);
        _here.Advance(TimeSpan.FromSeconds(14));
        var answer = Execute(_here);
        _here.End(Assert.Single(_here.Vms.Running));

        Assert.Equal("ok", Status(answer.Ended()));
        Assert.Empty(_world.Sent);
        Assert.Empty(_world.Results);
    }

    [Fact]
    public void Execute_GuildIsExecutedAllTheTime_StaysHereAndIsCommittedEveryFiveMinutes()
    {
        var wire = new FailingWire();
        var process = new DurableProcess(_world, wire);
        process.Deliver(Recover);
        for (var quarter = 1; quarter < 20; quarter++)
        {
            process.Advance(TimeSpan.FromSeconds(15));
            wire.Asked.Clear();
            Execute(process);
            Execute(process);
            Assert.Equal(["take fence 1"], wire.Asked.Where(asked => asked.StartsWith("take fence", StringComparison.Ordinal)));
            process.End(process.Vms.Running[0]);
            process.End(process.Vms.Running[0]);
        }

        Assert.Empty(_world.Sent);
        process.Advance(TimeSpan.FromSeconds(15));
        Execute(process);

        Assert.Equal(GuildSignals.Keep, Assert.Single(_world.Sent).Operation);
        Assert.Empty(_world.Results);
    }

    [Fact]
    public void Execute_FenceCouldNotBeRead_GoesByMessageAfter30Seconds()
    {
        var wire = new FailingWire { Only = "take fence" };
        var process = new DurableProcess(_world, wire);
        process.Deliver(Recover);
        wire.Fails = true;
        process.Advance(TimeSpan.FromSeconds(20));
        process.End(Run(process));
        process.Advance(TimeSpan.FromSeconds(10));
        Execute(process);

        Assert.Equal(GuildSignals.Execute, Assert.Single(_world.Sent).Operation);
    }

    [Fact]
    public void Execute_FenceIsAnothers_NothingRunsHereAnyMore()
    {
        _here.Deliver(Recover);
        new DurableProcess(_world).Deliver(Recover);
        Execute(_here);
        Assert.Single(_here.Vms.Running);
        _here.Advance(TimeSpan.FromSeconds(15));
        Execute(_here);
        Execute(_here);

        Assert.Equal([GuildSignals.Execute, GuildSignals.Execute], _world.Sent.Select(signal => signal.Operation));
        Assert.Empty(_here.Vms.Running);
    }

    private static TemplateFunctions.Core.Tests.Simulation.ModelRun Run(DurableProcess process)
    {
        Execute(process);
        return Assert.Single(process.Vms.Running);
    }

    [Fact]
    public void Execute_GuildRanHere30SecondsAgo_GoesByMessage()
    {
        _here.Deliver(Recover);
        _here.Advance(TimeSpan.FromSeconds(30));
        Execute(_here);

        Assert.Equal(GuildSignals.Execute, Assert.Single(_world.Sent).Operation);
        Assert.Empty(_here.Vms.Running);
    }

    [Fact]
    public void Execute_GuildIsElsewhere_AnswersTheOutcomeStoredThere()
    {
        var there = new DurableProcess(_world);
        var answer = Execute(_here);
        there.Deliver(Assert.Single(_world.Sent));
        there.End(Assert.Single(there.Vms.Running));
        Assert.False(answer.IsCompleted);

        _here.Advance(TimeSpan.FromMilliseconds(25));

        Assert.Equal("ok", Status(answer.Ended()));
        Assert.Equal(_world.Results.Values.Single().ExecutionId, answer.Ended().Value.ExecutionId);
        Assert.Empty(_world.Journal.Rows);
    }

    [Fact]
    public void Execute_GuildHasLeftWithoutAWord_ItsWritesAreRefusedAndTheMessageReachesItsHolder()
    {
        var there = new DurableProcess(_world);
        _here.Deliver(Recover);
        there.Deliver(Recover);
        Assert.Equal(2, _world.Committed!.Epoch);

        _here.Deliver(Recover);

        Assert.Equal(3, _world.Committed!.Epoch);
        Assert.Equal(_here.Host.Incarnation, _world.Committed.Incarnation);
    }

    [Fact]
    public void Execute_WaitingForAnOutcome_LooksAfter25MillisecondsThenLessOftenUpToEvery250()
    {
        var wire = new FailingWire();
        var asking = new DurableProcess(_world, wire);
        Execute(asking);
        var looks = new List<int>();
        for (var ms = 5; ms <= 1_000; ms += 5)
        {
            wire.Asked.Clear();
            asking.Advance(TimeSpan.FromMilliseconds(5));
            looks.AddRange(wire.Asked.Where(a => a == "get result").Select(_ => ms));
        }

        Assert.Equal([25, 75, 175, 375, 625, 875], looks);
    }

    [Fact]
    public void Execute_StoreFailsWhileWaiting_GoesOnWaiting()
    {
        var wire = new FailingWire();
        var (asking, there) = (new DurableProcess(_world, wire), new DurableProcess(_world));
        var answer = Execute(asking);
        wire.Fails = true;
        asking.Advance(TimeSpan.FromSeconds(1));
        wire.Fails = false;
        there.Deliver(Assert.Single(_world.Sent));
        there.End(Assert.Single(there.Vms.Running));
        asking.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal("ok", Status(answer.Ended()));
    }

    [Fact]
    public void Execute_NoOutcomeWithin55Seconds_Answers202WithTheExecutionId()
    {
        var there = new DurableProcess(_world);
        var answer = Execute(_here);
        there.Deliver(Assert.Single(_world.Sent));
        _here.Advance(TimeSpan.FromSeconds(54.9));
        Assert.False(answer.IsCompleted);

        _here.Advance(TimeSpan.FromSeconds(0.2));

        Assert.True(answer.Ended().Value.IsRunning);
        Assert.Equal(_world.Results.Values.Single().ExecutionId, answer.Ended().Value.ExecutionId);
        there.End(Assert.Single(there.Vms.Running));
        var later = _here.Do(() => _here.Host.Guilds.GetExecutionAsync(answer.Ended().Value.ExecutionId).AsTask());
        Assert.Equal("ok", Status(later));
    }

    [Fact]
    public void Execute_IdempotencyKeyOfARunThatAnotherProcessBegan_AsksTheHolderAndRunsNothingTwice()
    {
        var there = new DurableProcess(_world);
        Execute(there, key: "k");
        there.Deliver(_world.Sent[^1]);
        var run = Assert.Single(there.Vms.Running);

        var again = Execute(_here, key: "k");
        there.Deliver(_world.Sent[^1]);
        Assert.Same(run, Assert.Single(there.Vms.Running));
        there.End(run);
        _here.Advance(TimeSpan.FromMilliseconds(250));

        Assert.Equal("ok", Status(again.Ended()));
        Assert.Single(_world.Results);
    }

    [Fact]
    public void Execute_GuildInQuarantine_IsRefusedWithoutAMessage()
    {
        _world.Committed = new GuildVmState { Incarnation = "elsewhere", Epoch = 3, QuarantinedUntil = _world.Clock.GetUtcNow().AddMinutes(1), QuarantineReason = "a test" };
        var answer = Execute(_here);

        Assert.Equal("TF4010", answer.Ended().Problem?.Code);
        Assert.Empty(_world.Sent);
    }

    [Fact]
    public void Execute_UnknownTemplate_IsRefusedWithoutAMessage()
    {
        Assert.Equal("TF4003", Execute(_here, template: "none").Ended().Problem?.Code);
        Assert.Empty(_world.Sent);
    }

    private static Task<Answer<ExecuteResult>> Execute(DurableProcess process, string template = "every", string? key = null) =>
        process.Begin(() => process.Host.Guilds.ExecuteAsync(
            JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object?>
            {
                ["template"] = template,
                ["event"] = new { name = "FIRST" },
                ["context"] = new { guild_id = DurableWorld.Guild.ToString() },
                ["idempotency_key"] = key,
            }.Where(f => f.Value is not null).ToDictionary())).AsTask());

    private static string? Status(Answer<ExecuteResult> answer)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        answer.Value.WriteTo(buffer);
        return JsonSerializer.Deserialize<JsonElement>(buffer.WrittenSpan).GetProperty("status").GetString();
    }
}
