namespace TemplateFunctions.Luau.Lowering;

/// <summary>How a function gets its <c>self</c>.</summary>
internal enum Receiver
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>By the colon in its name.</summary>
    Implicit,

    /// <summary>As its first parameter, where the name cannot be written with a colon.</summary>
    Written,
}
