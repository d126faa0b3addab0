namespace TemplateFunctions.Runtime.Modules.Builtin;

/// <summary>The modules that belong to the runtime itself.</summary>
internal static class BuiltinModules
{
    public static IEnumerable<HostModule> All =>
    [
        new HostModule
        {
            Name = "@antiraid/interop",
            Functions = [new HostFunction("memusage", static call => HostReturn.Of(call.MemoryBytes))],
            LuaSource = Source("interop"),
        },
        new HostModule { Name = "@antiraid/luau", Functions = [], LuaSource = Source("luau") },
    ];

    private static string Source(string name)
    {
        using var stream = typeof(BuiltinModules).Assembly.GetManifestResourceStream(name + ".lua")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
