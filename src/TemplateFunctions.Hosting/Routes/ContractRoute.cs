using Microsoft.AspNetCore.Http;

namespace TemplateFunctions.Hosting.Routes;

/// <summary>One route of the HTTP contract. Handlers take the bare request: nothing is bound or serialised by reflection.</summary>
/// <param name="Method">The verb, upper case.</param>
/// <param name="Pattern">The path under <c>/api</c>, beginning with a slash.</param>
/// <param name="Summary">One sentence for the OpenAPI document.</param>
/// <param name="Handler">Answers the request; what it throws is the error boundary's business.</param>
internal sealed record ContractRoute(string Method, string Pattern, string Summary, RequestDelegate Handler)
{
    /// <summary>How the route is named: <c>POST /execute</c>.</summary>
    public string Key => $"{Method} {Pattern}";
}
