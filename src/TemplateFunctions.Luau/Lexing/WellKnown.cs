namespace TemplateFunctions.Luau.Lexing;

/// <summary>Numbers of the names that the front end knows, in the order of <see cref="NameTable"/>.</summary>
internal static class WellKnown
{
    public const int Self = 21;
    public const int Type = 22;
    public const int Export = 23;
    public const int Continue = 24;
    public const int Const = 25;
    public const int TypeOf = 26;
    public const int Read = 27;
    public const int Write = 28;
    public const int Goto = 29;
    public const int Environment = 30;
    public const int Pairs = 31;
    public const int Ipairs = 32;
    public const int Next = 33;
    public const int ToStringName = 34;
    public const int ToNumberName = 35;
}
