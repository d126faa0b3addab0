using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace TemplateFunctions.Hosting.OpenApi;

/// <summary>Parameters, bodies and answers of each operation, by method and path.</summary>
internal static partial class ContractOperations
{
    private const string Json = "application/json";

    private static readonly Dictionary<string, Shape> Shapes = new(StringComparer.Ordinal)
    {
        ["POST /api/execute"] = new("execute_request", new() { ["200"] = "outcome", ["202"] = "running" }, [], "404", "409"),
        ["GET /api/executions/{id}"] = new(null, new() { ["200"] = "outcome", ["202"] = "running" }, [], "404"),
        ["POST /api/guilds/{guild_id}/events"] = new("event", new() { ["200"] = "outcomes", ["202"] = "accepted" }, ["wait"], "409"),
        ["GET /api/runs"] = new(null, new() { ["200"] = "recent_runs" }, []),
        ["GET /api/guilds/{guild_id}/templates"] = new(null, new() { ["200"] = "templates" }, []),
        ["GET /api/guilds/{guild_id}/templates/{name}"] = new(null, new() { ["200"] = "template" }, [], "404"),
        ["PUT /api/guilds/{guild_id}/templates/{name}"] = new("template_body", new() { ["200"] = "template", ["201"] = "template" }, [], "409", "422"),
        ["DELETE /api/guilds/{guild_id}/templates/{name}"] = new(null, new() { ["204"] = null }, [], "404"),
        ["GET /api/guilds/{guild_id}/vm"] = new(null, new() { ["200"] = "vm" }, [], "404"),
        ["DELETE /api/guilds/{guild_id}/vm"] = new(null, new() { ["200"] = "vm_action_result" }, []),
        ["POST /api/guilds/{guild_id}/vm/actions"] = new("vm_action", new() { ["200"] = "vm_action_result" }, [], "404"),
        ["POST /api/guilds/{guild_id}/reset"] = new(null, new() { ["204"] = null }, []),
        ["GET /api/guilds/{guild_id}/errors"] = new(null, new() { ["200"] = "errors" }, ["after", "limit"]),
        ["GET /api/vms"] = new(null, new() { ["200"] = "vms" }, []),
        ["GET /api/threads"] = new(null, new() { ["200"] = "threads" }, []),
        ["GET /api/dead-letters"] = new(null, new() { ["200"] = "dead_letters" }, ["guild_id", "before", "limit"]),
        ["POST /api/dead-letters/{id}/replay"] = new(null, new() { ["202"] = "accepted" }, [], "404", "409"),
        ["POST /api/operations/rolling-reset"] = new(null, new() { ["202"] = "started" }, []),
        ["GET /api/health"] = new(null, new() { ["200"] = "health", ["503"] = "health" }, []),
    };

    /// <summary>Fills an operation in. A route without a shape fails the document, and with it the test that reads it.</summary>
    public static void Describe(OpenApiOperation operation, string method, string path, OpenApiDocument document)
    {
        var shape = Shapes[$"{method} {path}"];
        operation.OperationId = OperationId(method, path);
        operation.Parameters =
        [
            .. PathParameter().Matches(path).Select(match => Parameter(match.Groups[1].Value, ParameterLocation.Path)),
            .. shape.Query.Select(name => Parameter(name, ParameterLocation.Query)),
        ];
        operation.RequestBody = shape.Body is null ? null : new OpenApiRequestBody { Required = true, Content = Content(shape.Body, document) };
        operation.Responses = [];
        foreach (var (status, schema) in shape.Answers)
        {
            operation.Responses[status] = new OpenApiResponse { Description = Meaning(status), Content = schema is null ? null : Content(schema, document) };
        }

        if (path == "/api/health")
        {
            return;
        }

        foreach (var status in Problems(shape).Except(shape.Answers.Keys))
        {
            operation.Responses[status] = new OpenApiResponse { Description = Meaning(status), Content = Content("problem", document, "application/problem+json") };
        }

        operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
    }

    private static IEnumerable<string> Problems(Shape shape) =>
        shape.Problems.Concat(shape.Body is null ? ["400", "401", "403", "429", "503"] : ["400", "401", "403", "413", "415", "429", "503"]).Order(StringComparer.Ordinal);

    private static Dictionary<string, OpenApiMediaType> Content(string schema, OpenApiDocument document, string type = Json) =>
        new() { [type] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(schema, document) } };

    private static OpenApiParameter Parameter(string name, ParameterLocation location) =>
        new() { Name = name, In = location, Required = location == ParameterLocation.Path, Schema = ContractSchemas.Parameter(name) };

    private static string OperationId(string method, string path) =>
        string.Join('_', path.Replace("/api", method.ToLowerInvariant(), StringComparison.Ordinal).Split('/', '-').Select(part => part.Trim('{', '}')));

    private static string Meaning(string status) => status switch
    {
        "200" => "Done.",
        "201" => "Created.",
        "202" => "Accepted; the outcome comes later.",
        "204" => "Done; nothing to tell.",
        "400" => "The request is not valid; errors names each field.",
        "401" => "The key is missing or wrong.",
        "403" => "The request comes from another site.",
        "404" => "There is no such thing.",
        "409" => "The template is paused, the guild in quarantine or full of templates, or the idempotency key another request's.",
        "413" => "The body is larger than 1 MiB, a template's than 4 MiB.",
        "415" => "The body is not JSON.",
        "422" => "The source does not compile; errors holds the diagnostics.",
        "429" => "Too many requests, or too many runs or too much processor time of the guild; Retry-After tells when.",
        _ => "The host is stopping, its storage is not available, or it has no room for the guild's VM; Retry-After tells when.",
    };

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex PathParameter();

    private sealed record Shape(string? Body, Dictionary<string, string?> Answers, string[] Query, params string[] Problems);
}
