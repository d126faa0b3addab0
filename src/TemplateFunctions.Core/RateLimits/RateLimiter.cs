using System.Collections.Concurrent;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Core.RateLimits;

/// <summary>
/// Counts the calls of every guild (GCRA: a burst, then one call a period). One instance serves the process, so the counts survive
/// a guild's VM; they do not survive the process.
/// </summary>
public sealed class RateLimiter
{
    private const int CallsBetweenSweeps = 4096;

    private readonly TimeProvider _time;
    private readonly Func<string, IReadOnlyList<RateBucket>> _limitsOf;
    private readonly long _start;
    private readonly ConcurrentDictionary<GuildId, GuildBuckets> _guilds = new();
    private int _calls;

    /// <summary>A limiter.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="limitsOf">The buckets of an operation; <see cref="RateLimitTable"/> when null.</param>
    public RateLimiter(TimeProvider time, Func<string, IReadOnlyList<RateBucket>>? limitsOf = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _limitsOf = limitsOf ?? RateLimitTable.For;
        _start = time.GetTimestamp();
    }

    /// <summary>Guilds whose buckets are not all rested.</summary>
    internal int TrackedGuilds => _guilds.Count;

    /// <summary>Takes one call from every bucket of the operation, or from none when one of them is empty.</summary>
    /// <param name="guild">Whose buckets.</param>
    /// <param name="operation">As in the <see cref="RateLimitTable"/>.</param>
    /// <param name="hit">The bucket that makes the caller wait longest.</param>
    public bool TryTake(GuildId guild, string operation, out RateLimitHit hit)
    {
        hit = default;
        var buckets = _limitsOf(operation);
        if (buckets.Count == 0)
        {
            return true;
        }

        SweepNowAndThen();
        while (true)
        {
            if (_guilds.GetOrAdd(guild, _ => new GuildBuckets()).TryTake(buckets, Now(), out hit) is { } taken)
            {
                return taken;
            }
        }
    }

    private TimeSpan Now() => _time.GetElapsedTime(_start);

    /// <summary>Forgets guilds whose buckets are all rested, so that the memory does not grow with every guild ever seen.</summary>
    private void SweepNowAndThen()
    {
        if (Interlocked.Increment(ref _calls) % CallsBetweenSweeps != 0)
        {
            return;
        }

        var now = Now();
        foreach (var (guild, buckets) in _guilds)
        {
            if (buckets.RetireIfRested(now))
            {
                _guilds.TryRemove(new KeyValuePair<GuildId, GuildBuckets>(guild, buckets));
            }
        }
    }
}
