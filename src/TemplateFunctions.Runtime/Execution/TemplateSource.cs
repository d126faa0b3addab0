namespace TemplateFunctions.Runtime.Execution;

/// <summary>
/// The code of one template as the runtime needs it: a name, its files and the hash that tells versions apart.
/// Immutable; a changed template is a new instance with another <see cref="Version"/>.
/// </summary>
/// <param name="Name">The template's name, 1-64 characters. Names the sub-isolate inside the guild's VM.</param>
/// <param name="Version">Content hash. Compiled code is cached under (name, version).</param>
/// <param name="Files">Path (no leading slash, <c>/</c> separated) to source text. Must hold <see cref="EntryPath"/>.</param>
public sealed record TemplateSource(string Name, string Version, IReadOnlyDictionary<string, string> Files)
{
    /// <summary><c>init.luau</c>, else <c>init.lua</c>.</summary>
    public string EntryPath => Files.ContainsKey("init.luau") ? "init.luau" : "init.lua";
}
