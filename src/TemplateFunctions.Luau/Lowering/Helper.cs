namespace TemplateFunctions.Luau.Lowering;

/// <summary>The functions that lowered code may call; each is a field of the support table under the name of its member in lower case.</summary>
internal enum Helper
{
    /// <summary>A value on its way into <c>..</c>: whole floats lose their <c>.0</c>.</summary>
    Str,

    /// <summary>A value on its way into an interpolated string.</summary>
    Text,

    /// <summary>A value between others in an interpolated string: a number may stay one that prints as Luau prints it.</summary>
    Part,

    /// <summary>A table, not a function: <see cref="Str"/> of its keys. Quick for small whole numbers, right for everything.</summary>
    Strs,

    /// <summary>The same for <see cref="Part"/>.</summary>
    Parts,

    /// <summary>Lua's own <c>type</c>.</summary>
    Type,

    /// <summary>Lua's own <c>math.type</c>.</summary>
    Kind,

    /// <summary>Lua's own <c>next</c>.</summary>
    Next,

    /// <summary>The iterator triple of a generalised <c>for</c>.</summary>
    Iter,

    /// <summary>A divisor: zero becomes a float, which does not raise.</summary>
    Divisor,

    /// <summary>Makes any value true, for <c>and</c>/<c>or</c>.</summary>
    Keep,

    /// <summary>Undoes <see cref="Keep"/>.</summary>
    Drop,

    /// <summary>One of two values that cost nothing to compute.</summary>
    Pick,

    /// <summary>Concatenation of many values.</summary>
    Concat,

    /// <summary>A method whose name is a keyword of Lua 5.4.</summary>
    Invoke,

    /// <summary>The method <c>sub</c> with positions that may have fractions.</summary>
    Sub,

    /// <summary>The method <c>byte</c> with positions that may have fractions.</summary>
    Byte,

    /// <summary>The same as <see cref="Sub"/> with any number of arguments.</summary>
    SubOpen,

    /// <summary>The same as <see cref="Byte"/> with any number of arguments.</summary>
    ByteOpen,
}
