namespace TemplateFunctions.Luau;

/// <summary>How much a diagnostic matters.</summary>
public enum LuauSeverity
{
    /// <summary>The source cannot run.</summary>
    Error,

    /// <summary>The source runs, probably not as meant.</summary>
    Warning,
}
