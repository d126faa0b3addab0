using TemplateFunctions.Luau;
using TemplateFunctions.Runtime.Execution;

namespace TemplateFunctions.Runtime.Sandbox;

/// <summary>
/// One version of one template inside a guild's VM: its private globals, its compiled entry chunk and its ctx. Also the compile
/// cache: a version that was seen before costs nothing.
/// </summary>
internal sealed class SubIsolate(int number, TemplateSource source)
{
    public int Number { get; } = number;

    public TemplateSource Source { get; } = source;

    /// <summary>The dialect of its entry file decides how numbers print.</summary>
    public bool IsLuau { get; } = LuauCompiler.DetectDialect(source.EntryPath, source.Files.GetValueOrDefault(source.EntryPath, "")) == LuauDialect.Luau;

    /// <summary>Registry reference of the private globals.</summary>
    public int Environment { get; set; }

    /// <summary>Registry reference of the compiled entry chunk; 0 while it is not compiled.</summary>
    public int Entry { get; set; }

    /// <summary>Registry reference of the ctx that was made last, and what it was made from.</summary>
    public int Context { get; set; }

    public IReadOnlyList<string>? ContextCapabilities { get; set; }

    public ReadOnlyMemory<byte>? ContextData { get; set; }

    public GuildId? ContextOwner { get; set; }

    /// <summary>Runs that still use it: it is not evicted while there are any.</summary>
    public int LiveRuns { get; set; }

    /// <summary>No longer in the cache: freed when the last run has ended.</summary>
    public bool Retired { get; set; }

    public long LastUsed { get; set; }

    /// <summary>By how many bytes the heap has grown while its code was on the thread.</summary>
    public long HeapGrowth { get; set; }
}
