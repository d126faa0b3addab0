using System.Net;

namespace TemplateFunctions.Hosting.Http;

/// <summary>Which failures of a remote service are worth another try, and after how long.</summary>
/// <param name="Attempts">Tries in all.</param>
/// <param name="First">Longest wait before the second try; doubles with each further one.</param>
/// <param name="Longest">Cap of the doubling.</param>
internal sealed record RetryPolicy(int Attempts, TimeSpan First, TimeSpan Longest)
{
    /// <summary>Six tries within about ten seconds.</summary>
    public static RetryPolicy Default { get; } = new(6, TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5));

    /// <summary>Throttling and trouble on the service's side; anything else would fail again.</summary>
    public static bool IsTransient(HttpStatusCode status) => status is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout
        or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>A random wait between half and all of the doubled one, so that consumers that failed together do not come back together.</summary>
    /// <param name="attempt">The try that failed, from 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public TimeSpan DelayAfter(int attempt, double random)
    {
        var doubled = Math.Min(First.TotalMilliseconds * Math.Pow(2, attempt - 1), Longest.TotalMilliseconds);
        return TimeSpan.FromMilliseconds(doubled * (0.5 + (random / 2)));
    }
}
