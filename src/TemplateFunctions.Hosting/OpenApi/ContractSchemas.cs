using Microsoft.OpenApi;

namespace TemplateFunctions.Hosting.OpenApi;

/// <summary>The shapes of bodies, as far as clients need them.</summary>
internal static class ContractSchemas
{
    private static readonly OpenApiSchema Text = new() { Type = JsonSchemaType.String };
    private static readonly OpenApiSchema Whole = new() { Type = JsonSchemaType.Integer, Format = "int64" };
    private static readonly OpenApiSchema Number = new() { Type = JsonSchemaType.Number };
    private static readonly OpenApiSchema Flag = new() { Type = JsonSchemaType.Boolean };
    private static readonly OpenApiSchema Any = new();
    private static readonly OpenApiSchema Time = new() { Type = JsonSchemaType.String, Format = "date-time" };
    private static readonly OpenApiSchema Snowflake = new() { Type = JsonSchemaType.String, Pattern = "^[0-9]{1,20}$" };
    private static readonly OpenApiSchema Id = new() { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9_.:-]{1,64}$" };
    private static readonly OpenApiSchema Name = new() { Type = JsonSchemaType.String, Pattern = "^[A-Za-z0-9_.$-]{1,64}$" };

    /// <summary>Every schema by its name in the document.</summary>
    public static Dictionary<string, IOpenApiSchema> All() => new(StringComparer.Ordinal)
    {
        ["problem"] = Shape("code title status detail errors", ("code", Text), ("title", Text), ("status", Whole), ("detail", Text), ("errors", List(Shape("path message", ("path", Text), ("message", Text))))),
        ["event"] = Event(),
        ["execute_request"] = Shape(
            "template event context",
            ("template", Name), ("event", Event()), ("context", Shape("guild_id", ("guild_id", Snowflake), ("allowed_caps", List(Text)))),
            ("content", Text), ("wait_ms", new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = "60000" }), ("idempotency_key", Id)),
        ["outcome"] = Outcome(),
        ["outcomes"] = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalProperties = Outcome() },
        ["started"] = Shape("instance_id", ("instance_id", Text)),
        ["running"] = Shape("execution_id status", ("execution_id", Id), ("status", Text)),
        ["accepted"] = Shape("event_id", ("event_id", Id), ("executions", Map(Id))),
        ["template_body"] = Shape("", ("content", Text), ("files", Map(Text)), ("events", List(Text)), ("allowed_caps", List(Text)), ("error_channel", Snowflake), ("paused", Flag)),
        ["template"] = Template(),
        ["templates"] = List(Template()),
        ["vm"] = Vm(),
        ["vms"] = List(Vm()),
        ["vm_action"] = Shape("type", ("type", Text), ("limit", Whole)),
        ["vm_action_result"] = Shape("type", ("type", Text), ("state", Vm()), ("memory_bytes", Whole), ("previous_limit", Whole), ("limit", Whole), ("cleared", Whole), ("destroyed", Flag)),
        ["threads"] = List(Shape("thread state", ("thread", Whole), ("state", Text), ("vms", Whole), ("ready_runs", Whole), ("waiting_runs", Whole), ("actions", Whole), ("busy_ms", Number), ("throttled", Whole))),
        ["errors"] = List(Shape(
            "sequence code message count",
            ("sequence", Whole), ("template", Text), ("code", Text), ("message", Text), ("file", Text), ("line", Whole), ("frame", Text), ("traceback", Text),
            ("event_id", Text), ("event_name", Text), ("count", Whole), ("first_at", Time), ("last_at", Time))),
        ["dead_letters"] = Shape("dead_letters total", ("dead_letters", List(DeadLetter())), ("total", Whole), ("displaced", Whole), ("before", Text)),
        ["recent_runs"] = List(Shape("at guild_id template status", ("at", Time), ("guild_id", Snowflake), ("template", Name), ("event", Text), ("status", Text), ("duration_ms", Number))),
        ["health"] = Shape("status", ("status", Text), ("stopping", Flag), ("strategy", Text), ("threads", Whole), ("vms", Whole), ("storage", Text), ("incarnation", Text), ("recycle_requested", Flag)),
    };

    /// <summary>The schema of a path or query parameter.</summary>
    public static OpenApiSchema Parameter(string name) => name switch
    {
        "guild_id" => Snowflake,
        "name" => Name,
        "wait" => Flag,
        "after" or "limit" => Whole,
        _ => Text,
    };

    private static OpenApiSchema Event() => Shape("name", ("name", Text), ("base_name", Text), ("id", Id), ("data", Any), ("author", Snowflake));

    private static OpenApiSchema Outcome() => Shape(
        "execution_id status logs duration_ms cpu_ms memory_bytes",
        ("execution_id", Id), ("status", Text), ("result", Any), ("error", Error()), ("logs", List(Text)), ("duration_ms", Number), ("cpu_ms", Number), ("memory_bytes", Whole));

    private static OpenApiSchema Error() => Shape(
        "code kind message", ("code", Text), ("kind", Text), ("message", Text), ("file", Text), ("line", Whole), ("frame", Text), ("traceback", Text));

    private static OpenApiSchema Template() => Shape(
        "guild_id name events allowed_caps paused created_at updated_at version",
        ("guild_id", Snowflake), ("name", Name), ("files", Map(Text)), ("events", List(Text)), ("allowed_caps", List(Text)), ("error_channel", Snowflake),
        ("paused", Flag), ("created_at", Time), ("updated_at", Time), ("version", Text));

    private static OpenApiSchema Vm() => Shape(
        "guild_id state epoch thread memory_limit",
        ("guild_id", Snowflake), ("state", Text), ("reason", Text), ("epoch", Whole), ("thread", Whole), ("memory_bytes", Whole), ("memory_limit", Whole),
        ("templates", List(Shape("template heap_growth_bytes", ("template", Name), ("heap_growth_bytes", Whole)))), ("cpu_used_ms", Number), ("cpu_limit_ms", Number), ("cpu_window_ms", Number), ("cpu_wait_ms", Number), ("executions", Whole), ("coroutines", Whole), ("live_runs", Whole), ("parked_runs", Whole), ("faults", Whole), ("quarantined_until", Time),
        ("quarantine_reason", Text), ("suspect", Flag), ("last_error", Any), ("created_at", Time), ("last_used_at", Time));

    private static OpenApiSchema DeadLetter() => Shape(
        "id source reason_code reason_text attempts at",
        ("id", Text), ("source", Text), ("guild_id", Snowflake), ("reason_code", Text), ("reason_text", Text), ("attempts", Whole), ("at", Time), ("body", Text), ("body_base64", Text));

    private static OpenApiSchema List(OpenApiSchema item) => new() { Type = JsonSchemaType.Array, Items = item };

    private static OpenApiSchema Map(OpenApiSchema value) => new() { Type = JsonSchemaType.Object, AdditionalProperties = value };

    private static OpenApiSchema Shape(string required, params (string Name, OpenApiSchema Schema)[] fields) => new()
    {
        Type = JsonSchemaType.Object,
        Required = required.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal),
        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)field.Schema),
    };
}
