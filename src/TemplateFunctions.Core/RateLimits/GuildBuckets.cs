namespace TemplateFunctions.Core.RateLimits;

/// <summary>
/// The buckets of one guild. A quota is one time: the theoretical arrival time of GCRA, at which the bucket would be full again.
/// A call fits when that time is at most (burst - 1) periods ahead, and moves it ahead by one period.
/// </summary>
internal sealed class GuildBuckets
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Bucket, int Quota), TimeSpan> _fullAt = [];
    private bool _retired;

    /// <summary>Whether the call fits; null when this object was retired and a new one must be asked.</summary>
    public bool? TryTake(IReadOnlyList<RateBucket> buckets, TimeSpan now, out RateLimitHit hit)
    {
        hit = default;
        lock (_gate)
        {
            if (_retired)
            {
                return null;
            }

            foreach (var (bucket, index, quota) in Quotas(buckets))
            {
                var wait = FullAt(bucket, index, now) - now - ((quota.Burst - 1) * quota.Period);
                hit = wait > hit.RetryAfter ? new RateLimitHit(bucket.Name, wait) : hit;
            }

            if (hit.RetryAfter > TimeSpan.Zero)
            {
                return false;
            }

            foreach (var (bucket, index, quota) in Quotas(buckets))
            {
                _fullAt[(bucket.Name, index)] = FullAt(bucket, index, now) + quota.Period;
            }

            return true;
        }
    }

    /// <summary>Marks the object as unused when it remembers nothing that matters any more.</summary>
    public bool RetireIfRested(TimeSpan now)
    {
        lock (_gate)
        {
            _retired = _retired || _fullAt.Values.All(time => time <= now);
            return _retired;
        }
    }

    private TimeSpan FullAt(RateBucket bucket, int index, TimeSpan now) =>
        _fullAt.TryGetValue((bucket.Name, index), out var time) && time > now ? time : now;

    private static IEnumerable<(RateBucket Bucket, int Index, RateQuota Quota)> Quotas(IReadOnlyList<RateBucket> buckets)
    {
        foreach (var bucket in buckets)
        {
            for (var index = 0; index < bucket.Quotas.Count; index++)
            {
                yield return (bucket, index, bucket.Quotas[index]);
            }
        }
    }
}
