using Microsoft.AspNetCore.Http;
namespace TemplateFunctions.Hosting.Http;

/// <summary>
/// Ties a request to its answer and its log lines by the header <c>x-correlation-id</c>: the caller's own when it is well formed, and
/// one made up for answers that somebody may ask about, which are refusals and failures.
/// </summary>
internal static class CorrelationId
{
    public const string Header = "x-correlation-id";

    /// <summary>Takes the caller's id over.</summary>
    public static void Take(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        if (sent.Count == 1 && IsWellFormed(sent[0]!))
        {
            context.TraceIdentifier = sent[0]!;
            Show(context);
        }
    }

    /// <summary>Puts the request's id on its answer.</summary>
    public static void Show(HttpContext context) => context.Response.Headers[Header] = context.TraceIdentifier;

    private static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
}
