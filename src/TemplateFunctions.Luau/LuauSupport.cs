namespace TemplateFunctions.Luau;

/// <summary>The Lua side of lowered code: one table per VM, built by running <see cref="Source"/> once with the full standard library at hand.</summary>
/// <remarks>
/// <para>Run <see cref="Source"/> with one table of host functions as its argument (<see cref="HostFunctions"/>), or with none; it returns the support table.</para>
/// <para>For each lowered chunk: load <see cref="LuauResult.Lua"/> with the template's environment, call it with the support table, and get the author's chunk as a function.</para>
/// <para>Templates must not see the table or its functions; nothing lowered hands them out.</para>
/// </remarks>
public static class LuauSupport
{
    private const string ResourceName = "TemplateFunctions.Luau.support.lua";

    /// <summary>Fields of the support table. Each may be replaced by a faster function of the host.</summary>
    /// <list type="bullet">
    /// <item><c>str(v)</c>: v as it goes into <c>..</c>: a float as Luau prints it, anything else as it is.</item>
    /// <item><c>text(v)</c>: v as a string, for interpolation; honours <c>__tostring</c>.</item>
    /// <item><c>part(v)</c>: the same between other parts, where a number that prints as in Luau may stay a number.</item>
    /// <item><c>iter(v, s, c)</c>: the iterator triple of <c>for ... in v, s, c</c>; honours <c>__iter</c> and <c>__call</c>.</item>
    /// <item><c>divisor(v)</c>: v, but zero as a float.</item>
    /// <item><c>keep(v)</c>, <c>drop(v)</c>: hide nil and false in a true value, and get them back.</item>
    /// <item><c>pick(c, a, b)</c>: a when c is true, else b.</item>
    /// <item><c>concat(list, n)</c>: the first n values of a list that may be changed, concatenated from the right.</item>
    /// <item><c>invoke(o, name, ...)</c>: a method call.</item>
    /// <item><c>sub(s, i, j)</c>, <c>byte(s, i, j)</c>: these methods, with positions whose fractions are dropped where s is a string.</item>
    /// <item><c>strs[v]</c>, <c>parts[v]</c>: tables that answer <c>str(v)</c> and <c>part(v)</c>, small whole numbers without a call.</item>
    /// <item><c>type</c>, <c>kind</c>, <c>next</c>: Lua's own <c>type</c>, <c>math.type</c> and <c>next</c>.</item>
    /// <item><c>float_text(f)</c>: what Luau prints for a float; for the host's <c>tostring</c>, <c>print</c>, <c>string.format</c> and <c>table.concat</c>.</item>
    /// </list>
    public static IReadOnlyList<string> Functions { get; } = ["str", "text", "part", "iter", "divisor", "keep", "drop", "pick", "concat", "invoke", "sub", "byte", "float_text", "strs", "parts", "type", "kind", "next"];

    /// <summary>
    /// Fields the host may give: <c>getmetatable</c> (raw, blind to <c>__metatable</c>), <c>tostring</c> (the one templates get), <c>float_text</c> (a float as Luau prints it),
    /// <c>next</c> and <c>type</c> (the stock ones, where the global ones do more).
    /// Without them the standard functions are used.
    /// </summary>
    public static IReadOnlyList<string> HostFunctions { get; } = ["getmetatable", "tostring", "float_text", "next", "type"];

    /// <summary>Lua 5.4 source that returns the support table.</summary>
    public static string Source { get; } = ReadSource();

    private static string ReadSource()
    {
        using var stream = typeof(LuauSupport).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
