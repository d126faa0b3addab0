namespace TemplateFunctions.Core.RateLimits;

/// <summary>A burst of calls at once, then one call a period.</summary>
/// <param name="Burst">Calls that a rested bucket allows at once; at least 1.</param>
/// <param name="Period">Time in which one call comes back.</param>
public readonly record struct RateQuota(int Burst, TimeSpan Period);

/// <summary>A limit under its own name; a call must fit all of its quotas.</summary>
/// <param name="Name">What the error calls it.</param>
/// <param name="Quotas">At least one.</param>
public sealed record RateBucket(string Name, params IReadOnlyList<RateQuota> Quotas);

/// <summary>A refused call.</summary>
/// <param name="Bucket">The bucket that is empty.</param>
/// <param name="RetryAfter">When a call fits again, if no other is made meanwhile.</param>
public readonly record struct RateLimitHit(string Bucket, TimeSpan RetryAfter);
