namespace TemplateFunctions.Core.Plugins;

/// <summary>The Lua parts of modules, embedded in the assembly.</summary>
internal static class PluginSource
{
    public static string Read(string file)
    {
        using var stream = typeof(PluginSource).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"The assembly holds no {file}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
