namespace TemplateFunctions.Runtime.Modules;

/// <summary>
/// A module that the host offers to templates: reached by <c>require(Name)</c> and, when <see cref="ContextName"/> is set,
/// also as <c>ctx.ContextName</c>. Both are read-only to scripts. Stateless: one instance serves every VM.
/// </summary>
public sealed class HostModule
{
    /// <summary>The name given to <c>require</c>, such as <c>@antiraid/kv</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The field of <c>ctx</c> under which it hangs, such as <c>KV</c>; null for modules that need no ctx.</summary>
    public string? ContextName { get; init; }

    /// <summary>The functions, called as <c>module:name(...)</c> on context plugins and <c>module.name(...)</c> on plain modules.</summary>
    public required IReadOnlyList<HostFunction> Functions { get; init; }

    /// <summary>
    /// Optional Lua source (trusted, ours) run once per VM when the module is first used. It gets a table of the
    /// <see cref="Functions"/> by name and returns the module's table. Null: the functions themselves are the module.
    /// </summary>
    public string? LuaSource { get; init; }
}

/// <summary>One host function: reads its arguments on the VM thread, answers at once or later.</summary>
/// <param name="Name">The name scripts call.</param>
/// <param name="Body">Must not block; long work is returned as <see cref="HostReturn.Later"/>.</param>
public sealed record HostFunction(string Name, HostFunctionBody Body);

/// <summary>Body of a host function. A <see cref="ScriptException"/> becomes an error in the script, with its code.</summary>
public delegate HostReturn HostFunctionBody(HostCall call);
