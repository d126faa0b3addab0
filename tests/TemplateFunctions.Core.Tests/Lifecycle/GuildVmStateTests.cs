using System.Text;
using System.Text.Json;
using TemplateFunctions.Core.Lifecycle;
using TemplateFunctions.Runtime.Vm;

namespace TemplateFunctions.Core.Tests.Lifecycle;

public sealed class GuildVmStateTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Write_RandomStates_ReadBackEqual()
    {
        for (var seed = 0; seed < 2_000; seed++)
        {
            var state = Random(new Random(seed));
            Assert.True(state == GuildVmStateJson.Read(GuildVmStateJson.Write(state)), $"seed {seed}");
        }
    }

    [Fact]
    public void Write_DefaultSerializer_HasTheSameShape() => Assert.Equal(
        Encoding.UTF8.GetString(GuildVmStateJson.Write(Random(new Random(3)))),
        JsonSerializer.Serialize(Random(new Random(3))));

    [Fact]
    public void Write_LongestOfEverything_StaysBelowFourKilobytes()
    {
        var longest = new string('\u4e2d', 5_000);
        var context = new LifecycleContext
        {
            Now = Now,
            Incarnation = new string('i', 64),
            Limits = new LifecycleLimits { BreaksToQuarantine = 16 },
            Slot = int.MaxValue,
        };
        var state = GuildVmState.Initial with { Epoch = long.MaxValue - 1, Executions = long.MaxValue - 1, TemplateVersion = new string('v', 64) };
        state = GuildLifecycle.Apply(state, new GuildOperation.Recover(), context).State;
        for (var i = 0; i < 40; i++)
        {
            state = GuildLifecycle.Apply(state, new GuildOperation.VmBroke(BrokenReason.MemoryLimitExceeded, long.MaxValue, Now.AddMilliseconds(i)), context).State;
        }

        state = GuildLifecycle.Apply(state, new GuildOperation.Quarantine(TimeSpan.FromDays(1), longest), context).State;
        state = GuildLifecycle.Apply(
            state,
            new GuildOperation.RunSettled(default, long.MaxValue, 1, RunEnd.Failed, RunPresence.New, null, new LifecycleError("TF2001", longest)),
            context).State;

        Assert.InRange(GuildVmStateJson.Write(state).Length, 1_000, GuildVmStateJson.MaxBytes - 1);
    }

    [Fact]
    public void Write_Broken_UsesSnakeCaseWords()
    {
        var json = Encoding.UTF8.GetString(GuildVmStateJson.Write(GuildVmState.Initial with { State = VmState.Broken, Reason = BrokenReason.MemoryLimitExceeded }));

        Assert.Contains("\"state\":\"broken\",\"reason\":\"memory_limit_exceeded\",\"incarnation\":\"\",\"slot\":0,\"epoch\":0", json, StringComparison.Ordinal);
    }

    [Fact]
    public void MustPersistAfter_OnlyCountersMoved_IsFalse()
    {
        var state = Random(new Random(1));

        Assert.False((state with { Executions = 99, LastError = new LastError("TF2001", "x", Now) }).MustPersistAfter(state));
        Assert.True((state with { Epoch = state.Epoch + 1 }).MustPersistAfter(state));
        Assert.True((state with { RecentFaults = [1, 2, 3] }).MustPersistAfter(state));
    }

    private static GuildVmState Random(Random random) => new()
    {
        State = (VmState)random.Next(4),
        Reason = random.Next(2) == 0 ? null : (BrokenReason)random.Next(5),
        Incarnation = $"i{random.Next()}",
        Slot = random.Next(),
        Epoch = random.NextInt64(),
        TemplateVersion = random.Next(2) == 0 ? null : $"v\"\\{random.Next()}",
        Executions = random.NextInt64(),
        Faults = random.Next(),
        RecentFaults = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.NextInt64())],
        QuarantinedUntil = random.Next(2) == 0 ? null : Now.AddTicks(random.NextInt64(1_000_000_000)),
        QuarantineReason = random.Next(2) == 0 ? null : "it broke é\u4e2d\ud83d\ude00",
        Suspect = random.Next(2) == 0,
        LastError = random.Next(2) == 0 ? null : new LastError("TF2001", "boom \u0001", Now.AddTicks(random.Next())),
        MemoryLimit = random.Next(2) == 0 ? null : random.NextInt64(),
    };
}
