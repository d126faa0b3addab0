namespace TemplateFunctions.Luau;

/// <summary>The codes this front end reports.</summary>
public static class LuauDiagnosticCodes
{
    /// <summary>A token stands where the grammar expects another.</summary>
    public const string Syntax = "TF1001";

    /// <summary>A string, an interpolated string or a comment does not end.</summary>
    public const string Unfinished = "TF1002";

    /// <summary>A number that is none.</summary>
    public const string Number = "TF1003";

    /// <summary>A backslash escape that is none.</summary>
    public const string Escape = "TF1004";

    /// <summary>A character that belongs to no token.</summary>
    public const string Character = "TF1005";

    /// <summary>Nesting deeper than Lua can compile.</summary>
    public const string Nesting = "TF1006";

    /// <summary>More locals, upvalues or temporaries than one function may have.</summary>
    public const string FunctionTooLarge = "TF1007";

    /// <summary><c>break</c> or <c>continue</c> outside of a loop.</summary>
    public const string OutsideLoop = "TF1008";

    /// <summary><c>...</c> in a function that takes no variable arguments.</summary>
    public const string VarargOutside = "TF1009";

    /// <summary>The left side of an assignment cannot be assigned.</summary>
    public const string AssignmentTarget = "TF1010";

    /// <summary>An <c>until</c> condition reads a local that a <c>continue</c> may skip.</summary>
    public const string SkippedLocal = "TF1011";

    /// <summary>An attribute is unknown, repeated or misplaced.</summary>
    public const string Attribute = "TF1012";

    /// <summary>A line that could go on the one before.</summary>
    public const string AmbiguousCall = "TF1013";

    /// <summary>Syntax of another language, or of a Luau still in preparation.</summary>
    public const string NotLuau = "TF1014";

    /// <summary>A type annotation that is none.</summary>
    public const string Type = "TF1015";

    /// <summary>More errors than are worth listing.</summary>
    public const string TooMany = "TF1099";
}
