using System.Diagnostics;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Runtime.Limits;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Runtime.Tests.Limits;

/// <summary>A process tells another what a guild has used in sums; both must agree on when the limit is reached.</summary>
public sealed class CpuAccountTests
{
    private static readonly RuntimeLimits Limits = new() { GuildCpu = TimeSpan.FromMilliseconds(300), GuildCpuWindow = TimeSpan.FromHours(8) };

    [Theory]
    [InlineData(2.0)]
    [InlineData(2.02)]
    [InlineData(2.9)]
    [InlineData(7.0)]
    public void Charge_TheTurnThatReachesTheLimit_TellsAllThatWasUsed(double milliseconds)
    {
        var clock = new FakeClock(DateTimeOffset.UnixEpoch);
        var (here, elsewhere) = (new GuildCpuLedger(Limits, clock), new GuildCpuLedger(Limits, clock));
        var guild = new GuildId(1);
        var account = here.Hold(guild);
        var turn = (long)(milliseconds / 1000 * Stopwatch.Frequency);

        while (!account.UsedUp)
        {
            elsewhere.Add(guild, Stopwatch.GetElapsedTime(0, account.Charge(turn)));
        }

        Assert.Equal(here.Read(guild).Used, elsewhere.Read(guild).Used);
        Assert.True(elsewhere.Read(guild).IsUsedUp);
    }
}
