namespace TemplateFunctions.Core.Authoring;

/// <summary>What the runtime itself offers: ctx, the task library, and its own modules.</summary>
internal static class RuntimeApi
{
    public static ApiLibrary Task { get; } = new("task", "Waiting, and coroutines that the host resumes. Waiting holds no thread.",
    [
        new ApiFunction("spawn", "f: ((...any) -> ...any) | thread, ...: any", "thread: thread", "Runs a function or resumes a thread now, until it first waits."),
        new ApiFunction("defer", "f: ((...any) -> ...any) | thread, ...: any", "thread: thread", "The same, after the current cycle."),
        new ApiFunction("delay", "seconds: number, f: ((...any) -> ...any) | thread, ...: any", "thread: thread", "The same, after so many seconds."),
        new ApiFunction("wait", "seconds: number?", "elapsed: number", "Waits, at least one cycle, and returns the seconds that passed."),
        new ApiFunction("cancel", "thread: thread", "", "Ends a thread that waits."),
        new ApiFunction("synchronize", "", "", "Does nothing; for templates that call it."),
        new ApiFunction("desynchronize", "", "", "Does nothing; for templates that call it."),
    ]);

    public static ApiModule Interop { get; } = new("@antiraid/interop", "InteropModule", "What JSON cannot tell from a Lua table, and figures of the VM.",
    [
        new ApiField("null", "any", "JSON's null, for a field that shall be null rather than absent."),
        new ApiField("array_metatable", "any", "An empty table with this metatable becomes [] rather than {}."),
        new ApiFunction("memusage", "", "bytes: number", "Bytes that the guild's VM holds."),
        new ApiFunction("memory_limit", "", "bytes: number", "Bytes that it may hold."),
    ]);

    public static ApiModule Luau { get; } = new("@antiraid/luau", "LuauModule", "Running source text.",
    [
        new ApiFunction("load", "code: string", "chunk: Chunk", "Makes a chunk, which is compiled when it is called."),
    ]);

    public static IReadOnlyList<ApiType> Types { get; } =
    [
        new("Chunk", "Source text with an environment of its own.",
        [
            new ApiField("code", "string", "The source."),
            new ApiField("environment", "{ [string]: any }?", "Its globals; nil for fresh ones."),
            new ApiField("chunk_name", "string?", "How errors name it."),
            new ApiFunction("call", "...: any", "...: any", "Runs it.", IsMethod: true),
            new ApiFunction("call_async", "...: any", "...: any", "Runs it; it may wait.", IsMethod: true),
        ]),
        new("Context", "Where a template runs and what it may do; the second argument of every template.",
        [
            new ApiField("guild_id", "string", "The guild."),
            new ApiField("owner_guild_id", "string", "The guild that owns the template."),
            new ApiField("template_name", "string", "The template's name."),
            new ApiField("current_user", "string?", "The user who caused the event."),
            new ApiField("data", "any", "The template's own record."),
            new ApiField("allowed_caps", "{string}", "The capabilities it holds."),
            new ApiField("store", "{ [any]: any }", "A table shared by the guild's templates, as long as the VM lives."),
            new ApiField("memory_limit", "number", "Bytes that the guild's VM may hold."),
            new ApiField("KV", "KvPlugin", "The guild's key-value store."),
            new ApiField("Discord", "DiscordPlugin", "Discord's REST methods."),
            new ApiFunction("has_cap", "capability: string", "held: boolean", "Whether it holds a capability.", IsMethod: true),
            new ApiFunction("hascap", "capability: string", "held: boolean", "The same.", IsMethod: true),
            new ApiFunction("has_any_cap", "capabilities: {string}", "held: boolean", "Whether it holds one of several.", IsMethod: true),
            new ApiFunction("with_limits", "limits: { capabilities: {string} }", "ctx: Context", "A ctx that holds less, to hand to code that is trusted less.", IsMethod: true),
            new ApiFunction("withlimits", "limits: { capabilities: {string} }", "ctx: Context", "The same.", IsMethod: true),
        ]) { IsObject = true },
    ];
}
