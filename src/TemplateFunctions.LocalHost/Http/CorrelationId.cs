namespace TemplateFunctions.LocalHost.Http;

/// <summary>Ties a request to its answer and its log lines by the header <c>x-correlation-id</c>, taken from the caller when it is well formed.</summary>
internal static class CorrelationId
{
    public const string Header = "x-correlation-id";

    /// <summary>Sets the id on the request and its answer.</summary>
    public static void Apply(HttpContext context)
    {
        var sent = context.Request.Headers[Header];
        if (sent.Count == 1 && IsWellFormed(sent[0]!))
        {
            context.TraceIdentifier = sent[0]!;
        }

        context.Response.Headers[Header] = context.TraceIdentifier;
    }

    private static bool IsWellFormed(string id) =>
        id.Length is > 0 and <= 64 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-');
}
