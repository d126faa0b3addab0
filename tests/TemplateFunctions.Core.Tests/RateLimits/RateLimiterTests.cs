using TemplateFunctions.Core.RateLimits;
using TemplateFunctions.Runtime.Execution;
using TemplateFunctions.Tests.Shared;

namespace TemplateFunctions.Core.Tests.RateLimits;

public sealed class RateLimiterTests
{
    private static readonly GuildId Guild = new(1);
    private readonly FakeClock _clock = new();

    [Fact]
    public void TryTake_AfterTheBurst_AllowsOneCallAPeriodAndNamesTheWait()
    {
        var limiter = Limiter(new RateBucket("b", new RateQuota(3, TimeSpan.FromSeconds(5))));

        Assert.Equal(3, TakeAll(limiter));
        Assert.False(limiter.TryTake(Guild, "op", out var hit));
        Assert.Equal(new RateLimitHit("b", TimeSpan.FromSeconds(5)), hit);

        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(limiter.TryTake(Guild, "op", out hit));
        Assert.Equal(TimeSpan.FromSeconds(1), hit.RetryAfter);

        _clock.Advance(hit.RetryAfter);
        Assert.Equal(1, TakeAll(limiter));
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(3, TakeAll(limiter));
    }

    [Fact]
    public void TryTake_OtherGuildsAndOperations_HaveTheirOwnBuckets()
    {
        var limiter = new RateLimiter(_clock, operation => [new RateBucket(operation, new RateQuota(1, TimeSpan.FromSeconds(1)))]);

        Assert.True(limiter.TryTake(Guild, "a", out _));
        Assert.True(limiter.TryTake(Guild, "b", out _));
        Assert.True(limiter.TryTake(new GuildId(2), "a", out _));
        Assert.False(limiter.TryTake(Guild, "a", out _));
    }

    [Fact]
    public void TryTake_RefusedBySecondQuota_TakesNothingFromTheFirst()
    {
        var limiter = Limiter(
            new RateBucket("wide", new RateQuota(2, TimeSpan.FromSeconds(100))),
            new RateBucket("narrow", new RateQuota(1, TimeSpan.FromSeconds(1))));

        Assert.True(limiter.TryTake(Guild, "op", out _));
        Assert.False(limiter.TryTake(Guild, "op", out var hit));
        Assert.Equal("narrow", hit.Bucket);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.TryTake(Guild, "op", out _));
        Assert.False(limiter.TryTake(Guild, "op", out hit));
        Assert.Equal("wide", hit.Bucket);
    }

    /// <summary>
    /// In any window of any length the calls that went through number at most burst + window / period, and whoever waits for as long
    /// as the refusal says gets through.
    /// </summary>
    [Fact]
    public void TryTake_AnyCallPattern_KeepsTheQuotaAndItsWordOnTheWait()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var quota = new RateQuota(random.Next(1, 6), TimeSpan.FromMilliseconds(random.Next(1, 500)));
            var clock = new FakeClock();
            var limiter = new RateLimiter(clock, _ => [new RateBucket("b", quota)]);
            var taken = new List<DateTimeOffset>();
            for (var call = 0; call < 100; call++)
            {
                clock.Advance(TimeSpan.FromMilliseconds(random.Next(0, 300)));
                if (!limiter.TryTake(Guild, "op", out var hit))
                {
                    clock.Advance(hit.RetryAfter);
                    Assert.True(limiter.TryTake(Guild, "op", out _), $"seed {seed}: refused after the wait it was told");
                }

                taken.Add(clock.GetUtcNow());
            }

            for (var first = 0; first < taken.Count; first++)
            {
                for (var last = first; last < taken.Count; last++)
                {
                    var allowed = quota.Burst + ((taken[last] - taken[first]) / quota.Period);
                    Assert.True(last - first + 1 <= allowed + 1e-9, $"seed {seed}: {last - first + 1} calls where {allowed} are allowed");
                }
            }
        }
    }

    [Fact]
    public void TryTake_ManyGuildsOverTime_ForgetsTheRestedOnes()
    {
        var limiter = Limiter(new RateBucket("b", new RateQuota(2, TimeSpan.FromSeconds(1))));
        for (var guild = 0ul; guild < 4000; guild++)
        {
            limiter.TryTake(new GuildId(guild), "op", out _);
        }

        _clock.Advance(TimeSpan.FromSeconds(2));
        for (var guild = 4000ul; guild < 4200; guild++)
        {
            limiter.TryTake(new GuildId(guild), "op", out _);
        }

        Assert.InRange(limiter.TrackedGuilds, 1, 200);
    }

    [Fact]
    public void TryTake_FromManyThreads_NeverAllowsMoreThanTheBurst()
    {
        var limiter = Limiter(new RateBucket("b", new RateQuota(100, TimeSpan.FromDays(1))));
        var taken = 0;

        Parallel.For(0, 10_000, _ => Interlocked.Add(ref taken, limiter.TryTake(Guild, "op", out var _) ? 1 : 0));

        Assert.Equal(100, taken);
    }

    [Theory]
    [InlineData("kv", "kv")]
    [InlineData("discord:get_channel", "discord")]
    [InlineData("discord:create_message", "discord,discord:create_message")]
    [InlineData("discord:create_guild_ban", "discord,discord:create_guild_ban")]
    [InlineData("discord:remove_guild_member", "discord,discord:remove_guild_member")]
    [InlineData("discord:edit_followup_message", "discord:edit_followup_message")]
    [InlineData("discord:create_interaction_response", "")]
    [InlineData("something", "")]
    public void Table_Operation_TakesFromItsBuckets(string operation, string buckets) =>
        Assert.Equal(buckets, string.Join(',', RateLimitTable.For(operation).Select(bucket => bucket.Name)));

    [Fact]
    public void Table_Bans_AreFiveAtOnceAndNotLimitedByKicks()
    {
        var limiter = new RateLimiter(_clock);

        Assert.Equal(5, Enumerable.Range(0, 8).Count(_ => limiter.TryTake(Guild, "discord:create_guild_ban", out var _)));
        Assert.Equal(5, Enumerable.Range(0, 8).Count(_ => limiter.TryTake(Guild, "discord:remove_guild_member", out var _)));
    }

    private RateLimiter Limiter(params RateBucket[] buckets) => new(_clock, _ => buckets);

    private static int TakeAll(RateLimiter limiter)
    {
        var taken = 0;
        while (limiter.TryTake(Guild, "op", out _))
        {
            taken++;
        }

        return taken;
    }
}
