using System.Net;
using Microsoft.Extensions.Primitives;
using TemplateFunctions.Core.Diagnostics;

namespace TemplateFunctions.LocalHost.Http;

/// <summary>
/// Keeps web pages of other sites away from a host that listens on loopback without a key: a page in a developer's browser can send
/// requests to 127.0.0.1, and by rebinding its own name to that address it can even read the answers.
/// </summary>
/// <remarks>Does not cover programs on the same machine: they are who the host serves.</remarks>
internal static class OriginCheck
{
    // The name that passed last: nearly every request of a process names the same one.
    private static string? _passed;

    /// <summary>Why the request is refused, or null.</summary>
    /// <param name="request">The request.</param>
    /// <param name="hasKey">Whether a key is asked: then the name under which the host is reached is the operator's business.</param>
    public static Problem? Check(HttpRequest request, bool hasKey)
    {
        if (!hasKey && !IsLoopbackName(request.Host))
        {
            return Refuse($"The host was addressed as '{request.Host.Value}'. Without a key it answers to localhost and loopback addresses only.");
        }

        var origin = request.Headers.Origin;
        if (!StringValues.IsNullOrEmpty(origin) && !IsOwn(origin.ToString(), request))
        {
            return Refuse($"The request comes from a page of '{origin}'.");
        }

        // Sent by browsers also where they leave out Origin; "none" is a person's own address bar or bookmark.
        var site = request.Headers["Sec-Fetch-Site"];
        return StringValues.IsNullOrEmpty(site) || site == "same-origin" || site == "none" ? null : Refuse("The request comes from a page of another site.");
    }

    private static Problem Refuse(string detail) => Problem.Of(RequestDiagnostics.ForeignOrigin, detail);

    private static bool IsOwn(string origin, HttpRequest request) =>
        origin.Equals($"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static bool IsLoopbackName(HostString host)
    {
        if (host.Value == Volatile.Read(ref _passed) && host.HasValue)
        {
            return true;
        }

        var name = host.Host;
        var passes = name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(name.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        if (passes)
        {
            Volatile.Write(ref _passed, host.Value);
        }

        return passes;
    }
}
