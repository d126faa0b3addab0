namespace TemplateFunctions.LocalHost.Routes;

/// <summary>
/// Maps the routes of the contract under <c>/api</c>. Handlers take the bare request: nothing is bound or serialised by reflection.
/// </summary>
internal sealed class RouteTable(IEndpointRouteBuilder routes, string tag)
{
    private readonly RouteGroupBuilder _api = routes.MapGroup("/api");

    public void Get(string pattern, RequestDelegate handler, string summary) => Describe(_api.MapGet(pattern, handler), handler, summary);

    public void Post(string pattern, RequestDelegate handler, string summary) => Describe(_api.MapPost(pattern, handler), handler, summary);

    public void Put(string pattern, RequestDelegate handler, string summary) => Describe(_api.MapPut(pattern, handler), handler, summary);

    public void Delete(string pattern, RequestDelegate handler, string summary) => Describe(_api.MapDelete(pattern, handler), handler, summary);

    // The method is what makes an endpoint visible to the OpenAPI document.
    private void Describe(IEndpointConventionBuilder endpoint, RequestDelegate handler, string summary) =>
        endpoint.WithMetadata(handler.Method).WithSummary(summary).WithTags(tag);
}
