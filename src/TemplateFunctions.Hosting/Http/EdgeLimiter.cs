using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.Hosting.Http;

/// <summary>Requests that a host takes, for good and a second; five times as many at once from who has sent none lately.</summary>
/// <param name="PerClient">From one client.</param>
/// <param name="PerGuild">To the routes of one guild, whoever sends them.</param>
internal sealed record EdgeLimits(int PerClient, int PerGuild)
{
    public const int BurstSeconds = 5;
}

/// <summary>A request that came too soon.</summary>
/// <param name="Problem">Names the limit, its value and what was asked.</param>
/// <param name="RetryAfter">When another will be taken.</param>
internal sealed record TooSoon(Problem Problem, TimeSpan RetryAfter);

/// <summary>
/// Token buckets at the edge of a host: one for each client and one for each guild that a route names. Clients are counted before anything
/// is known of them, so that keys cannot be tried without end; guilds after, so that strangers cannot use them up.
/// </summary>
/// <remarks>Does not cover what is in bodies: the guild of <c>POST /execute</c> is held by its pending runs and its processor time.</remarks>
internal sealed class EdgeLimiter(EdgeLimits limits, Func<HttpContext, string> clientOf) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _clients = PartitionedRateLimiter.Create<HttpContext, string>(
        context => RateLimitPartition.GetTokenBucketLimiter(clientOf(context), _ => Bucket(limits.PerClient)));

    private readonly PartitionedRateLimiter<string> _guilds = PartitionedRateLimiter.Create<string, string>(
        guild => RateLimitPartition.GetTokenBucketLimiter(guild, _ => Bucket(limits.PerGuild)));

    /// <summary>Counts a request of its client; why it is refused, or null.</summary>
    public TooSoon? CheckClient(HttpContext context)
    {
        using var lease = _clients.AttemptAcquire(context);
        return lease.IsAcquired ? null : Refuse(lease, "This client", "Http:RequestsPerSecond", limits.PerClient);
    }

    /// <summary>Counts a request to the guild that its route names, if it names one; why it is refused, or null.</summary>
    public TooSoon? CheckGuild(HttpContext context)
    {
        if (context.GetRouteValue("guild_id") is not string guild)
        {
            return null;
        }

        using var lease = _guilds.AttemptAcquire(guild);
        return lease.IsAcquired ? null : Refuse(lease, "This guild", "Http:GuildRequestsPerSecond", limits.PerGuild);
    }

    /// <summary>The client as its address; of IPv6 the network, which is what a subscriber gets.</summary>
    public static string AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address)
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }

    /// <summary>The client as the function key that it sends, which is all that the host in front of the worker lets through of it.</summary>
    public static string KeyOf(HttpContext context) =>
        context.Request.Headers["x-functions-key"] is { Count: > 0 } header ? header.ToString() : context.Request.Query["code"].ToString();

    public void Dispose()
    {
        _clients.Dispose();
        _guilds.Dispose();
    }

    private static TokenBucketRateLimiterOptions Bucket(int perSecond)
    {
        var perPeriod = Math.Max(1, perSecond / 10);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = perSecond * EdgeLimits.BurstSeconds,
            TokensPerPeriod = perPeriod,
            ReplenishmentPeriod = TimeSpan.FromSeconds((double)perPeriod / perSecond),
            QueueLimit = 0,
        };
    }

    private static TooSoon Refuse(RateLimitLease lease, string who, string setting, int limit) => new(
        Problem.Of(LimitDiagnostics.RequestRate, $"{who} may send {limit} requests a second ({setting}) and {limit * EdgeLimits.BurstSeconds} at once; another one was sent."),
        lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1));
}
