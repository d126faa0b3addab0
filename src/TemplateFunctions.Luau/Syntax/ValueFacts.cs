namespace TemplateFunctions.Luau.Syntax;

/// <summary>What is certain about a value, so that lowering can leave a check or a conversion away.</summary>
[Flags]
internal enum ValueFacts
{
    None = 0,

    /// <summary>
    /// Counts or positions: small integers, lengths, their sums with constants and their doubles. Cannot overflow, so integer
    /// literals may flow into it.
    /// </summary>
    Counter = 1,

    /// <summary>Not a float: prints the same in Lua 5.4 and in Luau.</summary>
    NotFloat = 2,

    /// <summary>Not a Lua integer: division by it, or of it, cannot raise.</summary>
    NotInteger = 4,

    /// <summary>A Lua integer.</summary>
    Integer = 8,

    /// <summary>A number of either kind: no operator is anybody's metamethod.</summary>
    Number = 16,

    /// <summary>A string.</summary>
    Text = 32,

    /// <summary>A <see cref="Counter"/> without doubles but those that a condition keeps small: an integer where the lengths in it are, and twice it is one too.</summary>
    Exact = 64,

    /// <summary>Not below zero.</summary>
    NotNegative = 128,

    /// <summary>Literals, lengths and what runs between them: so small that doubles hold a product exactly.</summary>
    Narrow = 256,
}
