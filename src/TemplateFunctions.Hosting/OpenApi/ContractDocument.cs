using Microsoft.OpenApi;
using TemplateFunctions.Hosting.Routes;

namespace TemplateFunctions.Hosting.OpenApi;

/// <summary>
/// The OpenAPI document, made from the routes themselves, so that none can be missing; <see cref="ContractOperations"/> adds the
/// shapes, which handlers of raw bytes do not tell.
/// </summary>
internal static class ContractDocument
{
    private const string Key = "x-functions-key";

    /// <summary>The document as UTF-8 JSON, version 3.1.</summary>
    /// <param name="routes">The routes that the host serves.</param>
    /// <param name="prefix">What precedes each path, such as <c>/api</c>.</param>
    public static async Task<byte[]> WriteAsync(IEnumerable<ContractRoute> routes, string prefix)
    {
        var document = new OpenApiDocument
        {
            Info = new OpenApiInfo { Title = "TemplateFunctions", Version = "1", Description = "Runs the templates of Discord guilds. Errors are application/problem+json with a code; snowflakes are strings." },
            Paths = [],
            Components = new OpenApiComponents
            {
                Schemas = ContractSchemas.All(),
                SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                {
                    ["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = Key },
                },
            },
        };
        document.RegisterComponents();
        foreach (var path in routes.GroupBy(route => prefix + route.Pattern, StringComparer.Ordinal))
        {
            document.Paths.Add(path.Key, new OpenApiPathItem { Operations = path.ToDictionary(route => new HttpMethod(route.Method), route => Operation(route, path.Key, document)) });
        }

        using var json = new MemoryStream();
        await document.SerializeAsJsonAsync(json, OpenApiSpecVersion.OpenApi3_1);
        return json.ToArray();
    }

    private static OpenApiOperation Operation(ContractRoute route, string path, OpenApiDocument document)
    {
        var operation = new OpenApiOperation { Summary = route.Summary };
        ContractOperations.Describe(operation, route.Method, path, document);
        return operation;
    }
}
