namespace TemplateFunctions.Core.Authoring;

/// <summary>The whole description. A new module is one file beside this one and one line here.</summary>
public static class ApiDescription
{
    /// <summary>The modules, in the order of their pages.</summary>
    public static IReadOnlyList<ApiModule> Modules { get; } =
    [
        RuntimeApi.Interop, RuntimeApi.Luau, PlainModulesApi.Json, PlainModulesApi.Permissions, TypesExtApi.Module, DateTimeApi.Module, KvApi.Module, DiscordApi.Module,
    ];

    /// <summary>The named types that modules and ctx refer to.</summary>
    public static IReadOnlyList<ApiType> Types { get; } =
    [
        .. RuntimeApi.Types, .. PlainModulesApi.Types, .. TypesExtApi.Types, .. DateTimeApi.Types, .. KvApi.Types, .. EventTypes.All,
    ];

    /// <summary>The global libraries that Lua 5.4 does not have.</summary>
    public static IReadOnlyList<ApiLibrary> Libraries { get; } = [RuntimeApi.Task, .. LuauLibraries.All];
}
