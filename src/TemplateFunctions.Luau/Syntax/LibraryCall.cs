namespace TemplateFunctions.Luau.Syntax;

/// <summary>
/// Calls of the standard library by its global name. Taken at their word, as pairs and tostring are: a template that puts something else
/// in their place must give what they give.
/// </summary>
internal static class LibraryCall
{
    /// <summary>Whether the result is a string.</summary>
    public static bool GivesText(Expr value, string source, Lexing.Token[] tokens) =>
        (value is CallExpr { Method: < 0, Function: NameExpr { Local: null, Name: Lexing.WellKnown.ToStringName } })
        || (TryGetName(value, source, tokens, out var library, out var name) && (library is "string"
            ? name is "format" or "rep" or "sub" or "upper" or "lower" or "reverse" or "gsub" or "char"
            : library is "table" && name is "concat"));

    /// <summary>Whether there is one result, never more or none.</summary>
    public static bool GivesOne(CallExpr call, string source, Lexing.Token[] tokens) =>
        call is { Method: < 0, Function: NameExpr { Local: null, Name: Lexing.WellKnown.ToNumberName } }
        || (GivesText(call, source, tokens) && !(TryGetName(call, source, tokens, out _, out var name) && name is "gsub"));

    /// <summary>Whether the first argument is a table whose content alone matters to the function: it neither keeps it nor gives it a metatable.</summary>
    public static bool LooksIntoTable(CallExpr call, string source, Lexing.Token[] tokens) =>
        TryGetName(call, source, tokens, out var library, out var name) && library is "table"
        && name is ("insert" or "remove" or "sort" or "concat" or "find" or "unpack" or "clear");

    /// <summary>Whether the results are integers, or nothing; of methods, those that strings have by that name.</summary>
    public static bool GivesIntegers(Expr value, string source, Lexing.Token[] tokens)
    {
        if (value is CallExpr { Method: >= 0 } call)
        {
            return TextOf(call.Method, source, tokens) is "find" or "len" or "byte";
        }

        return TryGetName(value, source, tokens, out var library, out var name)
            && ((library is "math" && name is "floor" or "ceil") || (library is "string" && name is "find" or "len" or "byte") || (library is "utf8" && name is "len" or "offset"));
    }

    /// <summary>Whether the one result is an iterator function.</summary>
    public static bool GivesIterator(Expr value, string source, Lexing.Token[] tokens) =>
        TryGetName(value, source, tokens, out var library, out var name) && library is "string" && name is "gmatch";

    private static bool TryGetName(Expr value, string source, Lexing.Token[] tokens, out ReadOnlySpan<char> library, out ReadOnlySpan<char> name)
    {
        if (value is CallExpr { Method: < 0, Function: FieldExpr { Object: NameExpr { Local: null } global } field })
        {
            library = TextOf(global.Token, source, tokens);
            name = TextOf(field.Token, source, tokens);
            return true;
        }

        library = name = default;
        return false;
    }

    private static ReadOnlySpan<char> TextOf(int token, string source, Lexing.Token[] tokens) => source.AsSpan(tokens[token].Start, tokens[token].Length);
}
