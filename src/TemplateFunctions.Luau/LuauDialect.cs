namespace TemplateFunctions.Luau;

/// <summary>The language a source is written in.</summary>
public enum LuauDialect
{
    /// <summary>Luau: typed Lua with doubles only. Lowered to Lua 5.4 before it runs.</summary>
    Luau,

    /// <summary>Lua 5.4, integers included. Runs as it is.</summary>
    Lua54,
}
