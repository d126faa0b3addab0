namespace TemplateFunctions.Core.Authoring;

/// <summary>
/// What templates can reach, described once: the type stubs for editors are written from it, and tests compare it with what a VM really
/// offers. Types are in Luau's syntax.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Doc">One sentence.</param>
public abstract record ApiMember(string Name, string Doc);

/// <summary>A field.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Doc">One sentence.</param>
public sealed record ApiField(string Name, string Type, string Doc) : ApiMember(Name, Doc);

/// <summary>A function.</summary>
/// <param name="Name">The name.</param>
/// <param name="Parameters"><c>key: string, scopes: {string}, ...: any</c>, without self.</param>
/// <param name="Returns"><c>value: any, found: boolean</c>.</param>
/// <param name="Doc">One sentence.</param>
/// <param name="IsMethod">Called with a colon.</param>
public sealed record ApiFunction(string Name, string Parameters, string Returns, string Doc, bool IsMethod = false) : ApiMember(Name, Doc);

/// <summary>An operator of an object: <c>__add(other: U64) -> U64</c>.</summary>
/// <param name="Name">The metamethod.</param>
/// <param name="Operand">Type of the other operand; null for a unary one.</param>
/// <param name="Result">Type of the result.</param>
public sealed record ApiOperator(string Name, string? Operand, string Result);

/// <summary>A named type of tables (<see cref="IsObject"/> false) or of objects that a module makes.</summary>
/// <param name="Name">The name.</param>
/// <param name="Doc">One sentence.</param>
/// <param name="Members">Fields and methods.</param>
public sealed record ApiType(string Name, string Doc, IReadOnlyList<ApiMember> Members)
{
    /// <summary>Whether it is an object with methods and operators rather than a plain table.</summary>
    public bool IsObject { get; init; }

    /// <summary>Its operators.</summary>
    public IReadOnlyList<ApiOperator> Operators { get; init; } = [];
}

/// <summary>A module of the host.</summary>
/// <param name="RequireName">Such as <c>@antiraid/kv</c>.</param>
/// <param name="TypeName">The type of what it offers, by which stubs refer to it.</param>
/// <param name="Doc">One sentence.</param>
/// <param name="Members">What it offers.</param>
public sealed record ApiModule(string RequireName, string TypeName, string Doc, IReadOnlyList<ApiMember> Members)
{
    /// <summary>The field of ctx under which it hangs, when it needs a ctx; its functions are then methods.</summary>
    public string? ContextName { get; init; }
}

/// <summary>A global table of functions.</summary>
/// <param name="Name">Such as <c>task</c>.</param>
/// <param name="Doc">One sentence.</param>
/// <param name="Members">Its functions.</param>
public sealed record ApiLibrary(string Name, string Doc, IReadOnlyList<ApiMember> Members)
{
    /// <summary>Whether tools for Luau know it already, so that only those for Lua 5.4 are told.</summary>
    public bool IsPartOfLuau { get; init; }
}
