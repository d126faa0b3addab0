using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace TemplateFunctions.LocalHost.OpenApi;

/// <summary>
/// The OpenAPI document: the routes come from the endpoints themselves, so that none can be missing; this adds the shapes, which
/// handlers of raw bytes do not tell.
/// </summary>
internal static class ContractDocument
{
    /// <summary>Adds the document to the services.</summary>
    public static IServiceCollection AddContractDocument(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo { Title = "TemplateFunctions", Version = "1", Description = "Runs the templates of Discord guilds. Errors are application/problem+json with a code; snowflakes are strings." };
            document.Servers = [];
            document.Components ??= new OpenApiComponents();
            document.Components.Schemas = ContractSchemas.All();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Http.KeyCheck.Header },
            };
            document.Tags = null;
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            ContractOperations.Describe(operation, context.Description.HttpMethod!, "/" + context.Description.RelativePath!, context.Document!);
            return Task.CompletedTask;
        });
    });

    /// <summary>Serves the document at both of its addresses.</summary>
    public static void MapContractDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi.json");
        routes.MapOpenApi("/api/openapi.json");
    }
}
