namespace TemplateFunctions.Luau.Tests.Running;

/// <summary>Lowers and runs Luau programs for tests.</summary>
internal static class LuauProgram
{
    /// <summary>What the program prints and returns, one value a line.</summary>
    public static string Run(string source)
    {
        var result = LuauCompiler.Lower(source, LuauDialect.Luau);
        Assert.True(result.Lua is not null, string.Join('\n', result.Diagnostics));
        using var machine = new LuaMachine();
        return machine.Run(result.Lua);
    }

    /// <summary>The diagnostics as <c>CODE line:column message</c>.</summary>
    public static string[] Diagnose(string source)
    {
        var result = LuauCompiler.Lower(source, LuauDialect.Luau);
        Assert.Equal(result.Diagnostics.Count > 0, result.Lua is null);
        return [.. result.Diagnostics.Select(d => $"{d.Code} {d.Range} {d.Message}")];
    }
}
